package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** UpdateGroup: gives a group another name or path; id, memberships and policies stay. */
final class UpdateGroup extends IamOperation.Silent<UpdateGroup.Request> {
    UpdateGroup(Identities identities) {
        super(identities);
    }

    record Request(EntityRef group, @Nullable String newPath, @Nullable String newName) {
        String pathOf(Group old) {
            return newPath == null ? old.path() : newPath;
        }

        String nameOf(Group old) {
            return newName == null ? old.name() : newName;
        }
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef group = EntityRef.read(in, EntityKind.GROUP);
        String newPath = in.optional("NewPath", Shapes.PATH);
        String newName = in.optional("NewGroupName", Shapes.GROUP_NAME);
        in.requireValid();
        return new Request(group, newPath, newName);
    }

    /** The old name and the new one: nobody may move a group to where he has no say. */
    @Override
    public List<Access> access(Request request) {
        EntityRef ref = request.group();
        Access there = ref.on(needs()).access();
        Group old = account(ref.account()).group(ref.name());
        if (old == null || (request.newName() == null && request.newPath() == null)) {
            return List.of(there);
        }
        Needs moved = needs();
        moved.onNew(ref.account(), EntityKind.GROUP, request.pathOf(old), request.nameOf(old));
        return List.of(there, moved.access());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.group().account(),
                draft -> {
                    Group old = draft.group(request.group().name());
                    String name = request.nameOf(old);
                    if (!name.equalsIgnoreCase(old.name())) {
                        draft.requireFree(EntityKind.GROUP, name);
                    }
                    draft.put(old.renamed(name, request.pathOf(old)));
                    return Done.DONE;
                });
    }
}
