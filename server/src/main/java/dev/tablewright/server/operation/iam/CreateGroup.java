package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** CreateGroup: makes a group without members. */
final class CreateGroup extends IamOperation<CreateGroup.Request, Group> {
    static final int MOST_GROUPS = 300;

    CreateGroup(Identities identities) {
        super(identities);
    }

    record Request(String account, String name, String path) {}

    @Override
    public Request decode(QueryReader in) {
        String path = in.optional("Path", Shapes.PATH, "/");
        String name = in.required("GroupName", Shapes.GROUP_NAME);
        in.requireValid();
        return new Request(in.account(), name, path);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().onNew(request.account(), EntityKind.GROUP, request.path(), request.name())
                .only();
    }

    @Override
    public Group execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    draft.requireFree(EntityKind.GROUP, request.name());
                    Draft.requireQuota(
                            draft.account().count(EntityKind.GROUP) < MOST_GROUPS,
                            "Cannot exceed quota for GroupsPerAccount: " + MOST_GROUPS);
                    return draft.put(
                            new Group(
                                    draft.newHead(EntityKind.GROUP, request.name(), request.path()),
                                    Policies.NONE));
                });
    }

    @Override
    public void encode(Group group, XmlWriter out) {
        out.element("Group", () -> new EntityXml(out, identities()).group(group));
    }
}
