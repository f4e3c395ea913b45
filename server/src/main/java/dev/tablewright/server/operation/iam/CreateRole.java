package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** CreateRole: makes a role that those its trust policy names may assume. */
final class CreateRole extends IamOperation<CreateRole.Request, CreateRole.Response> {
    static final int MOST_ROLES = 1000;

    CreateRole(Identities identities) {
        super(identities);
    }

    record Request(
            String account,
            String name,
            String path,
            String trust,
            String description,
            @Nullable Integer maxSessionSeconds,
            @Nullable String boundary,
            Tags tags) {}

    record Response(Role role, boolean showMaxSession) {}

    @Override
    public Request decode(QueryReader in) {
        String path = in.optional("Path", Shapes.PATH, "/");
        String name = in.required("RoleName", Shapes.ROLE_NAME);
        String trust = in.required("AssumeRolePolicyDocument", Shapes.POLICY_DOCUMENT);
        String description = in.optional("Description", Shapes.ROLE_DESCRIPTION, "");
        Integer maxSessionSeconds = Shapes.maxSessionSeconds(in);
        String boundary = in.optional("PermissionsBoundary", Shapes.ARN);
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(
                in.account(), name, path, trust, description, maxSessionSeconds, boundary, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs().boundary(request.boundary()),
                needs("TagRole"),
                EntityKind.ROLE,
                request.account(),
                request.path(),
                request.name(),
                request.tags());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Role role = change(request.account(), draft -> draft.put(newRole(draft, request)));
        return new Response(role, request.maxSessionSeconds() != null);
    }

    private static Role newRole(Draft draft, Request request) {
        HolderRules.requireNotReserved(request.path(), request.name());
        StoredPolicy trust = PolicyRules.trust(request.trust(), draft);
        draft.requireFree(EntityKind.ROLE, request.name());
        HolderRules.requireUsableBoundary(draft, request.boundary());
        Draft.requireQuota(
                draft.account().count(EntityKind.ROLE) < MOST_ROLES,
                "Cannot exceed quota for RolesPerAccount: " + MOST_ROLES);
        return new Role(
                draft.newHead(EntityKind.ROLE, request.name(), request.path()),
                request.tags(),
                Policies.NONE.withBoundary(request.boundary()),
                trust,
                request.description(),
                Objects.requireNonNullElse(
                        request.maxSessionSeconds(), Shapes.LEAST_SESSION_SECONDS));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.element("Role", () -> xml.newRole(response.role(), response.showMaxSession()));
    }
}
