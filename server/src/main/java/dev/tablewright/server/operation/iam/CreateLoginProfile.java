package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** CreateLoginProfile: gives a user a password for the console. */
final class CreateLoginProfile
        extends IamOperation<CreateLoginProfile.Request, CreateLoginProfile.Response> {
    private static final int SALT_BYTES = 16;

    CreateLoginProfile(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String password, boolean resetRequired) {
        @Override
        public String toString() {
            return "Request[" + owner + "]";
        }
    }

    record Response(User user, LoginProfile login) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.read(in, Shapes.USER_NAME);
        String password = in.requiredSecret("Password", Shapes.PASSWORD);
        boolean resetRequired = in.flag("PasswordResetRequired");
        in.requireValid();
        return new Request(owner, password, resetRequired);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    /** Hashing takes long: nobody else has to wait for it. */
    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.owner();
        LoginProfile login = read(owner.account(), draft -> newLogin(draft, request));
        return change(
                owner.account(),
                draft -> {
                    requireNone(owner.user(draft));
                    owner.put(draft, login);
                    return new Response(owner.user(draft), login);
                });
    }

    private static LoginProfile newLogin(Draft draft, Request request) {
        requireNone(request.owner().user(draft));
        return LoginProfile.of(
                request.password(),
                draft.newBytes(SALT_BYTES),
                draft.account().account().passwordPolicy(),
                request.resetRequired(),
                draft.now());
    }

    private static void requireNone(User user) {
        if (user.others().login() != null) {
            throw new IdentityException(
                    IdentityException.Code.ENTITY_ALREADY_EXISTS,
                    "Login Profile for user " + user.name() + " already exists.");
        }
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        new EntityXml(out, identities()).login(response.user().name(), response.login());
    }
}
