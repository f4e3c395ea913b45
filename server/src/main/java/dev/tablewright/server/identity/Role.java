package dev.tablewright.server.identity;

/**
 * Role.
 *
 * @param trust who may assume it; names principals of accounts known here by unique id
 * @param description empty for none
 * @param maxSessionSeconds 3,600 to 43,200
 */
public record Role(
        Head head,
        Tags tags,
        Policies policies,
        StoredPolicy trust,
        String description,
        int maxSessionSeconds)
        implements PolicyHolder {
    @Override
    public EntityKind kind() {
        return EntityKind.ROLE;
    }

    @Override
    public Role withPolicies(Policies changed) {
        return new Role(head, tags, changed, trust, description, maxSessionSeconds);
    }

    /** Returns this role with other tags. */
    public Role withTags(Tags changed) {
        return new Role(head, changed, policies, trust, description, maxSessionSeconds);
    }

    /** Returns this role with another trust policy. */
    public Role withTrust(StoredPolicy changed) {
        return new Role(head, tags, policies, changed, description, maxSessionSeconds);
    }

    /** Returns this role with another description. */
    public Role withDescription(String changed) {
        return new Role(head, tags, policies, trust, changed, maxSessionSeconds);
    }

    /** Returns this role with another limit for sessions, in seconds. */
    public Role withMaxSessionSeconds(int changed) {
        return new Role(head, tags, policies, trust, description, changed);
    }

    /** Returns the ARN of a session of this role; it has no path. */
    public String sessionArn(String sessionName) {
        return "arn:aws:sts::" + account() + ":assumed-role/" + name() + "/" + sessionName;
    }
}
