package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** UpdateLoginProfile: sets another password, or the duty to change it. */
final class UpdateLoginProfile extends IamOperation.Silent<UpdateLoginProfile.Request> {
    UpdateLoginProfile(Identities identities) {
        super(identities);
    }

    record Request(
            CredentialOwner owner, @Nullable String password, @Nullable Boolean resetRequired) {
        @Override
        public String toString() {
            return "Request[" + owner + "]";
        }
    }

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.required(in, Shapes.USER_NAME);
        String password = in.optionalSecret("Password", Shapes.PASSWORD);
        Boolean resetRequired = in.optionalFlag("PasswordResetRequired");
        in.requireValid();
        return new Request(owner, password, resetRequired);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        request.owner().changeLogin(identities(), draft -> changed(draft, request));
        return Done.DONE;
    }

    private static LoginProfile changed(Draft draft, Request request) {
        LoginProfile login = request.owner().login(draft);
        boolean reset =
                request.resetRequired() == null ? login.resetRequired() : request.resetRequired();
        return request.password() == null
                ? login.withResetRequired(reset)
                : login.changedTo(
                        request.password(),
                        draft.account().account().passwordPolicy(),
                        reset,
                        draft.now());
    }
}
