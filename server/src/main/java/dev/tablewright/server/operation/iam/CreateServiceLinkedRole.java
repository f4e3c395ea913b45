package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * CreateServiceLinkedRole: refused. Such a role lets a service of AWS act by itself, and no service
 * here does.
 */
final class CreateServiceLinkedRole extends IamOperation.Silent<CreateServiceLinkedRole.Request> {
    private static final List<Constraint> SUFFIX =
            List.of(
                    Constraint.pattern("[\\w+=,.@-]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(64));

    CreateServiceLinkedRole(Identities identities) {
        super(identities);
    }

    record Request(String account, String service) {}

    @Override
    public Request decode(QueryReader in) {
        String service = in.required("AWSServiceName", Shapes.GROUP_NAME);
        String _ = in.optional("Description", Shapes.ROLE_DESCRIPTION);
        String _ = in.optional("CustomSuffix", SUFFIX);
        in.requireValid();
        return new Request(in.account(), service);
    }

    /** AWS adds a name of its own to the path; which one is not known before there is a role. */
    @Override
    public List<Access> access(Request request) {
        String path = "/aws-service-role/" + request.service() + "/";
        return needs().onNew(request.account(), EntityKind.ROLE, path, "*")
                .key("iam:AWSServiceName", request.service())
                .only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        throw new IdentityException(
                IdentityException.Code.INVALID_INPUT,
                "Service-linked roles cannot be created here: "
                        + authorized.request().service()
                        + " does not act on its own behalf.");
    }
}
