package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UserDetail;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All that bears on access in one account, read at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationDetailsTest {
    private static final String ALLOW =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}]}\
            """;
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;
    private static final String OWN = "arn:aws:iam::123456789012:policy/app/own";
    private static final String READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess";

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());

    @BeforeAll
    void fill() {
        iam.createPolicy(
                r -> r.policyName("own").path("/app/").policyDocument(ALLOW).description("why"));
        iam.createPolicyVersion(r -> r.policyArn(OWN).policyDocument(ALLOW).setAsDefault(true));
        iam.createPolicy(r -> r.policyName("unused").policyDocument(ALLOW));
        iam.createGroup(r -> r.groupName("devs"));
        iam.putGroupPolicy(r -> r.groupName("devs").policyName("in").policyDocument(ALLOW));
        iam.createUser(
                r ->
                        r.userName("alice")
                                .path("/team/")
                                .permissionsBoundary(OWN)
                                .tags(Tag.builder().key("team").value("blue").build()));
        iam.putUserPolicy(r -> r.userName("alice").policyName("p").policyDocument(ALLOW));
        iam.addUserToGroup(r -> r.groupName("devs").userName("alice"));
        iam.createRole(r -> r.roleName("app").assumeRolePolicyDocument(TRUST));
        iam.attachRolePolicy(r -> r.roleName("app").policyArn(READ_ONLY));
        iam.attachRolePolicy(r -> r.roleName("app").policyArn(OWN));
        iam.createInstanceProfile(r -> r.instanceProfileName("profile"));
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("profile").roleName("app"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void usersShowPoliciesGroupsBoundaryAndTags() {
        UserDetail alice = details(EntityType.USER).userDetailList().getFirst();

        assertThat(alice.arn()).isEqualTo("arn:aws:iam::123456789012:user/team/alice");
        assertThat(alice.groupList()).containsExactly("devs");
        PolicyDetail inline = alice.userPolicyList().getFirst();
        assertThat(inline.policyName()).isEqualTo("p");
        assertThat(inline.policyDocument()).startsWith("%7B%22Version%22%3A");
        assertThat(URLDecoder.decode(inline.policyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(ALLOW);
        assertThat(alice.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(OWN);
        assertThat(alice.tags()).extracting(Tag::value).containsExactly("blue");
        assertThat(alice.attachedManagedPolicies()).isEmpty();
    }

    @Test
    void groupsAndRolesShowTheirs() {
        GroupDetail devs = details(EntityType.GROUP).groupDetailList().getFirst();
        RoleDetail app = details(EntityType.ROLE).roleDetailList().getFirst();

        assertThat(devs.groupPolicyList())
                .extracting(PolicyDetail::policyName)
                .containsExactly("in");
        assertThat(app.attachedManagedPolicies())
                .extracting(AttachedPolicy::policyArn)
                .containsExactly(READ_ONLY, OWN);
        assertThat(app.attachedManagedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AmazonDynamoDBReadOnlyAccess", "own");
        assertThat(app.instanceProfileList().getFirst().roles().getFirst().roleName())
                .isEqualTo("app");
        assertThat(URLDecoder.decode(app.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
        assertThat(app.roleLastUsed()).isNotNull();
    }

    @Test
    void ofAwsPoliciesOnlyTheUsedOnesAreShownWithTheirText() {
        GetAccountAuthorizationDetailsResponse all =
                details(EntityType.LOCAL_MANAGED_POLICY, EntityType.AWS_MANAGED_POLICY);

        assertThat(all.policies())
                .extracting(ManagedPolicyDetail::policyName)
                .containsExactly("own", "unused", "AmazonDynamoDBReadOnlyAccess");
        assertThat(all.userDetailList()).isEmpty();
        ManagedPolicyDetail own = all.policies().getFirst();
        assertThat(own.description()).isEqualTo("why");
        assertThat(own.attachmentCount()).isEqualTo(1);
        assertThat(own.permissionsBoundaryUsageCount()).isEqualTo(1);
        assertThat(own.policyVersionList()).extracting(v -> v.versionId()).contains("v2", "v1");
        assertThat(own.policyVersionList()).allSatisfy(v -> assertThat(v.document()).isNotEmpty());
    }

    @Test
    void pagesCountAllKindsTogether() {
        List<String> seen = new ArrayList<>();
        iam.getAccountAuthorizationDetailsPaginator(r -> r.maxItems(2))
                .forEach(
                        page -> {
                            List<String> here = new ArrayList<>();
                            page.userDetailList().forEach(u -> here.add(u.userName()));
                            page.groupDetailList().forEach(g -> here.add(g.groupName()));
                            page.roleDetailList().forEach(r -> here.add(r.roleName()));
                            page.policies().forEach(p -> here.add(p.policyName()));
                            assertThat(here).hasSize(2);
                            assertThat(page.isTruncated()).isEqualTo(page.marker() != null);
                            seen.addAll(here);
                        });

        assertThat(seen)
                .containsExactly(
                        "alice", "devs", "app", "own", "unused", "AmazonDynamoDBReadOnlyAccess");
    }

    @Test
    void anUnknownFilterIsRefused() {
        assertThat(
                        server.iamCall(
                                        server.root(),
                                        "GetAccountAuthorizationDetails",
                                        "Filter.member.1=Policy")
                                .message())
                .isEqualTo(
                        "1 validation error detected: Value '[Policy]' at 'filter' failed to"
                                + " satisfy constraint: Member must satisfy constraint: [Member must"
                                + " satisfy enum value set: [User, Role, Group, LocalManagedPolicy,"
                                + " AWSManagedPolicy]]");
    }

    private GetAccountAuthorizationDetailsResponse details(EntityType... filter) {
        return iam.getAccountAuthorizationDetails(r -> r.filter(filter));
    }
}
