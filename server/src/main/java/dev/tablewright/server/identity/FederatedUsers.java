package dev.tablewright.server.identity;

/** How STS calls the users that GetFederationToken makes. */
public final class FederatedUsers {
    private FederatedUsers() {}

    /** Returns the ARN of a federated user. */
    public static String arn(String account, String name) {
        return "arn:aws:sts::" + account + ":federated-user/" + name;
    }

    /** Returns the id of a federated user, the value of aws:userid. */
    public static String id(String account, String name) {
        return account + ":" + name;
    }
}
