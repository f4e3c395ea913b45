package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ServiceCredential;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** CreateServiceSpecificCredential: gives a user a name and password for one service. */
final class CreateServiceSpecificCredential
        extends IamOperation<
                CreateServiceSpecificCredential.Request, ServiceCredentials.WithPassword> {
    private static final int MOST_DAYS = 36_600;

    CreateServiceSpecificCredential(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String service) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.required(in, Shapes.USER_NAME);
        String service = in.required("ServiceName", List.of());
        Integer days = in.integer("CredentialAgeDays", 1, MOST_DAYS);
        in.requireValid();
        if (days != null) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR,
                    "CredentialAgeDays is not supported for service " + service);
        }
        return new Request(owner, service);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner()
                .access(needs().key("iam:ServiceSpecificCredentialServiceName", request.service()));
    }

    @Override
    public ServiceCredentials.WithPassword execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.owner();
        ServiceCredentials.requireSupported(request.service());
        return change(
                owner.account(),
                draft -> {
                    User user = owner.user(draft);
                    List<String> taken =
                            user.others().services().stream()
                                    .filter(each -> each.service().equals(request.service()))
                                    .map(ServiceCredential::name)
                                    .toList();
                    Draft.requireQuota(
                            taken.size() < ServiceCredentials.MOST_PER_SERVICE,
                            "Cannot exceed quota for ServiceSpecificCredentialsPerUser: "
                                    + ServiceCredentials.MOST_PER_SERVICE);
                    var credential =
                            new ServiceCredential(
                                    draft.newServiceCredentialId(),
                                    request.service(),
                                    freeName(user, taken),
                                    true,
                                    draft.now());
                    CredentialType.SERVICE.add(draft, owner, credential);
                    return new ServiceCredentials.WithPassword(
                            user.name(), credential, draft.newSecret());
                });
    }

    /** {@code alice-at-123456789012}, and {@code alice+1-at-123456789012} beside it. */
    private static String freeName(User user, List<String> taken) {
        String first = user.name() + "-at-" + user.account();
        return taken.contains(first) ? user.name() + "+1-at-" + user.account() : first;
    }

    @Override
    public void encode(ServiceCredentials.WithPassword response, XmlWriter out) {
        response.encode(out);
    }
}
