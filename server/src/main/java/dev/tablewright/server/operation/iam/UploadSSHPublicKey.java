package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.SshPublicKey;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** UploadSSHPublicKey: gives a user an SSH public key. */
final class UploadSSHPublicKey
        extends IamOperation<UploadSSHPublicKey.Request, UploadSSHPublicKey.Response> {
    private static final int MOST_KEYS = 5;

    UploadSSHPublicKey(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String body) {}

    record Response(String userName, SshPublicKey key) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.required(in, Shapes.USER_NAME);
        String body = in.required("SSHPublicKeyBody", Shapes.PEM);
        in.requireValid();
        return new Request(owner, body);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.owner();
        return change(
                owner.account(),
                draft -> {
                    User user = owner.user(draft);
                    SshKeyText text = SshKeyText.parse(request.body());
                    requireNew(user, text);
                    Draft.requireQuota(
                            user.others().sshKeys().size() < MOST_KEYS,
                            "Cannot exceed quota for SSHPublicKeysPerUser: " + MOST_KEYS);
                    var key =
                            new SshPublicKey(
                                    draft.newPublicKeyId(), text.openSsh(), true, draft.now());
                    CredentialType.SSH_KEY.add(draft, owner, key);
                    return new Response(user.name(), key);
                });
    }

    private static void requireNew(User user, SshKeyText text) {
        for (SshPublicKey known : user.others().sshKeys()) {
            if (SshKeyText.parse(known.body()).key().equals(text.key())) {
                throw new IdentityException(
                        IdentityException.Code.DUPLICATE_SSH_PUBLIC_KEY,
                        "The SSH public key is already associated with the specified IAM user.");
            }
        }
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        SshKeyXml.write(out, response.userName(), response.key(), response.key().body());
    }
}
