package dev.tablewright.server.operation.administration;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.operation.Refusal;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

/**
 * CreateAccount: makes a further account. The key of its root user is shown this once.
 *
 * <pre>
 * {"AccountId": "111122223333"} -> {"AccountId": "111122223333",
 *     "RootAccessKeyId": "AKIA...", "RootSecretAccessKey": "..."}
 * </pre>
 *
 * <p>Without AccountId it takes any free one. Refuses one that is taken: {@code
 * AccountAlreadyExists}.
 */
final class CreateAccount
        implements AdministrationOperation<CreateAccount.Request, CreateAccount.Response> {
    private final Identities identities;

    CreateAccount(Identities identities) {
        this.identities = identities;
    }

    record Request(@Nullable String id) {}

    record Response(String id, AccessKey rootKey) {}

    @Override
    public String name() {
        return "CreateAccount";
    }

    @Override
    public Request decode(RequestReader in) {
        String id = in.string("AccountId", Constraint.pattern("[0-9]{12}"));
        in.requireValid();
        return new Request(id);
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        String asked = authorized.request().id();
        String id = asked == null ? identities.freeAccountId() : asked;
        try {
            return new Response(id, identities.createAccount(id));
        } catch (IdentityException taken) {
            throw new Refusal("AccountAlreadyExists", String.valueOf(taken.getMessage()));
        }
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.string("AccountId", response.id());
        out.string("RootAccessKeyId", response.rootKey().id());
        out.string("RootSecretAccessKey", response.rootKey().secret());
    }
}
