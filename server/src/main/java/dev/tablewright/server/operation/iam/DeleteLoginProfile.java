package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** DeleteLoginProfile: takes a user's password away. */
final class DeleteLoginProfile extends IamOperation.Silent<CredentialOwner> {
    DeleteLoginProfile(Identities identities) {
        super(identities);
    }

    @Override
    public CredentialOwner decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.read(in, Shapes.USER_NAME);
        in.requireValid();
        return owner;
    }

    @Override
    public List<Access> access(CredentialOwner owner) {
        return owner.access(needs());
    }

    @Override
    public Done execute(Authorized<CredentialOwner> authorized) {
        CredentialOwner owner = authorized.request();
        return change(
                owner.account(),
                draft -> {
                    owner.login(draft);
                    owner.put(draft, null);
                    return Done.DONE;
                });
    }
}
