package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** UpdateUser: gives a user another name or path; id, memberships and policies stay. */
final class UpdateUser extends IamOperation.Silent<UpdateUser.Request> {
    UpdateUser(Identities identities) {
        super(identities);
    }

    record Request(EntityRef user, @Nullable String newPath, @Nullable String newName) {
        String pathOf(User old) {
            return newPath == null ? old.path() : newPath;
        }

        String nameOf(User old) {
            return newName == null ? old.name() : newName;
        }
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef user = EntityRef.read(in, EntityKind.USER);
        String newPath = in.optional("NewPath", Shapes.PATH);
        String newName = in.optional("NewUserName", Shapes.USER_NAME);
        in.requireValid();
        return new Request(user, newPath, newName);
    }

    /** The old name and the new one: nobody may move a user to where he has no say. */
    @Override
    public List<Access> access(Request request) {
        EntityRef ref = request.user();
        Access there = ref.on(needs()).access();
        User old = account(ref.account()).user(ref.name());
        if (old == null || (request.newName() == null && request.newPath() == null)) {
            return List.of(there);
        }
        Needs moved = needs();
        moved.onNew(ref.account(), EntityKind.USER, request.pathOf(old), request.nameOf(old));
        return List.of(there, moved.access());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.user().account(),
                draft -> {
                    User old = draft.user(request.user().name());
                    String name = request.nameOf(old);
                    if (!name.equalsIgnoreCase(old.name())) {
                        draft.requireFree(EntityKind.USER, name);
                    }
                    draft.put(old.renamed(name, request.pathOf(old)));
                    return Done.DONE;
                });
    }
}
