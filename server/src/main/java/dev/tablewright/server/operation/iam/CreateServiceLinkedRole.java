package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * CreateServiceLinkedRole: makes the role in which a service of AWS acts by itself. No service does
 * so here; the role is there for those who look for it, or deploy it with the rest.
 */
final class CreateServiceLinkedRole extends IamOperation<CreateServiceLinkedRole.Request, Role> {
    private static final List<Constraint> SUFFIX =
            List.of(
                    Constraint.pattern("[\\w+=,.@-]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(64));

    CreateServiceLinkedRole(Identities identities) {
        super(identities);
    }

    record Request(String account, String service, String description, @Nullable String suffix) {}

    @Override
    public Request decode(QueryReader in) {
        String service = in.required("AWSServiceName", Shapes.GROUP_NAME);
        String description = in.optional("Description", Shapes.ROLE_DESCRIPTION, "");
        String suffix = in.optional("CustomSuffix", SUFFIX);
        in.requireValid();
        return new Request(in.account(), service, description, suffix);
    }

    /** The role, which is named after the service; of an unknown service nobody knows its name. */
    @Override
    public List<Access> access(Request request) {
        LinkedService service = LinkedService.find(request.service());
        return needs().onNew(
                        request.account(),
                        EntityKind.ROLE,
                        LinkedService.pathOf(request.service()),
                        service == null ? "*" : service.roleName(request.suffix()))
                .key("iam:AWSServiceName", request.service())
                .only();
    }

    @Override
    public Role execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft ->
                        draft.put(
                                ServiceLinkedRoles.make(
                                        draft,
                                        request.service(),
                                        request.description(),
                                        request.suffix())));
    }

    @Override
    public void encode(Role role, XmlWriter out) {
        out.element("Role", () -> new EntityXml(out, identities()).newRole(role, false));
    }
}
