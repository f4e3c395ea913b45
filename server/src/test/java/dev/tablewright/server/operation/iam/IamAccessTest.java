package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.operation.iam.IamServer.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.List;

/** Which permission each call needs, and in which words it is denied. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamAccessTest {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}\
            """;
    private static final String ALLOW = allow("dynamodb:*", "*", "");
    private static final String POLICY = "arn:aws:iam::123456789012:policy/";

    private final IamServer server = new IamServer();
    private AwsCredentials nobody = server.root();

    @BeforeAll
    void fill() {
        IamClient iam = server.iam(server.root());
        nobody = server.user("nobody", "");
        iam.createRole(
                r ->
                        r.roleName("ours")
                                .path("/team/")
                                .assumeRolePolicyDocument(TRUST)
                                .tags(Tag.builder().key("team").value("blue").build()));
        iam.createRole(r -> r.roleName("theirs").assumeRolePolicyDocument(TRUST));
        for (String name : List.of("small", "large")) {
            iam.createPolicy(r -> r.policyName(name).policyDocument(ALLOW));
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String allow(String action, String resource, String condition) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"%s"%s}]}\
        """
                .formatted(
                        action, resource, condition.isEmpty() ? "" : ",\"Condition\":" + condition);
    }

    @ParameterizedTest(name = "{0} on {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GetUser                  | UserName=nobody                                   | user nobody
                    GetUser                  |                                                   | user nobody
                    CreateUser               | UserName=new Path=/x/                             | arn:aws:iam::123456789012:user/x/new
                    CreateAccessKey          |                                                   | user nobody
                    ListUsers                |                                                   | arn:aws:iam::123456789012:user/
                    ListUsers                | PathPrefix=/x/                                    | arn:aws:iam::123456789012:user/x/
                    ListRoles                |                                                   | arn:aws:iam::123456789012:role/
                    ListGroups               |                                                   | arn:aws:iam::123456789012:group/
                    ListPolicies             |                                                   | policy path /
                    ListInstanceProfiles     |                                                   | arn:aws:iam::123456789012:instance-profile/
                    CreateRole               | RoleName=r AssumeRolePolicyDocument=x             | arn:aws:iam::123456789012:role/r
                    GetRole                  | RoleName=ours                                     | role ours
                    GetRole                  | RoleName=none                                     | role none
                    AttachRolePolicy         | RoleName=ours PolicyArn=arn:aws:iam::123456789012:policy/small | role ours
                    PutRolePolicy            | RoleName=ours PolicyName=p PolicyDocument=x       | role ours
                    CreatePolicy             | PolicyName=p PolicyDocument=x                     | policy p
                    GetPolicy                | PolicyArn=arn:aws:iam::123456789012:policy/small  | policy arn:aws:iam::123456789012:policy/small
                    CreatePolicyVersion      | PolicyArn=arn:aws:iam::123456789012:policy/small PolicyDocument=x | policy arn:aws:iam::123456789012:policy/small
                    AddUserToGroup           | GroupName=g UserName=nobody                       | group g
                    GetInstanceProfile       | InstanceProfileName=i                             | instance profile i
                    CreateInstanceProfile    | InstanceProfileName=i                             | arn:aws:iam::123456789012:instance-profile/i
                    GetAccountSummary        |                                                   | *
                    """)
    void denialsNameTheResource(String action, String parameters, String resource) {
        String[] split = parameters == null ? new String[0] : parameters.split(" ");

        Answer answer = server.iamCall(nobody, action, split);

        assertThat(answer.message())
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/nobody is not authorized to perform:"
                                + " iam:%s on resource: %s because no identity-based policy allows"
                                        .formatted(action, resource)
                                + " the iam:%s action".formatted(action));
        assertThat(answer.code()).isEqualTo("AccessDenied");
        assertThat(answer.status()).isEqualTo(403);
    }

    /** What the chart's provider has: to it a missing role and a foreign one look alike. */
    @Test
    void aCallerLimitedByTagCannotTellMissingFromForeign() {
        AwsCredentials limited =
                server.user(
                        "limited",
                        allow(
                                "iam:*",
                                "*",
                                "{\"StringEquals\":{\"aws:ResourceTag/team\":\"blue\"}}"));
        AwsCredentials admin = server.user("admin", allow("iam:*", "*", ""));

        assertThat(server.iamCall(limited, "GetRole", "RoleName=ours").status()).isEqualTo(200);
        Answer foreign = server.iamCall(limited, "GetRole", "RoleName=theirs");
        Answer missing = server.iamCall(limited, "GetRole", "RoleName=missing");
        assertThat(foreign.code()).isEqualTo("AccessDenied");
        assertThat(missing.message()).isEqualTo(foreign.message().replace("theirs", "missing"));
        assertThat(server.iamCall(admin, "GetRole", "RoleName=missing").code())
                .isEqualTo("NoSuchEntity");
    }

    @Test
    void rolesAreCheckedOnTheirArnWithPath() {
        AwsCredentials team =
                server.user("team", allow("iam:*", "arn:aws:iam::123456789012:role/team/*", ""));

        assertThat(server.iamCall(team, "GetRole", "RoleName=ours").status()).isEqualTo(200);
        assertThat(server.iamCall(team, "GetRole", "RoleName=theirs").code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void attachingCanBeLimitedToAPolicy() {
        AwsCredentials limited =
                server.user(
                        "attacher",
                        allow(
                                "iam:AttachRolePolicy",
                                "*",
                                "{\"ArnEquals\":{\"iam:PolicyARN\":\"" + POLICY + "small\"}}"));

        assertThat(
                        server.iamCall(
                                        limited,
                                        "AttachRolePolicy",
                                        "RoleName=theirs",
                                        "PolicyArn=" + POLICY + "small")
                                .status())
                .isEqualTo(200);
        assertThat(
                        server.iamCall(
                                        limited,
                                        "AttachRolePolicy",
                                        "RoleName=theirs",
                                        "PolicyArn=" + POLICY + "large")
                                .code())
                .isEqualTo("AccessDenied");
    }

    /** The usual way to let a team make roles without letting it out of its boundary. */
    @Test
    void makingRolesCanBeLimitedToABoundary() {
        AwsCredentials limited =
                server.user(
                        "maker",
                        allow(
                                "iam:CreateRole",
                                "*",
                                "{\"StringEquals\":{\"iam:PermissionsBoundary\":\""
                                        + POLICY
                                        + "small\"}}"));

        assertThat(
                        server.iamCall(
                                        limited,
                                        "CreateRole",
                                        "RoleName=free",
                                        "AssumeRolePolicyDocument=" + TRUST)
                                .code())
                .isEqualTo("AccessDenied");
        assertThat(
                        server.iamCall(
                                        limited,
                                        "CreateRole",
                                        "RoleName=bounded",
                                        "AssumeRolePolicyDocument=" + TRUST,
                                        "PermissionsBoundary=" + POLICY + "small")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void makingWithTagsNeedsTaggingToo() {
        AwsCredentials limited = server.user("creator", allow("iam:CreateUser", "*", ""));
        String[] tagged = {"UserName=tagged", "Tags.member.1.Key=k", "Tags.member.1.Value=v"};

        assertThat(server.iamCall(limited, "CreateUser", tagged).message())
                .contains("is not authorized to perform: iam:TagUser");
        assertThat(server.iamCall(limited, "CreateUser", "UserName=untagged").status())
                .isEqualTo(200);
    }

    @Test
    void addingARoleToAProfileNeedsPassRole() {
        server.iam(server.root()).createInstanceProfile(r -> r.instanceProfileName("profile"));
        AwsCredentials limited =
                server.user("profiler", allow("iam:AddRoleToInstanceProfile", "*", ""));

        assertThat(
                        server.iamCall(
                                        limited,
                                        "AddRoleToInstanceProfile",
                                        "InstanceProfileName=profile",
                                        "RoleName=ours")
                                .message())
                .contains(
                        "is not authorized to perform: iam:PassRole on resource:"
                                + " arn:aws:iam::123456789012:role/team/ours because");
    }

    @Test
    void requestTagsAreConditionKeys() {
        AwsCredentials limited =
                server.user(
                        "tagger",
                        allow(
                                "iam:TagRole",
                                "*",
                                "{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"cost\"]},"
                                        + "\"StringEquals\":{\"aws:RequestTag/cost\":\"42\"}}"));

        assertThat(tagRole(limited, "cost", "42").status()).isEqualTo(200);
        assertThat(tagRole(limited, "cost", "43").code()).isEqualTo("AccessDenied");
        assertThat(tagRole(limited, "team", "42").code()).isEqualTo("AccessDenied");
    }

    private Answer tagRole(AwsCredentials credentials, String key, String value) {
        return server.iamCall(
                credentials,
                "TagRole",
                "RoleName=theirs",
                "Tags.member.1.Key=" + key,
                "Tags.member.1.Value=" + value);
    }
}
