package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.ArrayList;
import java.util.List;

/** CreateAccessKey: makes a long-term key. Its secret is shown here and never again. */
final class CreateAccessKey extends IamOperation<KeyHolder, CreateAccessKey.Response> {
    static final int MOST_KEYS = 2;

    CreateAccessKey(Identities identities) {
        super(identities);
    }

    record Response(KeyHolder holder, AccessKey key) {}

    @Override
    public KeyHolder decode(QueryReader in) {
        KeyHolder holder = KeyHolder.read(in);
        in.requireValid();
        return holder;
    }

    @Override
    public List<Access> access(KeyHolder holder) {
        return holder.access(needs());
    }

    @Override
    public Response execute(Authorized<KeyHolder> authorized) {
        KeyHolder holder = authorized.request();
        return change(
                holder.account(),
                draft -> {
                    List<AccessKey> keys = new ArrayList<>(holder.keys(draft));
                    Draft.requireQuota(
                            keys.size() < MOST_KEYS,
                            "Cannot exceed quota for AccessKeysPerUser: " + MOST_KEYS);
                    AccessKey key = draft.newAccessKey();
                    keys.add(key);
                    holder.put(draft, keys);
                    return new Response(holder, key);
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        AccessKey key = response.key();
        out.element(
                "AccessKey",
                () ->
                        out.text("UserName", response.holder().userName())
                                .text("AccessKeyId", key.id())
                                .text("Status", "Active")
                                .text("SecretAccessKey", key.secret())
                                .time("CreateDate", key.created()));
    }
}
