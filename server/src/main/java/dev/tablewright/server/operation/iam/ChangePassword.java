package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** ChangePassword: a user sets another password of its own, knowing the old one. */
final class ChangePassword extends IamOperation.Silent<ChangePassword.Request> {
    ChangePassword(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String oldPassword, String newPassword) {
        @Override
        public String toString() {
            return "Request[" + owner + "]";
        }
    }

    @Override
    public Request decode(QueryReader in) {
        String oldPassword = in.requiredSecret("OldPassword", Shapes.PASSWORD);
        String newPassword = in.requiredSecret("NewPassword", Shapes.PASSWORD);
        in.requireValid();
        Caller caller = in.caller();
        List<String> name = caller.context().get("aws:username");
        if (name == null) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_USER_TYPE,
                    "Only IAM Users can change their own password");
        }
        var owner = new CredentialOwner(in.account(), name.getFirst());
        return new Request(owner, oldPassword, newPassword);
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
        if (!login.accepts(request.oldPassword())) {
            throw new IdentityException(
                    IdentityException.Code.ACCESS_DENIED, "The old password was incorrect.");
        }
        return login.changedTo(
                request.newPassword(),
                draft.account().account().passwordPolicy(),
                false,
                draft.now());
    }
}
