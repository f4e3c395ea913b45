package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * UntagUser, UntagRole, UntagPolicy, UntagInstanceProfile, UntagOpenIDConnectProvider: removes
 * tags; keys that are not there are no error.
 */
final class UntagEntity extends IamOperation.Silent<UntagEntity.Request> {
    private final EntityKind kind;

    UntagEntity(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "Untag" + Shapes.wordOf(kind);
    }

    record Request(EntityRef entity, List<String> keys) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef entity = EntityRef.read(in, kind);
        List<String> keys = in.requiredTagKeys("TagKeys");
        in.requireValid();
        return new Request(entity, keys);
    }

    @Override
    public List<Access> access(Request request) {
        return request.entity().on(needs()).tagKeys(request.keys()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.entity().account(),
                draft -> {
                    Entity entity = TaggedEntities.own(draft, request.entity());
                    Tags tags = entity.tags().without(request.keys());
                    draft.put(TaggedEntities.withTags(entity, tags));
                    return Done.DONE;
                });
    }
}
