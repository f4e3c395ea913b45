package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ServiceCredential;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** What IAM asks of credentials for one service, and how it shows them. */
final class ServiceCredentials {
    static final int MOST_PER_SERVICE = 2;

    private static final List<String> SERVICES =
            List.of("codecommit.amazonaws.com", "cassandra.amazonaws.com");

    private ServiceCredentials() {}

    /**
     * Checks that a service has credentials of its own.
     *
     * @throws IdentityException if it has not
     */
    static void requireSupported(String service) {
        if (!SERVICES.contains(service)) {
            throw new IdentityException(
                    IdentityException.Code.NOT_SUPPORTED_SERVICE,
                    "No such service "
                            + service
                            + " is supported for Service Specific Credentials");
        }
    }

    /** Adds the condition key of the service whose credential is meant, if it is one. */
    static Needs service(Needs needs, Identities identities, CredentialType.One one) {
        String userName = one.owner().userName();
        User user =
                userName == null ? null : identities.account(one.owner().account()).user(userName);
        if (user != null) {
            for (ServiceCredential credential : user.others().services()) {
                if (credential.id().equals(one.id())) {
                    needs.key("iam:ServiceSpecificCredentialServiceName", credential.service());
                }
            }
        }
        return needs;
    }

    /** As lists show it. */
    static void listed(XmlWriter out, String userName, ServiceCredential credential) {
        out.text("UserName", userName)
                .text("Status", CredentialType.status(credential))
                .text("ServiceUserName", credential.name())
                .time("CreateDate", credential.created())
                .text("ServiceSpecificCredentialId", credential.id())
                .text("ServiceName", credential.service());
    }

    /** A credential and its password, which is shown this once. */
    record WithPassword(String userName, ServiceCredential credential, String password) {
        void encode(XmlWriter out) {
            out.element(
                    "ServiceSpecificCredential",
                    () -> {
                        listed(out, userName, credential);
                        out.text("ServicePassword", password);
                    });
        }

        @Override
        public String toString() {
            return "WithPassword[" + credential + "]";
        }
    }
}
