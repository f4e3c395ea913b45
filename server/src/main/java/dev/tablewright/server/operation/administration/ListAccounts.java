package dev.tablewright.server.operation.administration;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityImage;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * ListAccounts: the accounts of the server, the oldest first, which is the one that runs it.
 *
 * <pre>
 * {} -> {"Accounts": [{"AccountId": "123456789012", "Alias": "shop", "Created": 1763715600.0, "Owner": true,
 *     "Users": 1, "Roles": 4, "Tables": 12}]}
 * </pre>
 */
final class ListAccounts
        implements AdministrationOperation<ListAccounts.Request, ListAccounts.Response> {
    private final Identities identities;
    private final Database database;

    ListAccounts(Identities identities, Database database) {
        this.identities = identities;
        this.database = database;
    }

    record Request() {}

    /**
     * The accounts in order.
     *
     * @param tables by account; one without tables is not there
     */
    record Response(List<AccountImage> accounts, Map<String, Long> tables) {}

    @Override
    public String name() {
        return "ListAccounts";
    }

    @Override
    public Request decode(RequestReader in) {
        return new Request();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        IdentityImage image = identities.image();
        List<AccountImage> accounts =
                image.accounts().stream()
                        .sorted(Comparator.comparing(account -> account.account().created()))
                        .toList();
        Map<String, Long> tables =
                database.tables().tables().stream()
                        .map(Table::ref)
                        .collect(
                                Collectors.groupingBy(ref -> ref.account(), Collectors.counting()));
        return new Response(accounts, tables);
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        String owner = response.accounts().getFirst().id();
        out.objects(
                "Accounts",
                response.accounts(),
                (element, account) -> {
                    element.string("AccountId", account.id());
                    if (account.account().alias() != null) {
                        element.string("Alias", account.account().alias());
                    }
                    element.time("Created", account.account().created());
                    element.bool("Owner", account.id().equals(owner));
                    element.number("Users", account.count(EntityKind.USER));
                    element.number("Roles", account.count(EntityKind.ROLE));
                    element.number("Tables", response.tables().getOrDefault(account.id(), 0L));
                });
    }
}
