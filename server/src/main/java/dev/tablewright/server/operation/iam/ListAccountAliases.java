package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListAccountAliases: the one alias, or none. */
final class ListAccountAliases
        extends IamOperation<ListAccountAliases.Request, Paging.Page<String>> {
    ListAccountAliases(Identities identities) {
        super(identities);
    }

    record Request(String account, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Paging.Page<String> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        String alias = account(request.account()).account().alias();
        return request.paging().cut(alias == null ? List.of() : List.of(alias), each -> each);
    }

    @Override
    public void encode(Paging.Page<String> page, XmlWriter out) {
        out.texts("AccountAliases", page.items());
        page.encode(out);
    }
}
