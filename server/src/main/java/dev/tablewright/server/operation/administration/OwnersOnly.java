package dev.tablewright.server.operation.administration;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.function.Supplier;

/**
 * An operation of ours that, where it is about the whole server, is kept to the account that runs
 * it. Other accounts are guests: what they may do in their own account, root user included, gives
 * them no say over the server, which would show them what the others do.
 *
 * <p>A permission on {@code *} is asked for on {@code arn:aws:tablewright::<owner>:server}, so that
 * IAM's own rule for resources of another account refuses them.
 *
 * @param owner finds the account, 12 digits
 */
record OwnersOnly<Q, R>(
        Operation<RequestReader, ResponseWriter, Q, R> operation, Supplier<String> owner)
        implements Operation<RequestReader, ResponseWriter, Q, R> {
    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public Q decode(RequestReader in) {
        return operation.decode(in);
    }

    @Override
    public List<Access> access(Q request) {
        return operation.access(request).stream().map(this::ofOwner).toList();
    }

    private Access ofOwner(Access access) {
        return access.resource().equals("*")
                ? Access.to(
                        access.action(),
                        "arn:aws:tablewright::" + owner.get() + ":server",
                        access.context())
                : access;
    }

    @Override
    public R execute(Authorized<Q> authorized) {
        return operation.execute(authorized);
    }

    @Override
    public void encode(R response, ResponseWriter out) {
        operation.encode(response, out);
    }
}
