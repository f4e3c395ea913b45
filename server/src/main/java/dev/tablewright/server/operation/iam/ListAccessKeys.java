package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListAccessKeys: a user's keys, without their secrets. */
final class ListAccessKeys extends IamOperation<ListAccessKeys.Request, ListAccessKeys.Response> {
    ListAccessKeys(Identities identities) {
        super(identities);
    }

    record Request(KeyHolder holder, Paging paging) {}

    record Response(KeyHolder holder, Paging.Page<AccessKey> keys) {}

    @Override
    public Request decode(QueryReader in) {
        KeyHolder holder = KeyHolder.read(in);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(holder, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.holder().access(needs());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        KeyHolder holder = request.holder();
        return read(
                holder.account(),
                draft ->
                        new Response(
                                holder, request.paging().cut(holder.keys(draft), AccessKey::id)));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        out.list(
                "AccessKeyMetadata",
                response.keys().items(),
                key ->
                        out.text("UserName", response.holder().userName())
                                .text("AccessKeyId", key.id())
                                .text("Status", key.active() ? "Active" : "Inactive")
                                .time("CreateDate", key.created()));
        response.keys().encode(out);
    }
}
