package dev.tablewright.server.identity;

import java.time.Instant;
import java.util.List;

/**
 * An account and its root user.
 *
 * @param id 12 digits
 * @param rootKeys at most two
 */
public record Account(String id, Instant created, List<AccessKey> rootKeys) {
    /** Copies the list. */
    public Account {
        rootKeys = List.copyOf(rootKeys);
    }

    /** Returns the ARN of the root user. */
    public String rootArn() {
        return "arn:aws:iam::" + id + ":root";
    }

    /** Returns this account with other keys of the root user. */
    public Account withRootKeys(List<AccessKey> changed) {
        return new Account(id, created, changed);
    }
}
