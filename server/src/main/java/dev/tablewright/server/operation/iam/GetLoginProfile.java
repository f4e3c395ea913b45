package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetLoginProfile: whether a user has a password, and since when. */
final class GetLoginProfile extends IamOperation<CredentialOwner, GetLoginProfile.Response> {
    GetLoginProfile(Identities identities) {
        super(identities);
    }

    record Response(String userName, LoginProfile login) {}

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
    public Response execute(Authorized<CredentialOwner> authorized) {
        CredentialOwner owner = authorized.request();
        return read(
                owner.account(),
                draft -> {
                    LoginProfile login = owner.login(draft);
                    return new Response(owner.user(draft).name(), login);
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        new EntityXml(out, identities()).login(response.userName(), response.login());
    }
}
