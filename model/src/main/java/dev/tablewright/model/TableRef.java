package dev.tablewright.model;

/**
 * Where a table is: tables belong to an account and a region, and their names are unique there.
 *
 * @param account 12 digits
 * @param region any region name, for instance {@code eu-west-1}
 * @param name 3 to 255 characters of {@code [a-zA-Z0-9_.-]}, case-sensitive
 */
public record TableRef(String account, String region, String name) {
    /** Returns the table's ARN. */
    public String arn() {
        return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + name;
    }

    /** Returns the ARN of one of the table's indexes. */
    public String indexArn(String index) {
        return arn() + "/index/" + index;
    }
}
