package dev.tablewright.server.identity;

/** Group of users; its members are listed with the users. */
public record Group(Head head, Policies policies) implements PolicyHolder {
    @Override
    public EntityKind kind() {
        return EntityKind.GROUP;
    }

    @Override
    public Tags tags() {
        return Tags.NONE;
    }

    @Override
    public Group withPolicies(Policies changed) {
        return new Group(head, changed);
    }

    /** Returns this group under another name and path. */
    public Group renamed(String name, String path) {
        return new Group(head.renamed(name, path), policies);
    }
}
