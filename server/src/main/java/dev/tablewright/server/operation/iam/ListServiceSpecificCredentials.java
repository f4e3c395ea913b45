package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ServiceCredential;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** ListServiceSpecificCredentials: those of a user, by default the caller, or of all users. */
final class ListServiceSpecificCredentials
        extends IamOperation<
                ListServiceSpecificCredentials.Request,
                Paging.Page<ListServiceSpecificCredentials.Entry>> {
    ListServiceSpecificCredentials(Identities identities) {
        super(identities);
    }

    /** No owner: all users. */
    record Request(
            String account,
            @Nullable CredentialOwner owner,
            @Nullable String service,
            Paging paging) {}

    record Entry(String userName, ServiceCredential credential) {}

    @Override
    public Request decode(QueryReader in) {
        boolean allUsers = in.flag("AllUsers");
        CredentialOwner owner = allUsers ? null : CredentialOwner.read(in, Shapes.USER_NAME);
        String service = in.optional("ServiceName", List.of());
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), owner, service, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner() == null
                ? needs().onAll(request.account(), EntityKind.USER, "/").only()
                : request.owner().access(needs());
    }

    @Override
    public Paging.Page<Entry> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        if (request.service() != null) {
            ServiceCredentials.requireSupported(request.service());
        }
        return read(
                request.account(),
                draft -> {
                    List<Entry> entries = new ArrayList<>();
                    for (User user : users(draft, request.owner())) {
                        user.others().services().stream()
                                .filter(
                                        each ->
                                                request.service() == null
                                                        || each.service().equals(request.service()))
                                .forEach(each -> entries.add(new Entry(user.name(), each)));
                    }
                    return request.paging().cut(entries, entry -> entry.credential().id());
                });
    }

    private static List<User> users(Draft draft, @Nullable CredentialOwner owner) {
        if (owner == null) {
            return draft.account().users();
        }
        return owner.userName() == null ? List.of() : List.of(owner.user(draft));
    }

    @Override
    public void encode(Paging.Page<Entry> page, XmlWriter out) {
        out.list(
                "ServiceSpecificCredentials",
                page.items(),
                entry -> ServiceCredentials.listed(out, entry.userName(), entry.credential()));
        page.encode(out);
    }
}
