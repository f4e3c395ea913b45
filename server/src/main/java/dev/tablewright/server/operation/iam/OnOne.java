package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * An operation that is told nothing but which entity it is about.
 *
 * @param <R> the response
 */
abstract class OnOne<R> extends IamOperation<EntityRef, R> {
    private final EntityKind kind;

    OnOne(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public EntityRef decode(QueryReader in) {
        EntityRef entity = EntityRef.read(in, kind);
        in.requireValid();
        return entity;
    }

    @Override
    public List<Access> access(EntityRef entity) {
        return entity.on(needs()).only();
    }

    /** The same, where the answer is that it was done. */
    abstract static class Silent extends OnOne<Done> {
        Silent(Identities identities, EntityKind kind) {
            super(identities, kind);
        }

        @Override
        public void encode(Done response, XmlWriter out) {}
    }
}
