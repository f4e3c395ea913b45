package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** CreateUser: makes a user, without keys and policies. */
final class CreateUser extends IamOperation<CreateUser.Request, User> {
    static final int MOST_USERS = 5000;

    CreateUser(Identities identities) {
        super(identities);
    }

    record Request(
            String account, String name, String path, @Nullable String boundary, Tags tags) {}

    @Override
    public Request decode(QueryReader in) {
        String path = in.optional("Path", Shapes.PATH, "/");
        String name = in.required("UserName", Shapes.USER_NAME);
        String boundary = in.optional("PermissionsBoundary", Shapes.ARN);
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(in.account(), name, path, boundary, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs().boundary(request.boundary()),
                needs("TagUser"),
                EntityKind.USER,
                request.account(),
                request.path(),
                request.name(),
                request.tags());
    }

    @Override
    public User execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    draft.requireFree(EntityKind.USER, request.name());
                    HolderRules.requireUsableBoundary(draft, request.boundary());
                    Draft.requireQuota(
                            draft.account().count(EntityKind.USER) < MOST_USERS,
                            "Cannot exceed quota for UsersPerAccount: " + MOST_USERS);
                    return draft.put(
                            new User(
                                    draft.newHead(EntityKind.USER, request.name(), request.path()),
                                    request.tags(),
                                    Policies.NONE.withBoundary(request.boundary()),
                                    List.of(),
                                    List.of()));
                });
    }

    @Override
    public void encode(User user, XmlWriter out) {
        out.element("User", () -> new EntityXml(out, identities()).user(user));
    }
}
