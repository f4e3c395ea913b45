package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.LastUse;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** GetAccessKeyLastUsed: when and for what a key was used last, to the minute. */
final class GetAccessKeyLastUsed
        extends IamOperation<GetAccessKeyLastUsed.Request, GetAccessKeyLastUsed.Response> {
    private static final String NEVER = "N/A";

    GetAccessKeyLastUsed(Identities identities) {
        super(identities);
    }

    record Request(String account, String keyId) {}

    /** The name is null for a key of the root user. */
    record Response(@Nullable String userName, @Nullable LastUse use) {}

    @Override
    public Request decode(QueryReader in) {
        String keyId = in.required("AccessKeyId", Shapes.ACCESS_KEY_ID);
        in.requireValid();
        return new Request(in.account(), keyId);
    }

    @Override
    public List<Access> access(Request request) {
        User user = identities().image().userOf(request.keyId());
        return user == null || !user.account().equals(request.account())
                ? needs().onRoot(request.account()).only()
                : needs().on(request.account(), EntityKind.USER, user.name()).only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        AccountImage account = identities().image().accountOf(request.keyId());
        if (account == null || !account.id().equals(request.account())) {
            throw KeyHolder.noSuchKey(request.keyId());
        }
        User user = identities().image().userOf(request.keyId());
        return new Response(
                user == null ? null : user.name(), identities().lastUseOf(request.keyId()));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        LastUse use = response.use();
        out.text("UserName", response.userName());
        out.element(
                "AccessKeyLastUsed",
                () ->
                        out.time("LastUsedDate", use == null ? null : use.time())
                                .text("ServiceName", use == null ? NEVER : use.service())
                                .text("Region", use == null ? NEVER : use.region()));
    }
}
