package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** An operation that is told nothing but a managed policy and who has it or shall have it. */
abstract class OnAttachment extends IamOperation.Silent<OnAttachment.Request> {
    private final EntityKind kind;

    OnAttachment(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    record Request(EntityRef holder, EntityRef policy) {}

    final EntityKind kind() {
        return kind;
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef holder = EntityRef.readHolder(in, kind);
        EntityRef policy = EntityRef.read(in, EntityKind.POLICY);
        in.requireValid();
        return new Request(holder, policy);
    }

    /** The holder is what the action is checked on; the policy is a condition key. */
    @Override
    public List<Access> access(Request request) {
        return request.holder().withBoundary(needs()).policyArn(request.policy().name()).only();
    }
}
