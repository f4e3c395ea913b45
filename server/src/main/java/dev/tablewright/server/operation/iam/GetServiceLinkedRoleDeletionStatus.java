package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetServiceLinkedRoleDeletionStatus: a deletion is over at once, and has always succeeded. */
final class GetServiceLinkedRoleDeletionStatus
        extends IamOperation<GetServiceLinkedRoleDeletionStatus.Request, IamOperation.Done> {
    private static final List<Constraint> TASK =
            List.of(Constraint.minLength(1), Constraint.maxLength(1000));

    private final DeletionTasks tasks;

    GetServiceLinkedRoleDeletionStatus(Identities identities, DeletionTasks tasks) {
        super(identities);
        this.tasks = tasks;
    }

    record Request(String account, String task) {}

    @Override
    public Request decode(QueryReader in) {
        String task = in.required("DeletionTaskId", TASK);
        in.requireValid();
        return new Request(in.account(), task);
    }

    /** A task is named {@code task/aws-service-role/SERVICE/ROLE/UUID}. */
    @Override
    public List<Access> access(Request request) {
        String[] parts = request.task().split("/", -1);
        boolean named = parts.length == 5 && parts[1].equals("aws-service-role");
        return named
                ? needs().onNew(
                                request.account(),
                                EntityKind.ROLE,
                                "/aws-service-role/" + parts[2] + "/",
                                parts[3])
                        .only()
                : needs().only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        if (!tasks.contains(request.account(), request.task())) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "Deletion task " + request.task() + " cannot be found.");
        }
        return Done.DONE;
    }

    @Override
    public void encode(Done response, XmlWriter out) {
        out.text("Status", "SUCCEEDED");
    }
}
