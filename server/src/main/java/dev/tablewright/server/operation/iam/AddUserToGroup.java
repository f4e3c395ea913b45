package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** AddUserToGroup: makes a user a member of a group; of at most ten. */
final class AddUserToGroup extends IamOperation.Silent<Membership> {
    static final int MOST_GROUPS = 10;

    AddUserToGroup(Identities identities) {
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
                    Draft.requireQuota(
                            user.groups().contains(group.id())
                                    || user.groups().size() < MOST_GROUPS,
                            "Cannot exceed quota for GroupsPerUser: " + MOST_GROUPS);
                    draft.put(user.joined(group.id()));
                    return Done.DONE;
                });
    }
}
