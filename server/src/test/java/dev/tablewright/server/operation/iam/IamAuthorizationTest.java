package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every operation of IAM against AWS's service authorization reference: the action it asks for, the
 * type of resource that this is checked on, and the condition keys that policies may count on.
 *
 * <p>A row is an operation and its parameters, then the resource without {@code
 * arn:aws:iam::123456789012:}, then the condition keys. The account has a user, a role, a group, a
 * policy and so on by the name of {@code x}, in path {@code /p/}, tagged {@code k}, with a boundary
 * where there can be one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamAuthorizationTest {
    private static final String ACCOUNT = "123456789012";
    private static final String STEM = "arn:aws:iam::" + ACCOUNT + ":";
    private static final String POLICY = STEM + "policy/p/x";
    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private static final String ALLOW =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}\
            """;
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}\
            """;

    /** What is told of a tagged user or role; other kinds have only the first. */
    private static final String TAGGED = "aws:ResourceTag/k iam:ResourceTag/k";

    private static final String BOUNDED = TAGGED + " iam:PermissionsBoundary";
    private static final String REQUEST_TAGS = " aws:RequestTag/n aws:TagKeys";

    /** AWS names a path-shaped resource in denials of these, and lists none. */
    private static final List<String> BY_PATH =
            List.of(
                    "ListUsers",
                    "ListGroups",
                    "ListRoles",
                    "ListPolicies",
                    "ListInstanceProfiles",
                    "ListServerCertificates");

    /** Of templates of roles, of keys that are no virtual devices, of credentials for Bedrock. */
    private static final List<String> NEVER_KNOWN =
            List.of(
                    "iam:RoleTemplateARN",
                    "iam:RegisterSecurityKey",
                    "iam:FIDO-FIPS-140-2-certification",
                    "iam:FIDO-FIPS-140-3-certification",
                    "iam:FIDO-certification",
                    "iam:ServiceSpecificCredentialAgeDays");

    private final IamServer server = new IamServer();
    private final Map<String, Operation<QueryReader, XmlWriter, ?, ?>> operations =
            new LinkedHashMap<>();
    private String credential = "";

    @BeforeAll
    void fill() {
        IamClient iam = server.iam(server.root());
        Tag tag = Tag.builder().key("k").value("v").build();
        iam.createPolicy(r -> r.policyName("x").path("/p/").policyDocument(ALLOW).tags(tag));
        iam.createUser(r -> r.userName("x").path("/p/").permissionsBoundary(READ_ONLY).tags(tag));
        credential =
                iam.createServiceSpecificCredential(
                                r -> r.userName("x").serviceName("codecommit.amazonaws.com"))
                        .serviceSpecificCredential()
                        .serviceSpecificCredentialId();
        iam.createGroup(r -> r.groupName("x").path("/p/"));
        iam.createRole(
                r ->
                        r.roleName("x")
                                .path("/p/")
                                .assumeRolePolicyDocument(TRUST)
                                .permissionsBoundary(READ_ONLY)
                                .tags(tag));
        iam.createInstanceProfile(r -> r.instanceProfileName("x").path("/p/").tags(tag));
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("x").path("/p/").tags(tag));
        for (var operation : IamOperations.on(server.identities())) {
            operations.put(operation.name(), operation);
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Stream<String> rows() {
        return Stream.of(
                // users
                "CreateUser UserName=n Path=/q/ Tags=n PermissionsBoundary=READ_ONLY | user/q/n"
                        + " | iam:PermissionsBoundary"
                        + REQUEST_TAGS,
                "GetUser UserName=x | user/p/x | " + TAGGED,
                "GenerateServiceLastAccessedDetails Arn=arn:aws:iam::123456789012:user/p/x"
                        + " | user/p/x | "
                        + TAGGED,
                "GetServiceLastAccessedDetails JobId=123456789012345678901234567890123456 | * | ",
                "GetServiceLastAccessedDetailsWithEntities ServiceNamespace=iam"
                        + " JobId=123456789012345678901234567890123456 | * | ",
                "ListPoliciesGrantingServiceAccess ServiceNamespaces.member.1=iam"
                        + " Arn=arn:aws:iam::123456789012:role/p/x | role/p/x | "
                        + TAGGED,
                "SetSecurityTokenServicePreferences GlobalEndpointTokenVersion=v2Token | * | ",
                "ListOrganizationsFeatures | * | ",
                "EnableOutboundWebIdentityFederation | * | ",
                "GetOutboundWebIdentityFederationInfo | * | ",
                "DisableOutboundWebIdentityFederation | * | ",
                "EnableOrganizationsRootCredentialsManagement | * | ",
                "DisableOrganizationsRootCredentialsManagement | * | ",
                "EnableOrganizationsRootSessions | * | ",
                "DisableOrganizationsRootSessions | * | ",
                "ListUsers PathPrefix=/q/ | user/q/ | ",
                "UpdateUser UserName=x | user/p/x | " + TAGGED,
                "DeleteUser UserName=x | user/p/x | " + TAGGED,
                "TagUser UserName=x Tags=n | user/p/x | " + TAGGED + REQUEST_TAGS,
                "UntagUser UserName=x TagKeys.member.1=n | user/p/x | " + TAGGED + " aws:TagKeys",
                "ListUserTags UserName=x | user/p/x | " + TAGGED,
                "PutUserPolicy UserName=x PolicyName=i PolicyDocument=ALLOW | user/p/x | "
                        + BOUNDED,
                "GetUserPolicy UserName=x PolicyName=i | user/p/x | " + TAGGED,
                "ListUserPolicies UserName=x | user/p/x | " + TAGGED,
                "DeleteUserPolicy UserName=x PolicyName=i | user/p/x | " + BOUNDED,
                "AttachUserPolicy UserName=x PolicyArn=POLICY | user/p/x | "
                        + BOUNDED
                        + " iam:PolicyARN",
                "DetachUserPolicy UserName=x PolicyArn=POLICY | user/p/x | "
                        + BOUNDED
                        + " iam:PolicyARN",
                "ListAttachedUserPolicies UserName=x | user/p/x | " + TAGGED,
                "PutUserPermissionsBoundary UserName=x PermissionsBoundary=POLICY | user/p/x | "
                        + BOUNDED,
                "DeleteUserPermissionsBoundary UserName=x | user/p/x | " + BOUNDED,
                "ListGroupsForUser UserName=x | user/p/x | " + TAGGED,
                "CreateAccessKey UserName=x | user/p/x | " + TAGGED,
                "ListAccessKeys UserName=x | user/p/x | " + TAGGED,
                "UpdateAccessKey UserName=x AccessKeyId=AKIAAAAAAAAAAAAAAAAA Status=Active"
                        + " | user/p/x | "
                        + TAGGED,
                "DeleteAccessKey UserName=x AccessKeyId=AKIAAAAAAAAAAAAAAAAA | user/p/x | "
                        + TAGGED,
                // groups
                "CreateGroup GroupName=n Path=/q/ | group/q/n | ",
                "GetGroup GroupName=x | group/p/x | ",
                "ListGroups | group/ | ",
                "UpdateGroup GroupName=x | group/p/x | ",
                "DeleteGroup GroupName=x | group/p/x | ",
                "AddUserToGroup GroupName=x UserName=x | group/p/x | ",
                "RemoveUserFromGroup GroupName=x UserName=x | group/p/x | ",
                "PutGroupPolicy GroupName=x PolicyName=i PolicyDocument=ALLOW | group/p/x | ",
                "GetGroupPolicy GroupName=x PolicyName=i | group/p/x | ",
                "ListGroupPolicies GroupName=x | group/p/x | ",
                "DeleteGroupPolicy GroupName=x PolicyName=i | group/p/x | ",
                "AttachGroupPolicy GroupName=x PolicyArn=POLICY | group/p/x | iam:PolicyARN",
                "DetachGroupPolicy GroupName=x PolicyArn=POLICY | group/p/x | iam:PolicyARN",
                "ListAttachedGroupPolicies GroupName=x | group/p/x | ",
                // roles
                "CreateRole RoleName=n Path=/q/ AssumeRolePolicyDocument=TRUST Tags=n"
                        + " PermissionsBoundary=READ_ONLY | role/q/n | iam:PermissionsBoundary"
                        + REQUEST_TAGS,
                "GetRole RoleName=x | role/p/x | " + BOUNDED,
                "ListRoles | role/ | ",
                "UpdateRole RoleName=x | role/p/x | " + BOUNDED,
                "UpdateRoleDescription RoleName=x Description=d | role/p/x | " + BOUNDED,
                "UpdateAssumeRolePolicy RoleName=x PolicyDocument=TRUST | role/p/x | " + BOUNDED,
                "DeleteRole RoleName=x | role/p/x | " + BOUNDED,
                "TagRole RoleName=x Tags=n | role/p/x | " + TAGGED + REQUEST_TAGS,
                "UntagRole RoleName=x TagKeys.member.1=n | role/p/x | " + TAGGED + " aws:TagKeys",
                "ListRoleTags RoleName=x | role/p/x | " + TAGGED,
                "PutRolePolicy RoleName=x PolicyName=i PolicyDocument=ALLOW | role/p/x | "
                        + BOUNDED,
                "GetRolePolicy RoleName=x PolicyName=i | role/p/x | " + TAGGED,
                "ListRolePolicies RoleName=x | role/p/x | " + TAGGED,
                "DeleteRolePolicy RoleName=x PolicyName=i | role/p/x | " + BOUNDED,
                "AttachRolePolicy RoleName=x PolicyArn=POLICY | role/p/x | "
                        + BOUNDED
                        + " iam:PolicyARN",
                "DetachRolePolicy RoleName=x PolicyArn=POLICY | role/p/x | "
                        + BOUNDED
                        + " iam:PolicyARN",
                "ListAttachedRolePolicies RoleName=x | role/p/x | " + TAGGED,
                "PutRolePermissionsBoundary RoleName=x PermissionsBoundary=POLICY | role/p/x | "
                        + BOUNDED,
                "DeleteRolePermissionsBoundary RoleName=x | role/p/x | " + BOUNDED,
                "ListInstanceProfilesForRole RoleName=x | role/p/x | " + TAGGED,
                "CreateServiceLinkedRole AWSServiceName=dax.amazonaws.com"
                        + " | role/aws-service-role/dax.amazonaws.com/AWSServiceRoleForDAX"
                        + " | iam:AWSServiceName",
                "DeleteServiceLinkedRole RoleName=x | role/p/x | " + TAGGED,
                "GetServiceLinkedRoleDeletionStatus DeletionTaskId=task/aws-service-role/s/r/1"
                        + " | role/aws-service-role/s/r | ",
                // instance profiles
                "CreateInstanceProfile InstanceProfileName=n Path=/q/ Tags=n"
                        + " | instance-profile/q/n |"
                        + REQUEST_TAGS,
                "GetInstanceProfile InstanceProfileName=x | instance-profile/p/x"
                        + " | aws:ResourceTag/k",
                "ListInstanceProfiles | instance-profile/ | ",
                "AddRoleToInstanceProfile InstanceProfileName=x RoleName=x | instance-profile/p/x"
                        + " | aws:ResourceTag/k",
                "RemoveRoleFromInstanceProfile InstanceProfileName=x RoleName=x"
                        + " | instance-profile/p/x | aws:ResourceTag/k",
                "DeleteInstanceProfile InstanceProfileName=x | instance-profile/p/x"
                        + " | aws:ResourceTag/k",
                "TagInstanceProfile InstanceProfileName=x Tags=n | instance-profile/p/x"
                        + " | aws:ResourceTag/k"
                        + REQUEST_TAGS,
                "UntagInstanceProfile InstanceProfileName=x TagKeys.member.1=n"
                        + " | instance-profile/p/x | aws:ResourceTag/k aws:TagKeys",
                "ListInstanceProfileTags InstanceProfileName=x | instance-profile/p/x"
                        + " | aws:ResourceTag/k",
                // policies
                "CreatePolicy PolicyName=n Path=/q/ PolicyDocument=ALLOW Tags=n | policy/q/n |"
                        + REQUEST_TAGS,
                "GetPolicy PolicyArn=POLICY | policy/p/x | aws:ResourceTag/k",
                "ListPolicies | policy/ | ",
                "DeletePolicy PolicyArn=POLICY | policy/p/x | aws:ResourceTag/k",
                "CreatePolicyVersion PolicyArn=POLICY PolicyDocument=ALLOW | policy/p/x"
                        + " | aws:ResourceTag/k",
                "GetPolicyVersion PolicyArn=POLICY VersionId=v1 | policy/p/x | aws:ResourceTag/k",
                "ListPolicyVersions PolicyArn=POLICY | policy/p/x | aws:ResourceTag/k",
                "DeletePolicyVersion PolicyArn=POLICY VersionId=v1 | policy/p/x"
                        + " | aws:ResourceTag/k",
                "SetDefaultPolicyVersion PolicyArn=POLICY VersionId=v1 | policy/p/x"
                        + " | aws:ResourceTag/k",
                "ListEntitiesForPolicy PolicyArn=POLICY | policy/p/x | aws:ResourceTag/k",
                "TagPolicy PolicyArn=POLICY Tags=n | policy/p/x | aws:ResourceTag/k" + REQUEST_TAGS,
                "UntagPolicy PolicyArn=POLICY TagKeys.member.1=n | policy/p/x"
                        + " | aws:ResourceTag/k aws:TagKeys",
                "ListPolicyTags PolicyArn=POLICY | policy/p/x | aws:ResourceTag/k",
                // the account
                "GetAccountSummary | * | ",
                "GetAccountAuthorizationDetails | * | ",
                "CreateAccountAlias AccountAlias=abc | * | ",
                "ListAccountAliases | * | ",
                "DeleteAccountAlias AccountAlias=abc | * | ",
                "GenerateCredentialReport | * | ",
                "GetCredentialReport | * | ",
                "UpdateAccountPasswordPolicy | * | ",
                "GetAccountPasswordPolicy | * | ",
                "DeleteAccountPasswordPolicy | * | ",
                // other credentials
                "CreateLoginProfile UserName=x Password=p | user/p/x | " + TAGGED,
                "GetLoginProfile UserName=x | user/p/x | " + TAGGED,
                "UpdateLoginProfile UserName=x Password=p | user/p/x | " + TAGGED,
                "DeleteLoginProfile UserName=x | user/p/x | " + TAGGED,
                "ChangePassword OldPassword=o NewPassword=n | user/p/x | " + TAGGED,
                "CreateVirtualMFADevice VirtualMFADeviceName=n Path=/q/ Tags=n | mfa/q/n |"
                        + REQUEST_TAGS,
                "EnableMFADevice UserName=x SerialNumber=DEVICE AuthenticationCode1=123456"
                        + " AuthenticationCode2=123456 | user/p/x | "
                        + TAGGED,
                "ResyncMFADevice UserName=x SerialNumber=DEVICE AuthenticationCode1=123456"
                        + " AuthenticationCode2=123456 | user/p/x | "
                        + TAGGED,
                "GetMFADevice UserName=x SerialNumber=DEVICE | user/p/x | " + TAGGED,
                "ListMFADevices UserName=x | user/p/x | " + TAGGED,
                "DeactivateMFADevice UserName=x SerialNumber=DEVICE | user/p/x | " + TAGGED,
                "DeleteVirtualMFADevice SerialNumber=DEVICE | mfa/p/x | aws:ResourceTag/k",
                "ListVirtualMFADevices | * | ",
                "TagMFADevice SerialNumber=DEVICE Tags=n | mfa/p/x | aws:ResourceTag/k"
                        + REQUEST_TAGS,
                "UntagMFADevice SerialNumber=DEVICE TagKeys.member.1=n | mfa/p/x"
                        + " | aws:ResourceTag/k aws:TagKeys",
                "ListMFADeviceTags SerialNumber=DEVICE | mfa/p/x | aws:ResourceTag/k",
                "UploadSSHPublicKey UserName=x SSHPublicKeyBody=b | user/p/x | " + TAGGED,
                "GetSSHPublicKey UserName=x SSHPublicKeyId=APKAAAAAAAAAAAAAAAAA Encoding=PEM"
                        + " | user/p/x | "
                        + TAGGED,
                "ListSSHPublicKeys UserName=x | user/p/x | " + TAGGED,
                "UpdateSSHPublicKey UserName=x SSHPublicKeyId=APKAAAAAAAAAAAAAAAAA Status=Active"
                        + " | user/p/x | "
                        + TAGGED,
                "DeleteSSHPublicKey UserName=x SSHPublicKeyId=APKAAAAAAAAAAAAAAAAA | user/p/x | "
                        + TAGGED,
                "UploadSigningCertificate UserName=x CertificateBody=b | user/p/x | " + TAGGED,
                "ListSigningCertificates UserName=x | user/p/x | " + TAGGED,
                "UpdateSigningCertificate UserName=x CertificateId=AAAAAAAAAAAAAAAAAAAAAAAA"
                        + " Status=Active | user/p/x | "
                        + TAGGED,
                "DeleteSigningCertificate UserName=x CertificateId=AAAAAAAAAAAAAAAAAAAAAAAA"
                        + " | user/p/x | "
                        + TAGGED,
                "CreateServiceSpecificCredential UserName=x ServiceName=s | user/p/x | "
                        + TAGGED
                        + " iam:ServiceSpecificCredentialServiceName",
                "ListServiceSpecificCredentials UserName=x | user/p/x | " + TAGGED,
                "UpdateServiceSpecificCredential UserName=x Status=Active"
                        + " ServiceSpecificCredentialId=CREDENTIAL | user/p/x | "
                        + TAGGED
                        + " iam:ServiceSpecificCredentialServiceName",
                "ResetServiceSpecificCredential UserName=x"
                        + " ServiceSpecificCredentialId=CREDENTIAL | user/p/x | "
                        + TAGGED
                        + " iam:ServiceSpecificCredentialServiceName",
                "DeleteServiceSpecificCredential UserName=x"
                        + " ServiceSpecificCredentialId=CREDENTIAL | user/p/x | "
                        + TAGGED
                        + " iam:ServiceSpecificCredentialServiceName",
                // providers and certificates
                "CreateSAMLProvider Name=n SAMLMetadataDocument=LONG Tags=n | saml-provider/n |"
                        + REQUEST_TAGS,
                "GetSAMLProvider SAMLProviderArn=SAML | saml-provider/n | ",
                "ListSAMLProviders | * | ",
                "UpdateSAMLProvider SAMLProviderArn=SAML | saml-provider/n | ",
                "DeleteSAMLProvider SAMLProviderArn=SAML | saml-provider/n | ",
                "TagSAMLProvider SAMLProviderArn=SAML Tags=n | saml-provider/n |" + REQUEST_TAGS,
                "UntagSAMLProvider SAMLProviderArn=SAML TagKeys.member.1=n | saml-provider/n"
                        + " | aws:TagKeys",
                "ListSAMLProviderTags SAMLProviderArn=SAML | saml-provider/n | ",
                "UploadServerCertificate ServerCertificateName=n Path=/q/ CertificateBody=b"
                        + " PrivateKey=k Tags=n | server-certificate/q/n |"
                        + REQUEST_TAGS,
                "GetServerCertificate ServerCertificateName=n | server-certificate/n | ",
                "ListServerCertificates | server-certificate/ | ",
                "UpdateServerCertificate ServerCertificateName=n | server-certificate/n | ",
                "DeleteServerCertificate ServerCertificateName=n | server-certificate/n | ",
                "TagServerCertificate ServerCertificateName=n Tags=n | server-certificate/n |"
                        + REQUEST_TAGS,
                "UntagServerCertificate ServerCertificateName=n TagKeys.member.1=n"
                        + " | server-certificate/n | aws:TagKeys",
                "ListServerCertificateTags ServerCertificateName=n | server-certificate/n | ",
                "CreateOpenIDConnectProvider Url=https://i.example Tags=n"
                        + " | oidc-provider/i.example |"
                        + REQUEST_TAGS,
                "GetOpenIDConnectProvider OpenIDConnectProviderArn=OIDC | oidc-provider/i | ",
                "ListOpenIDConnectProviders | * | ",
                "DeleteOpenIDConnectProvider OpenIDConnectProviderArn=OIDC | oidc-provider/i | ",
                "AddClientIDToOpenIDConnectProvider OpenIDConnectProviderArn=OIDC ClientID=c"
                        + " | oidc-provider/i | ",
                "RemoveClientIDFromOpenIDConnectProvider OpenIDConnectProviderArn=OIDC ClientID=c"
                        + " | oidc-provider/i | ",
                "UpdateOpenIDConnectProviderThumbprint OpenIDConnectProviderArn=OIDC"
                        + " ThumbprintList.member.1=1234567890123456789012345678901234567890"
                        + " | oidc-provider/i | ",
                "TagOpenIDConnectProvider OpenIDConnectProviderArn=OIDC Tags=n | oidc-provider/i |"
                        + REQUEST_TAGS,
                "UntagOpenIDConnectProvider OpenIDConnectProviderArn=OIDC TagKeys.member.1=n"
                        + " | oidc-provider/i | aws:TagKeys",
                "ListOpenIDConnectProviderTags OpenIDConnectProviderArn=OIDC | oidc-provider/i | ",
                // the simulator
                "GetContextKeysForCustomPolicy PolicyInputList.member.1=ALLOW | * | ",
                "GetContextKeysForPrincipalPolicy PolicySourceArn=USER | user/p/x | " + TAGGED,
                "SimulateCustomPolicy PolicyInputList.member.1=ALLOW ActionNames.member.1=s3:Get"
                        + " | * | ",
                "SimulatePrincipalPolicy PolicySourceArn=USER ActionNames.member.1=s3:Get"
                        + " | user/p/x | "
                        + TAGGED);
    }

    @TestFactory
    Stream<DynamicTest> everyOperationAsksForWhatTheReferenceSays() {
        return rows().map(row -> DynamicTest.dynamicTest(row, () -> check(row)));
    }

    private void check(String row) {
        String[] cells = row.split("\\|", -1);
        String[] call = cells[0].strip().split(" ", -1);
        var operation = Objects.requireNonNull(operations.get(call[0]), call[0]);

        Access access = accessOf(operation, parameters(call));

        String resource = cells[1].strip();
        assertThat(access.action()).isEqualTo("iam:" + call[0]);
        assertThat(access.resource()).isEqualTo(resource.equals("*") ? resource : STEM + resource);
        assertThat(new TreeSet<>(access.context().all().keySet()))
                .isEqualTo(
                        Stream.of(cells[2].strip().toLowerCase(Locale.ROOT).split(" ", -1))
                                .filter(key -> !key.isEmpty())
                                .collect(Collectors.toCollection(TreeSet::new)));
        checkAgainstReference(access, call[0]);
    }

    private static void checkAgainstReference(Access access, String operation) {
        ActionCatalog catalog = ActionCatalog.get();
        ServiceAction action = catalog.find(access.action()).orElseThrow();
        for (String key : access.context().all().keySet()) {
            assertThat(catalog.hasKey(action, key)).as("%s has %s", action, key).isTrue();
        }
        for (String key : action.conditionKeys()) {
            String stem = key.replace("${TagKey}", "").toLowerCase(Locale.ROOT);
            assertThat(access.context().all().keySet())
                    .as("%s of %s", key, action)
                    .anyMatch(given -> given.startsWith(stem) || NEVER_KNOWN.contains(key));
        }
        if (BY_PATH.contains(operation)) {
            return;
        }
        if (action.resources().isEmpty()) {
            assertThat(access.resource()).isEqualTo("*");
            return;
        }
        assertThat(action.resources())
                .as("types of %s, one of which %s is", action, access.resource())
                .anyMatch(use -> pattern(use.type().arn()).matcher(access.resource()).matches());
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(
                Stream.of(template.split("\\$\\{\\w+}", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+")));
    }

    /** A row for each operation: whoever adds one says here what it asks for. */
    @Test
    void everyOperationHasARow() {
        var rows = rows().map(row -> row.split(" ", 2)[0]).toList();

        assertThat(rows).doesNotHaveDuplicates();
        assertThat(operations.keySet())
                .as("GetAccessKeyLastUsed finds its user by the key")
                .filteredOn(name -> !name.equals("GetAccessKeyLastUsed"))
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    private <Q> Access accessOf(
            Operation<QueryReader, XmlWriter, Q, ?> operation, Map<String, String> parameters) {
        String arn = STEM + "user/p/x";
        var principal = new Principal(Principal.Type.USER, ACCOUNT, arn, List.of(arn));
        var context = ConditionContext.builder().put("aws:username", "x").build();
        var reader = new QueryReader(parameters, new Caller(principal, "AIDAX", context));
        return operation.access(operation.decode(reader)).getFirst();
    }

    private Map<String, String> parameters(String[] call) {
        Function<String, String> expanded =
                value ->
                        switch (value) {
                            case "ALLOW" -> ALLOW;
                            case "TRUST" -> TRUST;
                            case "POLICY" -> POLICY;
                            case "READ_ONLY" -> READ_ONLY;
                            case "USER" -> STEM + "user/p/x";
                            case "DEVICE" -> STEM + "mfa/p/x";
                            case "SAML" -> STEM + "saml-provider/n";
                            case "OIDC" -> STEM + "oidc-provider/i";
                            case "CREDENTIAL" -> credential;
                            case "LONG" -> "x".repeat(1000);
                            default -> value;
                        };
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : List.of(call).subList(1, call.length)) {
            String[] parts = parameter.split("=", 2);
            if (parts[0].equals("Tags")) {
                parameters.put("Tags.member.1.Key", parts[1]);
                parameters.put("Tags.member.1.Value", "v");
            } else {
                parameters.put(parts[0], expanded.apply(parts[1]));
            }
        }
        return parameters;
    }
}
