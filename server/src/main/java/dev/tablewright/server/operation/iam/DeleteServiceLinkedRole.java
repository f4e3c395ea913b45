package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** DeleteServiceLinkedRole: removes the role at once, and names the task that did so. */
final class DeleteServiceLinkedRole extends OnOne<String> {
    private final DeletionTasks tasks;

    DeleteServiceLinkedRole(Identities identities, DeletionTasks tasks) {
        super(identities, EntityKind.ROLE);
        this.tasks = tasks;
    }

    @Override
    public String execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        String task = change(ref.account(), draft -> remove(draft, ref));
        tasks.note(ref.account(), task);
        return task;
    }

    private static String remove(Draft draft, EntityRef ref) {
        Role role = draft.role(ref.name());
        if (!HolderRules.isServiceLinked(role)) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Role " + role.name() + " is not linked to a service.");
        }
        draft.remove(role);
        return "task" + role.path() + role.name() + "/" + taskId(draft);
    }

    private static UUID taskId(Draft draft) {
        return UUID.nameUUIDFromBytes(draft.newBase32(26).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void encode(String task, XmlWriter out) {
        out.text("DeletionTaskId", task);
    }
}
