package dev.tablewright.server.operation.iam;

/** A service that this server serves, as reports of last accessed services name it. */
enum ServedService {
    APPLICATION_AUTO_SCALING("application-autoscaling", "AWS Application Auto Scaling"),
    BACKUP("backup", "AWS Backup"),
    DYNAMODB("dynamodb", "Amazon DynamoDB"),
    IAM("iam", "AWS Identity and Access Management"),
    STS("sts", "AWS Security Token Service");

    private final String namespace;
    private final String title;

    ServedService(String namespace, String title) {
        this.namespace = namespace;
        this.title = title;
    }

    /** What actions and signatures are prefixed with. */
    String namespace() {
        return namespace;
    }

    /** How AWS calls it. */
    String title() {
        return title;
    }
}
