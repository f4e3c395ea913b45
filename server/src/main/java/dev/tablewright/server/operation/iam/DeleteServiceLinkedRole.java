package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;

/** DeleteServiceLinkedRole: there is none to delete, since none can be made. */
final class DeleteServiceLinkedRole extends OnOne.Silent {
    DeleteServiceLinkedRole(Identities identities) {
        super(identities, EntityKind.ROLE);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        throw new IdentityException(
                IdentityException.Code.NO_SUCH_ENTITY,
                "The service-linked role with name "
                        + authorized.request().name()
                        + " cannot be found.");
    }
}
