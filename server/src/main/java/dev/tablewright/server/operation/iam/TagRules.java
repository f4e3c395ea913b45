package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Tags;

import java.util.List;
import java.util.Locale;

/** What IAM asks of tags beyond their shape. */
final class TagRules {
    static final int MOST_TAGS = 50;

    private TagRules() {}

    /**
     * Checks the tags of a request.
     *
     * @throws IdentityException if two keys differ by case at most, or one is AWS's own
     */
    static void requireNew(Tags tags) {
        if (tags.hasDuplicates()) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        for (String key : tags.keys()) {
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw new IdentityException(
                        IdentityException.Code.INVALID_INPUT,
                        "aws: prefixed tag keys are not allowed for external use.");
            }
        }
    }

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
