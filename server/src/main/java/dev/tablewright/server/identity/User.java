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
        Head head, Tags tags, Policies policies, List<String> groups, List<AccessKey> keys)
        implements PolicyHolder {
    /** Copies the lists. */
    public User {
        groups = List.copyOf(groups);
        keys = List.copyOf(keys);
    }

    @Override
    public EntityKind kind() {
        return EntityKind.USER;
    }

    /** Returns this user under another name and path. */
    public User renamed(String name, String path) {
        return new User(head.renamed(name, path), tags, policies, groups, keys);
    }

    @Override
    public User withPolicies(Policies changed) {
        return new User(head, tags, changed, groups, keys);
    }

    /** Returns this user with other tags. */
    public User withTags(Tags changed) {
        return new User(head, changed, policies, groups, keys);
    }

    /** Returns this user with other access keys. */
    public User withKeys(List<AccessKey> changed) {
        return new User(head, tags, policies, groups, changed);
    }

    /** Returns this user as a member of the group; unchanged when it is one already. */
    public User joined(String groupId) {
        if (groups.contains(groupId)) {
            return this;
        }
        var changed = new ArrayList<>(groups);
        changed.add(groupId);
        return new User(head, tags, policies, changed, keys);
    }

    /** Returns this user without the membership. */
    public User left(String groupId) {
        var changed = groups.stream().filter(id -> !id.equals(groupId)).toList();
        return new User(head, tags, policies, changed, keys);
    }
}
