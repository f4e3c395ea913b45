package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.UserCredential;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** DeleteSSHPublicKey, DeleteSigningCertificate, DeleteServiceSpecificCredential. */
final class DeleteUserCredential<C extends UserCredential<C>>
        extends IamOperation.Silent<CredentialType.One> {
    private final CredentialType<C> type;

    DeleteUserCredential(Identities identities, CredentialType<C> type) {
        super(identities);
        this.type = type;
    }

    @Override
    public String name() {
        return "Delete" + type.word();
    }

    @Override
    public CredentialType.One decode(QueryReader in) {
        CredentialType.One one = type.readOne(in);
        in.requireValid();
        return one;
    }

    @Override
    public List<Access> access(CredentialType.One one) {
        return one.owner().access(ServiceCredentials.service(needs(), identities(), one));
    }

    @Override
    public Done execute(Authorized<CredentialType.One> authorized) {
        CredentialType.One one = authorized.request();
        return change(
                one.owner().account(),
                draft -> {
                    C gone = type.find(draft, one);
                    type.put(
                            draft,
                            one.owner(),
                            type.all(draft, one.owner()).stream()
                                    .filter(each -> !each.equals(gone))
                                    .toList());
                    return Done.DONE;
                });
    }
}
