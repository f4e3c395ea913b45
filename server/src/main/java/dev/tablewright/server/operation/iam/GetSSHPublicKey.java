package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.SshPublicKey;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetSSHPublicKey: one key, in either form. */
final class GetSSHPublicKey
        extends IamOperation<GetSSHPublicKey.Request, GetSSHPublicKey.Response> {
    private static final List<Constraint> ENCODING =
            List.of(Constraint.oneOf(List.of("SSH", "PEM")));

    GetSSHPublicKey(Identities identities) {
        super(identities);
    }

    record Request(CredentialType.One one, String encoding) {}

    record Response(String userName, SshPublicKey key, String body) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialType.One one = CredentialType.SSH_KEY.readOne(in);
        String encoding = in.required("Encoding", ENCODING);
        in.requireValid();
        return new Request(one, encoding);
    }

    @Override
    public List<Access> access(Request request) {
        return request.one().owner().access(needs());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.one().owner().account(),
                draft -> {
                    SshPublicKey key = CredentialType.SSH_KEY.find(draft, request.one());
                    String body =
                            request.encoding().equals("PEM")
                                    ? SshKeyText.parse(key.body()).pem()
                                    : key.body();
                    return new Response(request.one().owner().user(draft).name(), key, body);
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        SshKeyXml.write(out, response.userName(), response.key(), response.body());
    }
}
