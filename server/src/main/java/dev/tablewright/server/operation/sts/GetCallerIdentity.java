package dev.tablewright.server.operation.sts;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetCallerIdentity: who signed the request. Needs no permission, and no policy can deny it. */
final class GetCallerIdentity implements Operation<QueryReader, XmlWriter, Caller, Caller> {
    @Override
    public String name() {
        return "GetCallerIdentity";
    }

    @Override
    public Caller decode(QueryReader in) {
        return in.caller();
    }

    @Override
    public List<Access> access(Caller caller) {
        return List.of(Access.open("sts:GetCallerIdentity"));
    }

    @Override
    public Caller execute(Authorized<Caller> authorized) {
        return authorized.caller();
    }

    @Override
    public void encode(Caller caller, XmlWriter out) {
        List<String> userId = caller.context().get("aws:userid");
        out.text("UserId", userId == null ? null : userId.getFirst())
                .text("Account", caller.account())
                .text("Arn", caller.principal().arn());
    }
}
