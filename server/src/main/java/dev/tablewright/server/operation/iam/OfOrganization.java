package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * An operation about the central administration of root users in an organization. Accounts here
 * belong to none, and are told what AWS tells those that do not.
 */
final class OfOrganization extends OnAccount<IamOperation.Done> {
    static final List<String> NAMES =
            List.of(
                    "ListOrganizationsFeatures",
                    "EnableOrganizationsRootCredentialsManagement",
                    "DisableOrganizationsRootCredentialsManagement",
                    "EnableOrganizationsRootSessions",
                    "DisableOrganizationsRootSessions");

    private final String name;

    OfOrganization(Identities identities, String name) {
        super(identities);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Done execute(Authorized<String> authorized) {
        throw new IdentityException(
                IdentityException.Code.ORGANIZATION_NOT_FOUND,
                "The request was rejected because no organization is associated with your"
                        + " account.");
    }

    @Override
    public void encode(Done response, XmlWriter out) {}
}
