package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListInstanceProfilesForRole: the profiles that hold a role. */
final class ListInstanceProfilesForRole
        extends IamOperation<ListInstanceProfilesForRole.Request, Paging.Page<InstanceProfile>> {
    ListInstanceProfilesForRole(Identities identities) {
        super(identities);
    }

    record Request(EntityRef role, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef role = EntityRef.read(in, EntityKind.ROLE);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(role, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.role().on(needs()).only();
    }

    @Override
    public Paging.Page<InstanceProfile> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.role().account(),
                draft -> {
                    Role role = draft.role(request.role().name());
                    return request.paging()
                            .cut(draft.account().profilesOf(role), InstanceProfile::name);
                });
    }

    @Override
    public void encode(Paging.Page<InstanceProfile> page, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.list("InstanceProfiles", page.items(), xml::instanceProfile);
        page.encode(out);
    }
}
