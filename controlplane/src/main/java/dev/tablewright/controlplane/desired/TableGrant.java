package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.Nullable;

/**
 * What a role may do with one table.
 *
 * @param keyArn of the KMS key that the table is encrypted with, if it is one of the account's own
 */
public record TableGrant(String tableArn, Grant grant, @Nullable String keyArn) {
    /** On a table that is encrypted with no key of the account's own. */
    public TableGrant(String tableArn, Grant grant) {
        this(tableArn, grant, null);
    }

    /** Returns the KMS of DynamoDB in the table's region: nobody else may use the key for it. */
    String viaService() {
        String[] arn = tableArn.split(":", 5);
        return "dynamodb." + arn[3] + ".amazonaws.com" + (arn[1].equals("aws-cn") ? ".cn" : "");
    }
}
