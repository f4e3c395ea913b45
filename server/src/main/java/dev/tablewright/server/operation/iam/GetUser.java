package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** GetUser: one user, by default the caller. */
final class GetUser extends IamOperation<GetUser.Request, GetUser.Response> {
    GetUser(Identities identities) {
        super(identities);
    }

    /** A null name is the root user. */
    record Request(String account, @Nullable String name) {}

    /** A null user is the root user. */
    record Response(AccountImage account, @Nullable User user) {}

    @Override
    public Request decode(QueryReader in) {
        String name = CallersUser.read(in);
        in.requireValid();
        return new Request(in.account(), name);
    }

    @Override
    public List<Access> access(Request request) {
        return CallersUser.access(needs(), request.account(), request.name());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        String name = request.name();
        return read(
                request.account(),
                draft -> new Response(draft.account(), name == null ? null : draft.user(name)));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        User user = response.user();
        out.element(
                "User",
                () -> {
                    if (user == null) {
                        xml.root(response.account());
                    } else {
                        xml.user(user);
                    }
                });
    }
}
