package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * SetSecurityTokenServicePreferences: which tokens the global endpoint of STS gives out. There is
 * one kind of them here; the setting is kept for GetAccountSummary.
 */
final class SetSecurityTokenServicePreferences
        extends IamOperation.Silent<SetSecurityTokenServicePreferences.Request> {
    private static final List<Constraint> VERSION =
            List.of(Constraint.oneOf(List.of("v1Token", "v2Token")));

    SetSecurityTokenServicePreferences(Identities identities) {
        super(identities);
    }

    record Request(String account, int version) {}

    @Override
    public Request decode(QueryReader in) {
        String version = in.required("GlobalEndpointTokenVersion", VERSION);
        in.requireValid();
        return new Request(in.account(), version.equals("v1Token") ? 1 : 2);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    draft.put(draft.account().account().withTokenVersion(request.version()));
                    return Done.DONE;
                });
    }
}
