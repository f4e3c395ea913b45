package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.UserCredential;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.BiConsumer;

/** ListSSHPublicKeys, ListSigningCertificates: those of a user, by default the caller. */
final class ListUserCredentials<C extends UserCredential<C>>
        extends IamOperation<ListUserCredentials.Request, ListUserCredentials.Response<C>> {
    private final CredentialType<C> type;
    private final String list;
    private final BiConsumer<XmlWriter, C> writer;

    ListUserCredentials(
            Identities identities,
            CredentialType<C> type,
            String list,
            BiConsumer<XmlWriter, C> writer) {
        super(identities);
        this.type = type;
        this.list = list;
        this.writer = writer;
    }

    record Request(CredentialOwner owner, Paging paging) {}

    record Response<C>(@Nullable String userName, Paging.Page<C> page) {}

    @Override
    public String name() {
        return "List" + type.word() + "s";
    }

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.read(in, type.userShape());
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(owner, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Response<C> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.owner();
        return read(
                owner.account(),
                draft ->
                        new Response<>(
                                owner.userName(),
                                request.paging().cut(type.all(draft, owner), UserCredential::id)));
    }

    @Override
    public void encode(Response<C> response, XmlWriter out) {
        out.list(
                list,
                response.page().items(),
                credential -> {
                    out.text("UserName", response.userName());
                    writer.accept(out, credential);
                });
        response.page().encode(out);
    }
}
