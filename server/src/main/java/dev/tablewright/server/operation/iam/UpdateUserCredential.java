package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.UserCredential;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** UpdateSSHPublicKey, UpdateSigningCertificate, UpdateServiceSpecificCredential: on or off. */
final class UpdateUserCredential<C extends UserCredential<C>>
        extends IamOperation.Silent<UpdateUserCredential.Request> {
    private final CredentialType<C> type;

    UpdateUserCredential(Identities identities, CredentialType<C> type) {
        super(identities);
        this.type = type;
    }

    record Request(CredentialType.One one, String status) {}

    @Override
    public String name() {
        return "Update" + type.word();
    }

    @Override
    public Request decode(QueryReader in) {
        CredentialType.One one = type.readOne(in);
        String status = in.required("Status", Shapes.STATUS);
        in.requireValid();
        if (status.equals("Expired")) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "The status can be set to Active or Inactive only.");
        }
        return new Request(one, status);
    }

    @Override
    public List<Access> access(Request request) {
        CredentialType.One one = request.one();
        return one.owner().access(ServiceCredentials.service(needs(), identities(), one));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.one().owner();
        return change(
                owner.account(),
                draft -> {
                    C old = type.find(draft, request.one());
                    C changed = old.withActive(request.status().equals("Active"));
                    type.put(
                            draft,
                            owner,
                            type.all(draft, owner).stream()
                                    .map(each -> each.equals(old) ? changed : each)
                                    .toList());
                    return Done.DONE;
                });
    }
}
