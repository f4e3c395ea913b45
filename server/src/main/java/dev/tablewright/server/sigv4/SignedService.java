package dev.tablewright.server.sigv4;

import java.time.Duration;

/**
 * What a signature is checked for.
 *
 * @param name as it stands in the credential scope
 * @param skew how far the time of the signature may be from now, to either side
 */
public record SignedService(String name, Duration skew) {
    /** DynamoDB. */
    public static final SignedService DYNAMODB =
            new SignedService("dynamodb", Duration.ofMinutes(15));

    /** IAM. */
    public static final SignedService IAM = new SignedService("iam", Duration.ofMinutes(5));

    /** STS. */
    public static final SignedService STS = new SignedService("sts", Duration.ofMinutes(5));

    /** Application Auto Scaling. */
    public static final SignedService AUTO_SCALING =
            new SignedService("application-autoscaling", Duration.ofMinutes(5));

    /** AWS Backup. */
    public static final SignedService BACKUP = new SignedService("backup", Duration.ofMinutes(5));

    /** Our own service, for whoever runs the server. */
    public static final SignedService ADMINISTRATION =
            new SignedService("tablewright", Duration.ofMinutes(5));
}
