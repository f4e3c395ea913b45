package dev.tablewright.policy.catalog;

/** What an action does to its resource, as AWS classes it. */
public enum AccessLevel {
    /** Names resources, shows nothing of their contents. */
    LIST("List"),
    /** Shows contents. */
    READ("Read"),
    /** Makes, changes or deletes. */
    WRITE("Write"),
    /** Changes tags only. */
    TAGGING("Tagging"),
    /** Changes who may do what. */
    PERMISSIONS_MANAGEMENT("Permissions management");

    private final String awsName;

    AccessLevel(String awsName) {
        this.awsName = awsName;
    }

    /** Returns the level as AWS's documents write it. */
    public String awsName() {
        return awsName;
    }

    static AccessLevel of(String awsName) {
        for (AccessLevel level : values()) {
            if (level.awsName.equals(awsName)) {
                return level;
            }
        }
        throw new IllegalArgumentException(awsName);
    }
}
