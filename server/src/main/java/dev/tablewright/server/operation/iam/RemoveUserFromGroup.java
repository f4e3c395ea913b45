package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** RemoveUserFromGroup: ends a membership; no error where there is none. */
final class RemoveUserFromGroup extends IamOperation.Silent<Membership> {
    RemoveUserFromGroup(Identities identities) {
        super(identities);
    }

    @Override
    public Membership decode(QueryReader in) {
        return Membership.read(in);
    }

    @Override
    public List<Access> access(Membership request) {
        return request.group().on(needs()).only();
    }

    @Override
    public Done execute(Authorized<Membership> authorized) {
        Membership request = authorized.request();
        return change(
                request.group().account(),
                draft -> {
                    Group group = draft.group(request.group().name());
                    User user = draft.user(request.userName());
                    draft.put(user.left(group.id()));
                    return Done.DONE;
                });
    }
}
