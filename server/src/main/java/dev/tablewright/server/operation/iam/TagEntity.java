package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * TagUser, TagRole, TagPolicy, TagInstanceProfile, TagOpenIDConnectProvider: sets tags; those that
 * are not named stay.
 */
final class TagEntity extends IamOperation.Silent<TagEntity.Request> {
    private final EntityKind kind;

    TagEntity(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "Tag" + Shapes.wordOf(kind);
    }

    record Request(EntityRef entity, Tags tags) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef entity = EntityRef.read(in, kind);
        Tags tags = in.requiredTags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(entity, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return request.entity().on(needs()).requestTags(request.tags()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.entity().account(),
                draft -> {
                    Entity entity = TaggedEntities.own(draft, request.entity());
                    Tags tags = entity.tags().with(request.tags());
                    Draft.requireQuota(
                            tags.list().size() <= TagRules.MOST_TAGS,
                            "The number of tags has reached the maximum limit.");
                    draft.put(TaggedEntities.withTags(entity, tags));
                    return Done.DONE;
                });
    }
}
