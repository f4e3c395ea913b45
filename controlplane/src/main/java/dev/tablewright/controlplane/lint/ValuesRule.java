package dev.tablewright.controlplane.lint;

import dev.tablewright.policy.lint.RuleInfo;
import dev.tablewright.policy.lint.Severity;

/** What is told of the rules for values files. */
enum ValuesRule {
    CONTRACT(
            "DDB-VAL-001",
            Severity.ERROR,
            "a mistake in the values",
            "The file breaks the contract of the chart: plan, apply and Helm refuse it."),
    WRITE_ONLY(
            "DDB-VAL-002",
            Severity.INFO,
            "a role that may write, but not read what it wrote",
            "serviceAccountWriteRoles does not include reading. List the role under"
                    + " serviceAccountReadRoles too unless that is meant; put, update and delete can"
                    + " still return old values."),
    PREFIX(
            "DDB-VAL-003",
            Severity.INFO,
            "a table whose name is the beginning of another's",
            "A policy with a prefix and a star (table/NAME*) would take in both. The generated"
                    + " policies name every table exactly; do the same in your own."),
    ITEM_COLLECTION(
            "DDB-VAL-004",
            Severity.INFO,
            "a table with local secondary indexes",
            "The items of one partition key, with their copies in local indexes, are limited to"
                    + " 10 GB; writes beyond that fail. Local indexes cannot be added or changed"
                    + " later."),
    INDEX_UNREAD(
            "DDB-VAL-005",
            Severity.WARNING,
            "an index that no role may query",
            "Indexes are for reading; no role is listed under serviceAccountReadRoles of the"
                    + " table, so nobody is granted a query on it."),
    NO_RECOVERY(
            "DDB-VAL-006",
            Severity.WARNING,
            "point-in-time recovery is off",
            "There is no way back to an earlier state of the table, and turning recovery off loses"
                    + " the window that there was. It is on for 35 days unless the file says"
                    + " otherwise."),
    GONE_FOR_GOOD(
            "DDB-VAL-007",
            Severity.WARNING,
            "deletionPolicy Delete without recovery or deletion protection",
            "Removing the table from the file deletes it with all its items, and nothing brings"
                    + " them back. Turn on pointInTimeRecovery or deletionProtectionEnabled, or write"
                    + " deletionPolicy: Orphan."),
    NO_ROLE(
            "DDB-VAL-008",
            Severity.INFO,
            "a table that no role may use",
            "Neither serviceAccountReadRoles nor serviceAccountWriteRoles lists a role; whoever"
                    + " uses the table has rights from elsewhere.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    ValuesRule(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    RuleInfo info() {
        return info;
    }
}
