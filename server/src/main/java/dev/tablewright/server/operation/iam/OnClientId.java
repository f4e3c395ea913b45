package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** An operation on one client id of an OIDC provider. */
abstract class OnClientId extends IamOperation.Silent<OnClientId.Request> {
    OnClientId(Identities identities) {
        super(identities);
    }

    record Request(EntityRef provider, String clientId) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef provider = EntityRef.read(in, EntityKind.OIDC_PROVIDER);
        String clientId = in.required("ClientID", OidcRules.CLIENT_ID);
        in.requireValid();
        return new Request(provider, clientId);
    }

    @Override
    public List<Access> access(Request request) {
        return request.provider().on(needs()).only();
    }
}
