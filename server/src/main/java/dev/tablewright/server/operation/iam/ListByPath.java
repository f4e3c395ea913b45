package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * ListUsers, ListGroups, ListRoles, ListInstanceProfiles: what of one kind lies below a path, in
 * the order of names.
 */
final class ListByPath<E extends Entity> extends IamOperation<ListByPath.Request, Paging.Page<E>> {
    private final EntityKind kind;
    private final Function<AccountImage, List<E>> all;
    private final BiConsumer<EntityXml, E> writer;

    ListByPath(
            Identities identities,
            EntityKind kind,
            Function<AccountImage, List<E>> all,
            BiConsumer<EntityXml, E> writer) {
        super(identities);
        this.kind = kind;
        this.all = all;
        this.writer = writer;
    }

    record Request(String account, String pathPrefix, Paging paging) {}

    @Override
    public String name() {
        return "List" + Shapes.wordOf(kind) + "s";
    }

    @Override
    public Request decode(QueryReader in) {
        String pathPrefix = in.optional("PathPrefix", Shapes.PATH_PREFIX, "/");
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), pathPrefix, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().onAll(request.account(), kind, request.pathPrefix()).only();
    }

    @Override
    public Paging.Page<E> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<E> below =
                all.apply(account(request.account())).stream()
                        .filter(entity -> entity.path().startsWith(request.pathPrefix()))
                        .toList();
        return request.paging().cut(below, Entity::name);
    }

    @Override
    public void encode(Paging.Page<E> page, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.list(Shapes.wordOf(kind) + "s", page.items(), entity -> writer.accept(xml, entity));
        page.encode(out);
    }
}
