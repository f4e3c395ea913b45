package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** PutUserPermissionsBoundary, PutRolePermissionsBoundary: sets the boundary, or replaces it. */
final class PutPermissionsBoundary extends IamOperation.Silent<PutPermissionsBoundary.Request> {
    private final EntityKind kind;

    PutPermissionsBoundary(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "Put" + Shapes.wordOf(kind) + "PermissionsBoundary";
    }

    record Request(EntityRef holder, String boundary) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef holder = EntityRef.readHolder(in, kind);
        String boundary = in.required("PermissionsBoundary", Shapes.ARN);
        in.requireValid();
        return new Request(holder, boundary);
    }

    /** The boundary of the condition key is the new one, as with CreateRole. */
    @Override
    public List<Access> access(Request request) {
        return request.holder().on(needs()).boundary(request.boundary()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.holder().account(),
                draft -> {
                    PolicyHolder holder = HolderRules.own(draft, request.holder());
                    HolderRules.requireUsableBoundary(draft, request.boundary());
                    draft.put(
                            holder.withPolicies(
                                    holder.policies().withBoundary(request.boundary())));
                    return Done.DONE;
                });
    }
}
