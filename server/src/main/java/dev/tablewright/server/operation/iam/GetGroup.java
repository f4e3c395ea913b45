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

/** GetGroup: a group and its members. */
final class GetGroup extends IamOperation<GetGroup.Request, GetGroup.Response> {
    GetGroup(Identities identities) {
        super(identities);
    }

    record Request(EntityRef group, Paging paging) {}

    record Response(Group group, Paging.Page<User> members) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef group = EntityRef.read(in, EntityKind.GROUP);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(group, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.group().on(needs()).only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.group().account(),
                draft -> {
                    Group group = draft.group(request.group().name());
                    List<User> members = draft.account().members(group);
                    return new Response(group, request.paging().cut(members, User::name));
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.element("Group", () -> xml.group(response.group()));
        out.list("Users", response.members().items(), xml::listedUser);
        response.members().encode(out);
    }
}
