package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** DeleteAccessKey: removes a key, from the next request on. */
final class DeleteAccessKey extends IamOperation.Silent<DeleteAccessKey.Request> {
    DeleteAccessKey(Identities identities) {
        super(identities);
    }

    record Request(KeyHolder holder, String keyId) {}

    @Override
    public Request decode(QueryReader in) {
        KeyHolder holder = KeyHolder.read(in);
        String keyId = in.required("AccessKeyId", Shapes.ACCESS_KEY_ID);
        in.requireValid();
        return new Request(holder, keyId);
    }

    @Override
    public List<Access> access(Request request) {
        return request.holder().access(needs());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        KeyHolder holder = request.holder();
        return change(
                holder.account(),
                draft -> {
                    AccessKey gone = holder.key(draft, request.keyId());
                    holder.put(
                            draft,
                            holder.keys(draft).stream().filter(key -> !key.equals(gone)).toList());
                    return Done.DONE;
                });
    }
}
