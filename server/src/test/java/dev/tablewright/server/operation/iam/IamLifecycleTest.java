package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The life of each kind of entity, from making to removal, as an unmodified client sees it. */
class IamLifecycleTest {
    private static final String ALLOW =
            """
            {
              "Version": "2012-10-17",
              "Statement": {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}
            }
            """;
    private static final String TRUST_USER =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"AWS":"arn:aws:iam::123456789012:user/alice"},"Action":"sts:AssumeRole"}]}\
            """;

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());

    @AfterEach
    void stop() {
        server.close();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String policyArn(String name) {
        return "arn:aws:iam::123456789012:policy/" + name;
    }

    @Test
    void userFromMakingToRemoval() {
        User made =
                iam.createUser(r -> r.userName("alice").path("/team/").tags(tag("Team", "blue")))
                        .user();

        assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:user/team/alice");
        assertThat(made.userId()).startsWith("AIDA").hasSize(21);
        assertThat(made.tags()).containsExactly(tag("Team", "blue"));
        assertThat(made.createDate()).isNotNull();
        assertThat(iam.getUser(r -> r.userName("alice")).user()).isEqualTo(made);
        assertThat(iam.listUsers().users().getFirst().hasTags()).as("lists show less").isFalse();

        iam.tagUser(r -> r.userName("alice").tags(tag("team", "red"), tag("Env", "dev")));
        assertThat(iam.listUserTags(r -> r.userName("alice")).tags())
                .containsExactly(tag("team", "red"), tag("Env", "dev"));
        iam.untagUser(r -> r.userName("alice").tagKeys("TEAM", "none"));
        assertThat(iam.listUserTags(r -> r.userName("alice")).tags())
                .containsExactly(tag("Env", "dev"));

        iam.updateUser(r -> r.userName("alice").newUserName("bob").newPath("/"));
        User renamed = iam.getUser(r -> r.userName("bob")).user();
        assertThat(renamed.userId()).isEqualTo(made.userId());
        assertThat(renamed.arn()).isEqualTo("arn:aws:iam::123456789012:user/bob");
        assertThatThrownBy(() -> iam.getUser(r -> r.userName("alice")))
                .isInstanceOf(NoSuchEntityException.class);

        iam.deleteUser(r -> r.userName("bob"));
        assertThat(iam.listUsers().users()).isEmpty();
    }

    @Test
    void rootIsTheUserThatNobodyNamed() {
        User root = iam.getUser().user();

        assertThat(root.arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(root.userId()).isEqualTo("123456789012");
        assertThat(iam.listAccessKeys().accessKeyMetadata()).hasSize(1);
    }

    @Test
    void groupFromMakingToRemoval() {
        Group group = iam.createGroup(r -> r.groupName("devs").path("/x/")).group();
        iam.createUser(r -> r.userName("alice"));
        iam.addUserToGroup(r -> r.groupName("devs").userName("alice"));
        iam.addUserToGroup(r -> r.groupName("devs").userName("alice"));

        assertThat(group.arn()).isEqualTo("arn:aws:iam::123456789012:group/x/devs");
        assertThat(iam.getGroup(r -> r.groupName("devs")).users())
                .extracting(User::userName)
                .containsExactly("alice");
        assertThat(iam.listGroupsForUser(r -> r.userName("alice")).groups()).containsExactly(group);
        assertThat(iam.listGroups(r -> r.pathPrefix("/x/")).groups()).containsExactly(group);
        assertThat(iam.listGroups(r -> r.pathPrefix("/y/")).groups()).isEmpty();

        iam.updateGroup(r -> r.groupName("devs").newGroupName("ops"));
        assertThat(iam.getGroup(r -> r.groupName("ops")).users()).hasSize(1);

        iam.removeUserFromGroup(r -> r.groupName("ops").userName("alice"));
        iam.deleteGroup(r -> r.groupName("ops"));
        assertThat(iam.listGroups().groups()).isEmpty();
    }

    @Test
    void accessKeyFromMakingToRemoval() {
        iam.createUser(r -> r.userName("alice"));
        iam.putUserPolicy(
                r ->
                        r.userName("alice")
                                .policyName("p")
                                .policyDocument(ALLOW.replace("dynamodb", "iam")));
        var key = iam.createAccessKey(r -> r.userName("alice")).accessKey();
        var alice =
                server.iam(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));

        assertThat(key.status()).isEqualTo(StatusType.ACTIVE);
        var unused = iam.getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId()));
        assertThat(unused.userName()).isEqualTo("alice");
        assertThat(unused.accessKeyLastUsed().serviceName()).isEqualTo("N/A");
        assertThat(unused.accessKeyLastUsed().lastUsedDate()).isNull();

        assertThat(alice.getUser().user().userName())
                .as("the caller is the user that nobody named")
                .isEqualTo("alice");
        var used = iam.getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId()));
        assertThat(used.accessKeyLastUsed().serviceName()).isEqualTo("iam");
        assertThat(used.accessKeyLastUsed().region()).isNotEmpty();
        assertThat(used.accessKeyLastUsed().lastUsedDate()).isNotNull();

        iam.updateAccessKey(
                r ->
                        r.userName("alice")
                                .accessKeyId(key.accessKeyId())
                                .status(StatusType.INACTIVE));
        assertThat(
                        iam.listAccessKeys(r -> r.userName("alice"))
                                .accessKeyMetadata()
                                .getFirst()
                                .status())
                .isEqualTo(StatusType.INACTIVE);
        assertThatThrownBy(alice::getUser)
                .as("from the next request on")
                .isInstanceOfSatisfying(
                        IamException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("InvalidClientTokenId");
                            assertThat(e.statusCode()).isEqualTo(403);
                        });

        iam.deleteAccessKey(r -> r.userName("alice").accessKeyId(key.accessKeyId()));
        assertThat(iam.listAccessKeys(r -> r.userName("alice")).accessKeyMetadata()).isEmpty();
    }

    @Test
    void roleFromMakingToRemoval() {
        iam.createUser(r -> r.userName("alice"));
        Role made =
                iam.createRole(
                                r ->
                                        r.roleName("access")
                                                .path("/team/")
                                                .assumeRolePolicyDocument(TRUST_USER)
                                                .description("may read")
                                                .maxSessionDuration(7200)
                                                .tags(tag("team", "blue")))
                        .role();

        assertThat(made.roleId()).startsWith("AROA").hasSize(21);
        assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:role/team/access");
        assertThat(decoded(made.assumeRolePolicyDocument())).isEqualTo(TRUST_USER);
        assertThat(made.maxSessionDuration()).isEqualTo(7200);
        assertThat(made.tags()).containsExactly(tag("team", "blue"));
        assertThat(iam.listRoles().roles().getFirst().hasTags()).isFalse();
        assertThat(iam.getRole(r -> r.roleName("access")).role().roleLastUsed().lastUsedDate())
                .isNull();

        iam.updateRole(r -> r.roleName("access").description("may write"));
        Role updated = iam.getRole(r -> r.roleName("access")).role();
        assertThat(updated.description()).isEqualTo("may write");
        assertThat(updated.maxSessionDuration())
                .as("what is not given becomes one hour, as documented")
                .isEqualTo(3600);
        assertThat(
                        iam.updateRoleDescription(r -> r.roleName("access").description("d"))
                                .role()
                                .description())
                .isEqualTo("d");

        String trustAccount = TRUST_USER.replace("user/alice", "root");
        iam.updateAssumeRolePolicy(r -> r.roleName("access").policyDocument(trustAccount));
        assertThat(
                        decoded(
                                iam.getRole(r -> r.roleName("access"))
                                        .role()
                                        .assumeRolePolicyDocument()))
                .isEqualTo(trustAccount);

        iam.deleteRole(r -> r.roleName("access"));
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    /** A user made again under the same name is not trusted, and the policy shows whom it meant. */
    @Test
    void trustPolicyShowsTheIdOfADeletedUser() {
        String id = iam.createUser(r -> r.userName("alice")).user().userId();
        iam.createRole(r -> r.roleName("access").assumeRolePolicyDocument(TRUST_USER));
        iam.deleteUser(r -> r.userName("alice"));
        iam.createUser(r -> r.userName("alice"));

        assertThat(
                        decoded(
                                iam.getRole(r -> r.roleName("access"))
                                        .role()
                                        .assumeRolePolicyDocument()))
                .contains("\"AWS\":\"" + id + "\"");
    }

    @Test
    void managedPolicyFromMakingToRemoval() {
        Policy made =
                iam.createPolicy(
                                r ->
                                        r.policyName("tables")
                                                .path("/team/")
                                                .policyDocument(ALLOW)
                                                .description("all tables")
                                                .tags(tag("a", "b")))
                        .policy();
        String arn = policyArn("team/tables");

        assertThat(made.arn()).isEqualTo(arn);
        assertThat(made.policyId()).startsWith("ANPA").hasSize(21);
        assertThat(made.defaultVersionId()).isEqualTo("v1");
        assertThat(made.isAttachable()).isTrue();
        assertThat(made.attachmentCount()).isZero();
        assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().description())
                .isEqualTo("all tables");
        PolicyVersion first =
                iam.getPolicyVersion(r -> r.policyArn(arn).versionId("v1")).policyVersion();
        assertThat(decoded(first.document())).as("exactly as sent").isEqualTo(ALLOW);

        PolicyVersion second =
                iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(ALLOW))
                        .policyVersion();
        assertThat(second.versionId()).isEqualTo("v2");
        assertThat(second.isDefaultVersion()).isFalse();
        iam.setDefaultPolicyVersion(r -> r.policyArn(arn).versionId("v2"));
        iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v1"));
        assertThat(
                        iam.createPolicyVersion(
                                        r ->
                                                r.policyArn(arn)
                                                        .policyDocument(ALLOW)
                                                        .setAsDefault(true))
                                .policyVersion()
                                .versionId())
                .as("numbers are not used again")
                .isEqualTo("v3");
        assertThat(iam.listPolicyVersions(r -> r.policyArn(arn)).versions())
                .extracting(PolicyVersion::versionId, PolicyVersion::isDefaultVersion)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("v3", true),
                        org.assertj.core.groups.Tuple.tuple("v2", false));

        iam.tagPolicy(r -> r.policyArn(arn).tags(tag("a", "c")));
        assertThat(iam.listPolicyTags(r -> r.policyArn(arn)).tags()).containsExactly(tag("a", "c"));
        iam.untagPolicy(r -> r.policyArn(arn).tagKeys("a"));

        iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v2"));
        iam.deletePolicy(r -> r.policyArn(arn));
        assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies()).isEmpty();
    }

    @Test
    void policiesAreAttachedAndEmbedded() {
        iam.createUser(r -> r.userName("alice"));
        iam.createGroup(r -> r.groupName("devs"));
        String trust = TRUST_USER;
        iam.createRole(r -> r.roleName("access").assumeRolePolicyDocument(trust));
        String arn = iam.createPolicy(r -> r.policyName("p").policyDocument(ALLOW)).policy().arn();
        String aws = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess";

        iam.attachUserPolicy(r -> r.userName("alice").policyArn(arn));
        iam.attachGroupPolicy(r -> r.groupName("devs").policyArn(arn));
        iam.attachRolePolicy(r -> r.roleName("access").policyArn(arn));
        iam.attachRolePolicy(r -> r.roleName("access").policyArn(arn));
        iam.attachRolePolicy(r -> r.roleName("access").policyArn(aws));

        assertThat(iam.listAttachedRolePolicies(r -> r.roleName("access")).attachedPolicies())
                .extracting(AttachedPolicy::policyArn)
                .containsExactly(arn, aws);
        assertThat(iam.listAttachedUserPolicies(r -> r.userName("alice")).attachedPolicies())
                .hasSize(1);
        assertThat(iam.listAttachedGroupPolicies(r -> r.groupName("devs")).attachedPolicies())
                .hasSize(1);
        assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().attachmentCount()).isEqualTo(3);
        var entities = iam.listEntitiesForPolicy(r -> r.policyArn(arn));
        assertThat(entities.policyGroups()).hasSize(1);
        assertThat(entities.policyUsers().getFirst().userName()).isEqualTo("alice");
        assertThat(entities.policyRoles().getFirst().roleName()).isEqualTo("access");
        assertThat(
                        iam.listEntitiesForPolicy(
                                        r -> r.policyArn(arn).entityFilter(EntityType.ROLE))
                                .policyUsers())
                .isEmpty();
        assertThat(iam.listPolicies(r -> r.onlyAttached(true)).policies())
                .extracting(Policy::arn)
                .containsExactly(arn, aws);

        iam.putUserPolicy(r -> r.userName("alice").policyName("own").policyDocument(ALLOW));
        iam.putGroupPolicy(r -> r.groupName("devs").policyName("own").policyDocument(ALLOW));
        iam.putRolePolicy(r -> r.roleName("access").policyName("own").policyDocument(ALLOW));
        assertThat(iam.listUserPolicies(r -> r.userName("alice")).policyNames())
                .containsExactly("own");
        assertThat(iam.listGroupPolicies(r -> r.groupName("devs")).policyNames()).hasSize(1);
        assertThat(iam.listRolePolicies(r -> r.roleName("access")).policyNames()).hasSize(1);
        var embedded = iam.getRolePolicy(r -> r.roleName("access").policyName("own"));
        assertThat(embedded.roleName()).isEqualTo("access");
        assertThat(decoded(embedded.policyDocument())).isEqualTo(ALLOW);
        assertThat(iam.getUserPolicy(r -> r.userName("alice").policyName("own")).policyName())
                .isEqualTo("own");
        assertThat(iam.getGroupPolicy(r -> r.groupName("devs").policyName("own")).groupName())
                .isEqualTo("devs");

        iam.deleteUserPolicy(r -> r.userName("alice").policyName("own"));
        iam.deleteGroupPolicy(r -> r.groupName("devs").policyName("own"));
        iam.deleteRolePolicy(r -> r.roleName("access").policyName("own"));
        iam.detachUserPolicy(r -> r.userName("alice").policyArn(arn));
        iam.detachGroupPolicy(r -> r.groupName("devs").policyArn(arn));
        iam.detachRolePolicy(r -> r.roleName("access").policyArn(arn));
        iam.detachRolePolicy(r -> r.roleName("access").policyArn(aws));
        iam.deletePolicy(r -> r.policyArn(arn));
        iam.deleteRole(r -> r.roleName("access"));
        iam.deleteGroup(r -> r.groupName("devs"));
        iam.deleteUser(r -> r.userName("alice"));
    }

    @Test
    void permissionsBoundaries() {
        String arn = iam.createPolicy(r -> r.policyName("b").policyDocument(ALLOW)).policy().arn();
        iam.createUser(r -> r.userName("alice").permissionsBoundary(arn));
        iam.createRole(r -> r.roleName("access").assumeRolePolicyDocument(TRUST_USER));
        iam.putRolePermissionsBoundary(r -> r.roleName("access").permissionsBoundary(arn));

        var shown = iam.getRole(r -> r.roleName("access")).role().permissionsBoundary();
        assertThat(shown.permissionsBoundaryArn()).isEqualTo(arn);
        assertThat(shown.permissionsBoundaryTypeAsString()).isEqualTo("Policy");
        Policy policy = iam.getPolicy(r -> r.policyArn(arn)).policy();
        assertThat(policy.permissionsBoundaryUsageCount()).isEqualTo(2);
        assertThat(policy.attachmentCount()).isZero();
        assertThat(
                        iam.listPolicies(
                                        r ->
                                                r.policyUsageFilter(
                                                        PolicyUsageType.PERMISSIONS_BOUNDARY))
                                .policies())
                .hasSize(1);

        iam.deleteRolePermissionsBoundary(r -> r.roleName("access"));
        iam.deleteUserPermissionsBoundary(r -> r.userName("alice"));
        iam.putUserPermissionsBoundary(r -> r.userName("alice").permissionsBoundary(arn));
        iam.deleteUserPermissionsBoundary(r -> r.userName("alice"));
        assertThat(iam.getRole(r -> r.roleName("access")).role().permissionsBoundary()).isNull();
        iam.deletePolicy(r -> r.policyArn(arn));
    }

    @Test
    void instanceProfileFromMakingToRemoval() {
        iam.createUser(r -> r.userName("alice"));
        iam.createRole(r -> r.roleName("access").assumeRolePolicyDocument(TRUST_USER));
        iam.tagRole(r -> r.roleName("access").tags(tag("k", "v")));
        assertThat(iam.listRoleTags(r -> r.roleName("access")).tags()).hasSize(1);
        iam.untagRole(r -> r.roleName("access").tagKeys("k"));
        InstanceProfile made =
                iam.createInstanceProfile(r -> r.instanceProfileName("machines").path("/x/"))
                        .instanceProfile();
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("machines").roleName("access"));

        assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:instance-profile/x/machines");
        assertThat(made.instanceProfileId()).startsWith("AIPA");
        assertThat(
                        iam.getInstanceProfile(r -> r.instanceProfileName("machines"))
                                .instanceProfile()
                                .roles())
                .extracting(Role::roleName)
                .containsExactly("access");
        assertThat(iam.listInstanceProfiles().instanceProfiles()).hasSize(1);
        assertThat(iam.listInstanceProfilesForRole(r -> r.roleName("access")).instanceProfiles())
                .hasSize(1);
        iam.tagInstanceProfile(r -> r.instanceProfileName("machines").tags(tag("k", "v")));
        assertThat(iam.listInstanceProfileTags(r -> r.instanceProfileName("machines")).tags())
                .containsExactly(tag("k", "v"));
        iam.untagInstanceProfile(r -> r.instanceProfileName("machines").tagKeys("k"));

        iam.removeRoleFromInstanceProfile(
                r -> r.instanceProfileName("machines").roleName("access"));
        iam.deleteInstanceProfile(r -> r.instanceProfileName("machines"));
        assertThat(iam.listInstanceProfiles().instanceProfiles()).isEmpty();
    }

    @Test
    void awsManagedPoliciesAreThere() {
        for (String name :
                List.of(
                        "AdministratorAccess",
                        "AmazonDynamoDBFullAccess",
                        "AmazonDynamoDBFullAccess_v2",
                        "AmazonDynamoDBReadOnlyAccess",
                        "AWSDenyAll",
                        "IAMFullAccess",
                        "IAMReadOnlyAccess",
                        "PowerUserAccess")) {
            String arn = "arn:aws:iam::aws:policy/" + name;
            Policy policy = iam.getPolicy(r -> r.policyArn(arn)).policy();
            String document =
                    iam.getPolicyVersion(r -> r.policyArn(arn).versionId(policy.defaultVersionId()))
                            .policyVersion()
                            .document();
            assertThat(decoded(document)).as(name).contains("\"Statement\"");
            assertThatThrownBy(() -> iam.deletePolicy(r -> r.policyArn(arn)))
                    .isInstanceOf(IamException.class);
        }
        assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.AWS)).policies())
                .allMatch(policy -> policy.arn().startsWith("arn:aws:iam::aws:policy/"));
    }

    /** Law: pages of any size, put together, are the list. */
    @Test
    void pagesPutTogetherAreTheList() {
        List<String> names = IntStream.range(0, 23).mapToObj("user%02d"::formatted).toList();
        names.forEach(name -> iam.createUser(r -> r.userName(name)));

        for (int size : new int[] {1, 2, 7, 22, 23, 24, 1000}) {
            List<String> seen = new ArrayList<>();
            String marker = null;
            do {
                String from = marker;
                ListUsersResponse page = iam.listUsers(r -> r.maxItems(size).marker(from));
                assertThat(page.users()).hasSizeLessThanOrEqualTo(size);
                page.users().forEach(user -> seen.add(user.userName()));
                assertThat(page.isTruncated()).isEqualTo(page.marker() != null);
                marker = page.marker();
            } while (marker != null);
            assertThat(seen).as("pages of %d", size).isEqualTo(names);
        }
    }

    /** Whoever removes while he lists must not lose what comes next. */
    @Test
    void pagingGoesOnWhenTheLastItemIsGone() {
        for (String name : List.of("a1", "a2", "a3", "a4")) {
            iam.createUser(r -> r.userName(name));
        }
        ListUsersResponse first = iam.listUsers(r -> r.maxItems(2));
        iam.deleteUser(r -> r.userName("a2"));

        assertThat(iam.listUsers(r -> r.marker(first.marker())).users())
                .extracting(User::userName)
                .containsExactly("a3", "a4");
    }

    @Test
    void requestsAreNamedByUuids() {
        String ofAnAnswer = iam.listUsers().responseMetadata().requestId();
        IamServer.Answer refused = server.iamCall(server.root(), "GetUser", "UserName=nobody");

        assertThat(UUID.fromString(ofAnAnswer)).hasToString(ofAnAnswer);
        assertThat(refused.body()).containsPattern("<RequestId>[0-9a-f-]{36}</RequestId>");
    }

    @Test
    void accountSummaryCounts() {
        iam.createUser(r -> r.userName("alice"));
        var summary = iam.getAccountSummary().summaryMapAsStrings();

        assertThat(summary).containsEntry("Users", 1).containsEntry("UsersQuota", 5000);
        assertThat(summary).containsEntry("AccountAccessKeysPresent", 1);
        assertThat(summary).containsEntry("PolicySizeQuota", 6144);
    }

    @Test
    void requestsOfLongAgoAreRefused() {
        server.clock().advance(Duration.ofMinutes(16));

        var answer = server.iamCall(server.root(), "ListUsers");

        assertThat(answer.code()).isEqualTo("SignatureDoesNotMatch");
        assertThat(answer.message()).startsWith("Signature expired: ");
        assertThat(answer.status()).isEqualTo(403);
    }
}
