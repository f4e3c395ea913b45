package dev.tablewright.controlplane.desired;

/**
 * The account that ARNs in policies name.
 *
 * @param partition {@code aws}, {@code aws-cn}, ...
 * @param id 12 digits, or {@code *} when it is not known: in an identity policy that reaches no
 *     further than the account of the role
 */
public record AwsAccount(String partition, String id) {
    /** When nothing is known. */
    public static final AwsAccount UNKNOWN = new AwsAccount("aws", "*");

    String tableArn(TableAddress table) {
        return "arn:"
                + partition
                + ":dynamodb:"
                + table.region()
                + ":"
                + id
                + ":table/"
                + table.name();
    }
}
