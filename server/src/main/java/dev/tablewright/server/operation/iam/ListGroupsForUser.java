package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListGroupsForUser: the groups that a user is in, in the order of joining. */
final class ListGroupsForUser extends IamOperation<ListGroupsForUser.Request, Paging.Page<Group>> {
    ListGroupsForUser(Identities identities) {
        super(identities);
    }

    record Request(EntityRef user, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef user = EntityRef.read(in, EntityKind.USER);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(user, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.user().on(needs()).only();
    }

    @Override
    public Paging.Page<Group> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.user().account(),
                draft -> {
                    User user = draft.user(request.user().name());
                    return request.paging().cut(draft.account().groupsOf(user), Group::name);
                });
    }

    @Override
    public void encode(Paging.Page<Group> page, XmlWriter out) {
        out.list("Groups", page.items(), new EntityXml(out, identities())::group);
        page.encode(out);
    }
}
