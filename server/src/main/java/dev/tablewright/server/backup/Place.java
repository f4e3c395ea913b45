package dev.tablewright.server.backup;

import dev.tablewright.model.TableRef;

/** An account in a region; what AWS Backup keeps lies in one. */
public record Place(String account, String region) {
    /** Returns the ARN of something of AWS Backup's own here. */
    public String arn(String type, String id) {
        return "arn:aws:backup:" + region + ":" + account + ":" + type + ":" + id;
    }

    /** Whether a table is here. */
    public boolean has(TableRef table) {
        return table.account().equals(account) && table.region().equals(region);
    }
}
