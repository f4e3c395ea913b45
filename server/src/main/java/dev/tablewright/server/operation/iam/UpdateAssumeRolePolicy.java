package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** UpdateAssumeRolePolicy: replaces the trust policy; sessions that exist go on. */
final class UpdateAssumeRolePolicy extends IamOperation.Silent<UpdateAssumeRolePolicy.Request> {
    UpdateAssumeRolePolicy(Identities identities) {
        super(identities);
    }

    record Request(EntityRef role, String trust) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef role = EntityRef.read(in, EntityKind.ROLE);
        String trust = in.required("PolicyDocument", Shapes.POLICY_DOCUMENT);
        in.requireValid();
        return new Request(role, trust);
    }

    @Override
    public List<Access> access(Request request) {
        return request.role().withBoundary(needs()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.role().account(),
                draft -> {
                    Role role = HolderRules.ownRole(draft, request.role());
                    draft.put(role.withTrust(PolicyRules.trust(request.trust(), draft)));
                    return Done.DONE;
                });
    }
}
