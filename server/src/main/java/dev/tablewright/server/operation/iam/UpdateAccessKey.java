package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** UpdateAccessKey: switches a key on or off, from the next request on. */
final class UpdateAccessKey extends IamOperation.Silent<UpdateAccessKey.Request> {
    UpdateAccessKey(Identities identities) {
        super(identities);
    }

    record Request(KeyHolder holder, String keyId, String status) {}

    @Override
    public Request decode(QueryReader in) {
        KeyHolder holder = KeyHolder.read(in);
        String keyId = in.required("AccessKeyId", Shapes.ACCESS_KEY_ID);
        String status = in.required("Status", Shapes.STATUS);
        in.requireValid();
        if (status.equals("Expired")) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "The status of an access key can be set to Active or Inactive only.");
        }
        return new Request(holder, keyId, status);
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
                    AccessKey old = holder.key(draft, request.keyId());
                    AccessKey changed = old.withActive(request.status().equals("Active"));
                    holder.put(
                            draft,
                            holder.keys(draft).stream()
                                    .map(key -> key.equals(old) ? changed : key)
                                    .toList());
                    return Done.DONE;
                });
    }
}
