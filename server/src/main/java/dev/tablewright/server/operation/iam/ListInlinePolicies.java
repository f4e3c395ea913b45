package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListUserPolicies, ListGroupPolicies, ListRolePolicies: the names of embedded policies. */
final class ListInlinePolicies
        extends IamOperation<ListInlinePolicies.Request, Paging.Page<String>> {
    private final EntityKind kind;

    ListInlinePolicies(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "List" + Shapes.wordOf(kind) + "Policies";
    }

    record Request(EntityRef holder, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef holder = EntityRef.read(in, kind);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(holder, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.holder().on(needs()).only();
    }

    @Override
    public Paging.Page<String> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.holder().account(),
                draft -> {
                    PolicyHolder holder = draft.holder(kind, request.holder().name());
                    List<String> names = List.copyOf(holder.policies().inline().keySet());
                    return request.paging().cut(names, name -> name);
                });
    }

    @Override
    public void encode(Paging.Page<String> page, XmlWriter out) {
        out.texts("PolicyNames", page.items());
        page.encode(out);
    }
}
