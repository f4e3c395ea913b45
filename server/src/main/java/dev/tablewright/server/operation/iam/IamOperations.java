package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.ArrayList;
import java.util.List;

/** Every operation of IAM that is served. */
public final class IamOperations {
    private static final List<EntityKind> HOLDERS =
            List.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE);
    private static final List<EntityKind> BOUNDED = List.of(EntityKind.USER, EntityKind.ROLE);
    private static final List<EntityKind> TAGGED =
            List.of(
                    EntityKind.USER,
                    EntityKind.ROLE,
                    EntityKind.POLICY,
                    EntityKind.INSTANCE_PROFILE,
                    EntityKind.OIDC_PROVIDER,
                    EntityKind.SAML_PROVIDER,
                    EntityKind.MFA_DEVICE,
                    EntityKind.SERVER_CERTIFICATE);

    private IamOperations() {}

    /** Returns the operations, working on {@code identities}. */
    public static List<Operation<QueryReader, XmlWriter, ?, ?>> on(Identities identities) {
        List<Operation<QueryReader, XmlWriter, ?, ?>> operations = new ArrayList<>();
        operations.addAll(users(identities));
        operations.addAll(roles(identities));
        operations.addAll(policies(identities));
        operations.addAll(oidcProviders(identities));
        operations.addAll(simulator(identities));
        operations.addAll(account(identities));
        operations.addAll(passwords(identities));
        operations.addAll(mfaDevices(identities));
        operations.addAll(userCredentials(identities));
        operations.addAll(samlProviders(identities));
        operations.addAll(serverCertificates(identities));
        operations.addAll(lastAccessed(identities));
        for (String name : OfOrganization.NAMES) {
            operations.add(new OfOrganization(identities, name));
        }
        for (EntityKind kind : HOLDERS) {
            operations.add(new PutInlinePolicy(identities, kind));
            operations.add(new GetInlinePolicy(identities, kind));
            operations.add(new ListInlinePolicies(identities, kind));
            operations.add(new DeleteInlinePolicy(identities, kind));
            operations.add(new AttachPolicy(identities, kind));
            operations.add(new DetachPolicy(identities, kind));
            operations.add(new ListAttachedPolicies(identities, kind));
        }
        for (EntityKind kind : BOUNDED) {
            operations.add(new PutPermissionsBoundary(identities, kind));
            operations.add(new DeletePermissionsBoundary(identities, kind));
        }
        for (EntityKind kind : TAGGED) {
            operations.add(new TagEntity(identities, kind));
            operations.add(new UntagEntity(identities, kind));
            operations.add(new ListEntityTags(identities, kind));
        }
        return List.copyOf(operations);
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> users(Identities identities) {
        return List.of(
                new CreateUser(identities),
                new GetUser(identities),
                new ListByPath<>(
                        identities, EntityKind.USER, AccountImage::users, EntityXml::listedUser),
                new UpdateUser(identities),
                new DeleteUser(identities),
                new CreateGroup(identities),
                new GetGroup(identities),
                new ListByPath<>(
                        identities, EntityKind.GROUP, AccountImage::groups, EntityXml::group),
                new UpdateGroup(identities),
                new DeleteGroup(identities),
                new AddUserToGroup(identities),
                new RemoveUserFromGroup(identities),
                new ListGroupsForUser(identities),
                new CreateAccessKey(identities),
                new ListAccessKeys(identities),
                new UpdateAccessKey(identities),
                new DeleteAccessKey(identities),
                new GetAccessKeyLastUsed(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> account(Identities identities) {
        var reports = new CredentialReports();
        var deletions = new DeletionTasks();
        return List.of(
                new GetAccountSummary(identities),
                new SetSecurityTokenServicePreferences(identities),
                new EnableOutboundWebIdentityFederation(identities),
                new GetOutboundWebIdentityFederationInfo(identities),
                new DisableOutboundWebIdentityFederation(identities),
                new GetAccountAuthorizationDetails(identities),
                new CreateAccountAlias(identities),
                new ListAccountAliases(identities),
                new DeleteAccountAlias(identities),
                new GenerateCredentialReport(identities, reports),
                new GetCredentialReport(identities, reports),
                new CreateServiceLinkedRole(identities),
                new DeleteServiceLinkedRole(identities, deletions),
                new GetServiceLinkedRoleDeletionStatus(identities, deletions));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> lastAccessed(
            Identities identities) {
        var reports = new AccessReports();
        return List.of(
                new GenerateServiceLastAccessedDetails(identities, reports),
                new GetServiceLastAccessedDetails(identities, reports),
                new GetServiceLastAccessedDetailsWithEntities(identities, reports),
                new ListPoliciesGrantingServiceAccess(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> passwords(Identities identities) {
        return List.of(
                new CreateLoginProfile(identities),
                new GetLoginProfile(identities),
                new UpdateLoginProfile(identities),
                new DeleteLoginProfile(identities),
                new ChangePassword(identities),
                new UpdateAccountPasswordPolicy(identities),
                new GetAccountPasswordPolicy(identities),
                new DeleteAccountPasswordPolicy(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> mfaDevices(Identities identities) {
        return List.of(
                new CreateVirtualMFADevice(identities),
                new EnableMFADevice(identities),
                new ResyncMFADevice(identities),
                new GetMFADevice(identities),
                new ListMFADevices(identities),
                new ListVirtualMFADevices(identities),
                new DeactivateMFADevice(identities),
                new DeleteVirtualMFADevice(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> userCredentials(
            Identities identities) {
        return List.of(
                new UploadSSHPublicKey(identities),
                new GetSSHPublicKey(identities),
                new ListUserCredentials<>(
                        identities, CredentialType.SSH_KEY, "SSHPublicKeys", SshKeyXml::listed),
                new UpdateUserCredential<>(identities, CredentialType.SSH_KEY),
                new DeleteUserCredential<>(identities, CredentialType.SSH_KEY),
                new UploadSigningCertificate(identities),
                new ListUserCredentials<>(
                        identities,
                        CredentialType.CERTIFICATE,
                        "Certificates",
                        UploadSigningCertificate::listed),
                new UpdateUserCredential<>(identities, CredentialType.CERTIFICATE),
                new DeleteUserCredential<>(identities, CredentialType.CERTIFICATE),
                new CreateServiceSpecificCredential(identities),
                new ResetServiceSpecificCredential(identities),
                new ListServiceSpecificCredentials(identities),
                new UpdateUserCredential<>(identities, CredentialType.SERVICE),
                new DeleteUserCredential<>(identities, CredentialType.SERVICE));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> samlProviders(
            Identities identities) {
        return List.of(
                new CreateSAMLProvider(identities),
                new GetSAMLProvider(identities),
                new ListSAMLProviders(identities),
                new UpdateSAMLProvider(identities),
                new DeleteSAMLProvider(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> serverCertificates(
            Identities identities) {
        return List.of(
                new UploadServerCertificate(identities),
                new GetServerCertificate(identities),
                new ListServerCertificates(identities),
                new UpdateServerCertificate(identities),
                new DeleteServerCertificate(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> roles(Identities identities) {
        return List.of(
                new CreateRole(identities),
                new GetRole(identities),
                new ListByPath<>(
                        identities, EntityKind.ROLE, AccountImage::roles, EntityXml::listedRole),
                new UpdateRole(identities),
                new UpdateRoleDescription(identities),
                new DeleteRole(identities),
                new UpdateAssumeRolePolicy(identities),
                new CreateInstanceProfile(identities),
                new GetInstanceProfile(identities),
                new ListByPath<>(
                        identities,
                        EntityKind.INSTANCE_PROFILE,
                        AccountImage::instanceProfiles,
                        EntityXml::instanceProfile),
                new ListInstanceProfilesForRole(identities),
                new AddRoleToInstanceProfile(identities),
                new RemoveRoleFromInstanceProfile(identities),
                new DeleteInstanceProfile(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> oidcProviders(
            Identities identities) {
        return List.of(
                new CreateOpenIDConnectProvider(identities),
                new GetOpenIDConnectProvider(identities),
                new ListOpenIDConnectProviders(identities),
                new DeleteOpenIDConnectProvider(identities),
                new AddClientIDToOpenIDConnectProvider(identities),
                new RemoveClientIDFromOpenIDConnectProvider(identities),
                new UpdateOpenIDConnectProviderThumbprint(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> policies(Identities identities) {
        return List.of(
                new CreatePolicy(identities),
                new GetPolicy(identities),
                new ListPolicies(identities),
                new DeletePolicy(identities),
                new CreatePolicyVersion(identities),
                new GetPolicyVersion(identities),
                new ListPolicyVersions(identities),
                new DeletePolicyVersion(identities),
                new SetDefaultPolicyVersion(identities),
                new ListEntitiesForPolicy(identities));
    }

    private static List<Operation<QueryReader, XmlWriter, ?, ?>> simulator(Identities identities) {
        return List.of(
                new SimulateCustomPolicy(identities),
                new SimulatePrincipalPolicy(identities),
                new GetContextKeysForCustomPolicy(identities),
                new GetContextKeysForPrincipalPolicy(identities));
    }

    /**
     * Checks that a caller may use IAM at all: a session of GetSessionToken without MFA may not,
     * nor may a federated user.
     *
     * @throws IdentityException if it may not
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html">Permissions
     *     for GetSessionToken</a>
     */
    public static void admit(Caller caller) {
        boolean admitted =
                switch (caller.principal().type()) {
                    case ASSUMED_ROLE -> true;
                    case USER, ACCOUNT -> !caller.isTemporary() || caller.isMultiFactor();
                    case FEDERATED_USER, FEDERATED, ANONYMOUS -> false;
                };
        if (!admitted) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_CLIENT_TOKEN_ID,
                    "The security token included in the request is invalid");
        }
    }
}
