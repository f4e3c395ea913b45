package dev.tablewright.server.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * IAM user.
 *
 * @param groups unique ids of the groups, in the order of joining; at most 10
 * @param keys at most two
 */
public record User(
        Head head,
        Tags tags,
        Policies policies,
        List<String> groups,
        List<AccessKey> keys,
        OtherCredentials others)
        implements PolicyHolder {
    /** Copies the lists. */
    public User {
        groups = List.copyOf(groups);
        keys = List.copyOf(keys);
    }

    /** Creates a user with no credentials but access keys. */
    public User(
            Head head, Tags tags, Policies policies, List<String> groups, List<AccessKey> keys) {
        this(head, tags, policies, groups, keys, OtherCredentials.NONE);
    }

    @Override
    public EntityKind kind() {
        return EntityKind.USER;
    }

    /** Returns this user under another name and path. */
    public User renamed(String name, String path) {
        return new User(head.renamed(name, path), tags, policies, groups, keys, others);
    }

    @Override
    public User withPolicies(Policies changed) {
        return new User(head, tags, changed, groups, keys, others);
    }

    /** Returns this user with other tags. */
    public User withTags(Tags changed) {
        return new User(head, changed, policies, groups, keys, others);
    }

    /** Returns this user with other access keys. */
    public User withKeys(List<AccessKey> changed) {
        return new User(head, tags, policies, groups, changed, others);
    }

    /** Returns this user with other credentials beside access keys. */
    public User withOthers(OtherCredentials changed) {
        return new User(head, tags, policies, groups, keys, changed);
    }

    /** Returns this user as a member of the group; unchanged when it is one already. */
    public User joined(String groupId) {
        if (groups.contains(groupId)) {
            return this;
        }
        var changed = new ArrayList<>(groups);
        changed.add(groupId);
        return new User(head, tags, policies, changed, keys, others);
    }

    /** Returns this user without the membership. */
    public User left(String groupId) {
        var changed = groups.stream().filter(id -> !id.equals(groupId)).toList();
        return new User(head, tags, policies, changed, keys, others);
    }
}
