package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Tags;

import java.util.List;

/** What IAM asks of tags beyond their shape. */
final class TagRules {
    static final int MOST_TAGS = 50;

    private TagRules() {}

    /**
     * Completes the permissions to make something: creating, and tagging where there are tags.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html">Permissions
     *     required for tagging</a>
     */
    static List<Access> withTagging(
            Needs create,
            Needs tag,
            EntityKind kind,
            String account,
            String path,
            String name,
            Tags tags) {
        Access creating = create.onNew(account, kind, path, name).requestTags(tags).access();
        return tags.isEmpty()
                ? List.of(creating)
                : List.of(
                        creating, tag.onNew(account, kind, path, name).requestTags(tags).access());
    }
}
