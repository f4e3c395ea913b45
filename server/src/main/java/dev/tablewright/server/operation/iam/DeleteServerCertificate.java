package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;

/** DeleteServerCertificate: nothing uses one here. */
final class DeleteServerCertificate extends OnOne.Silent {
    DeleteServerCertificate(Identities identities) {
        super(identities, EntityKind.SERVER_CERTIFICATE);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    draft.remove(draft.required(ref.kind(), ref.name()));
                    return Done.DONE;
                });
    }
}
