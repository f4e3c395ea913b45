package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * UpdateRole: changes description and longest session. A description that is not given stays; a
 * longest session that is not given becomes one hour again, as AWS documents it. Of a
 * service-linked role the description alone can be changed.
 */
final class UpdateRole extends IamOperation.Silent<UpdateRole.Request> {
    UpdateRole(Identities identities) {
        super(identities);
    }

    record Request(
            EntityRef role, @Nullable String description, @Nullable Integer maxSessionSeconds) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef role = EntityRef.read(in, EntityKind.ROLE);
        String description = in.optional("Description", Shapes.ROLE_DESCRIPTION);
        Integer maxSessionSeconds = Shapes.maxSessionSeconds(in);
        in.requireValid();
        return new Request(role, description, maxSessionSeconds);
    }

    @Override
    public List<Access> access(Request request) {
        return request.role().withBoundary(needs()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.role().account(),
                draft -> {
                    Role role =
                            request.maxSessionSeconds() == null
                                    ? draft.role(request.role().name())
                                    : HolderRules.ownRole(draft, request.role());
                    Role described =
                            request.description() == null
                                    ? role
                                    : role.withDescription(request.description());
                    draft.put(
                            described.withMaxSessionSeconds(
                                    Objects.requireNonNullElse(
                                            request.maxSessionSeconds(),
                                            Shapes.LEAST_SESSION_SECONDS)));
                    return Done.DONE;
                });
    }

    @Override
    public void encode(Done response, XmlWriter out) {
        out.emptyResult();
    }
}
