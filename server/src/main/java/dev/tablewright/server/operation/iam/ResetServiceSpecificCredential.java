package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ServiceCredential;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ResetServiceSpecificCredential: another password, same name. */
final class ResetServiceSpecificCredential
        extends IamOperation<CredentialType.One, ServiceCredentials.WithPassword> {
    ResetServiceSpecificCredential(Identities identities) {
        super(identities);
    }

    @Override
    public CredentialType.One decode(QueryReader in) {
        CredentialType.One one = CredentialType.SERVICE.readOne(in);
        in.requireValid();
        return one;
    }

    @Override
    public List<Access> access(CredentialType.One one) {
        return one.owner().access(ServiceCredentials.service(needs(), identities(), one));
    }

    @Override
    public ServiceCredentials.WithPassword execute(Authorized<CredentialType.One> authorized) {
        CredentialType.One one = authorized.request();
        return read(
                one.owner().account(),
                draft -> {
                    ServiceCredential credential = CredentialType.SERVICE.find(draft, one);
                    return new ServiceCredentials.WithPassword(
                            one.owner().user(draft).name(), credential, draft.newSecret());
                });
    }

    @Override
    public void encode(ServiceCredentials.WithPassword response, XmlWriter out) {
        response.encode(out);
    }
}
