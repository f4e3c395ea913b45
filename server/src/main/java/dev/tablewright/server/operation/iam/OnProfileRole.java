package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** An operation that is told nothing but an instance profile and a role. */
abstract class OnProfileRole extends IamOperation.Silent<OnProfileRole.Request> {
    OnProfileRole(Identities identities) {
        super(identities);
    }

    record Request(EntityRef profile, EntityRef role) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef profile = EntityRef.read(in, EntityKind.INSTANCE_PROFILE);
        EntityRef role = EntityRef.read(in, EntityKind.ROLE);
        in.requireValid();
        return new Request(profile, role);
    }

    @Override
    public List<Access> access(Request request) {
        return request.profile().on(needs()).only();
    }
}
