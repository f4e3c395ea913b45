package dev.tablewright.server.operation.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.identity.Totp;
import dev.tablewright.server.operation.iam.IamServer;
import dev.tablewright.server.operation.iam.IamServer.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Temporary credentials: who gets them, and what they may do. */
class StsTest {
    private static final String ALLOW_IAM =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}\
            """;
    private static final String ALLOW_GET_ROLE = ALLOW_IAM.replace("iam:*", "iam:GetRole");
    private static final String ALLOW_STS = ALLOW_IAM.replace("iam:*", "sts:*");
    private static final String ROLE = "arn:aws:iam::123456789012:role/team/access";

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());
    private AwsCredentials alice = server.root();

    @BeforeEach
    void makeAliceAndHerRole() {
        alice = server.user("alice", "");
        iam.createRole(
                r ->
                        r.roleName("access")
                                .path("/team/")
                                .assumeRolePolicyDocument(trust("user/alice", "*", ""))
                                .maxSessionDuration(7200));
        iam.putRolePolicy(r -> r.roleName("access").policyName("p").policyDocument(ALLOW_IAM));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String trust(String principal, String action, String condition) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
        {"AWS":"arn:aws:iam::123456789012:%s"},"Action":"sts:%s"%s}]}\
        """
                .formatted(
                        principal,
                        action,
                        condition.isEmpty() ? "" : ",\"Condition\":" + condition);
    }

    private void newRole(String name, String trust) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust));
    }

    private AwsCredentials assume(AwsCredentials as, String roleArn) {
        return IamServer.of(
                server.sts(as)
                        .assumeRole(r -> r.roleArn(roleArn).roleSessionName("ci"))
                        .credentials());
    }

    private Answer assumeCall(AwsCredentials as, String... parameters) {
        String[] all = new String[parameters.length + 2];
        all[0] = "RoleArn=" + ROLE;
        all[1] = "RoleSessionName=ci";
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return server.stsCall(as, "AssumeRole", all);
    }

    @Test
    void callerIdentityOfEachKindOfCaller() {
        var root = server.sts(server.root()).getCallerIdentity();
        assertThat(root.arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(root.userId()).isEqualTo("123456789012");

        var user = server.sts(alice).getCallerIdentity();
        assertThat(user.arn()).isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(user.userId()).startsWith("AIDA");

        var role = server.sts(assume(alice, ROLE)).getCallerIdentity();
        assertThat(role.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/access/ci");
        assertThat(role.userId()).matches("AROA[A-Z2-7]{17}:ci");
        assertThat(role.account()).isEqualTo("123456789012");
    }

    @Test
    void callerIdentityCanBePresigned() {
        Answer answer =
                server.presigned(alice, "sts", "Action=GetCallerIdentity&Version=2011-06-15");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("user/alice");
    }

    /** Whoever is locked out must still be able to find out who he is. */
    @Test
    void callerIdentityCannotBeDenied() {
        String denyAll = ALLOW_IAM.replace("Allow", "Deny").replace("iam:*", "*");
        AwsCredentials denied = server.user("denied", denyAll);

        assertThat(server.sts(denied).getCallerIdentity().arn()).endsWith("user/denied");
    }

    @Test
    void assumedRoleHasTheRightsOfTheRole() {
        AssumeRoleResponse response =
                server.sts(alice).assumeRole(r -> r.roleArn(ROLE).roleSessionName("ci"));

        assertThat(response.credentials().accessKeyId()).startsWith("ASIA").hasSize(20);
        assertThat(response.credentials().expiration())
                .isEqualTo(
                        server.clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(Duration.ofHours(1)));
        assertThat(response.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/access/ci");
        assertThat(response.assumedRoleUser().assumedRoleId()).endsWith(":ci");
        assertThat(response.packedPolicySize()).as("only with policies or tags").isNull();
        var session = server.iam(IamServer.of(response.credentials()));
        assertThat(session.listUsers().users()).hasSize(1);
        assertThat(iam.getRole(r -> r.roleName("access")).role().roleLastUsed().lastUsedDate())
                .isNotNull();
    }

    @Test
    void missingAndForeignRolesAreRefusedAlike() {
        newRole("foreign", trust("user/alice", "AssumeRole", ""));
        AwsCredentials bob = server.user("bob", ALLOW_STS);
        String foreign = "arn:aws:iam::123456789012:role/foreign";
        String missing = "arn:aws:iam::123456789012:role/missing";

        Answer refused = stsAssume(bob, foreign);

        assertThat(refused.code()).isEqualTo("AccessDenied");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/bob is not authorized to perform:"
                                + " sts:AssumeRole on resource: "
                                + foreign);
        assertThat(stsAssume(bob, missing).message())
                .isEqualTo(refused.message().replace("foreign", "missing"));
    }

    private Answer stsAssume(AwsCredentials as, String roleArn) {
        return server.stsCall(as, "AssumeRole", "RoleArn=" + roleArn, "RoleSessionName=ci");
    }

    @Test
    void aTrustPolicyThatNamesTheAccountNeedsAPermissionToo() {
        newRole("delegated", trust("root", "AssumeRole", ""));
        String arn = "arn:aws:iam::123456789012:role/delegated";
        AwsCredentials bob = server.user("bob", ALLOW_STS);

        assertThat(stsAssume(alice, arn).code()).isEqualTo("AccessDenied");
        assertThat(stsAssume(bob, arn).status()).isEqualTo(200);
    }

    @Test
    void rootAssumesNoRole() {
        assertThat(assumeCall(server.root()).message())
                .isEqualTo("Roles may not be assumed by root accounts.");
    }

    @Test
    void externalIdIsACondition() {
        newRole(
                "partner",
                trust(
                        "user/alice",
                        "AssumeRole",
                        "{\"StringEquals\":{\"sts:ExternalId\":\"42-x\"}}"));
        String role = "RoleArn=arn:aws:iam::123456789012:role/partner";

        assertThat(
                        server.stsCall(
                                        alice,
                                        "AssumeRole",
                                        role,
                                        "RoleSessionName=ci",
                                        "ExternalId=42-x")
                                .status())
                .isEqualTo(200);
        assertThat(server.stsCall(alice, "AssumeRole", role, "RoleSessionName=ci").code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void sessionPoliciesLimitTheRole() {
        var response =
                server.sts(alice)
                        .assumeRole(
                                r -> r.roleArn(ROLE).roleSessionName("ci").policy(ALLOW_GET_ROLE));
        AwsCredentials session = IamServer.of(response.credentials());

        assertThat(response.packedPolicySize()).isBetween(1, 100);
        assertThat(server.iamCall(session, "GetRole", "RoleName=access").status()).isEqualTo(200);
        assertThat(server.iamCall(session, "ListUsers").message())
                .isEqualTo(
                        "User: arn:aws:sts::123456789012:assumed-role/access/ci is not authorized"
                                + " to perform: iam:ListUsers on resource:"
                                + " arn:aws:iam::123456789012:user/ because no session policy"
                                + " allows the iam:ListUsers action");
    }

    @Test
    void sessionPoliciesByArnLimitTheRole() {
        String arn =
                iam.createPolicy(r -> r.policyName("get").policyDocument(ALLOW_GET_ROLE))
                        .policy()
                        .arn();
        var response =
                server.sts(alice)
                        .assumeRole(
                                r ->
                                        r.roleArn(ROLE)
                                                .roleSessionName("ci")
                                                .policyArns(
                                                        List.of(
                                                                PolicyDescriptorType.builder()
                                                                        .arn(arn)
                                                                        .build())));
        AwsCredentials session = IamServer.of(response.credentials());

        assertThat(server.iamCall(session, "GetRole", "RoleName=access").status()).isEqualTo(200);
        assertThat(server.iamCall(session, "ListUsers").code()).isEqualTo("AccessDenied");
    }

    @Test
    void sessionTagsNeedPermissionAndBecomePrincipalTags() {
        newRole("untagged", trust("user/alice", "AssumeRole", ""));
        iam.putRolePolicy(
                r ->
                        r.roleName("access")
                                .policyName("p")
                                .policyDocument(
                                        ALLOW_IAM.replace(
                                                "\"Resource\"",
                                                "\"Condition\":{\"StringEquals\":"
                                                        + "{\"aws:PrincipalTag/team\":\"blue\"}},"
                                                        + "\"Resource\"")));
        String[] tags = {"Tags.member.1.Key=team", "Tags.member.1.Value=blue"};

        Answer refused =
                server.stsCall(
                        alice,
                        "AssumeRole",
                        "RoleArn=arn:aws:iam::123456789012:role/untagged",
                        "RoleSessionName=ci",
                        tags[0],
                        tags[1]);
        assertThat(refused.message())
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                                + " sts:TagSession on resource:"
                                + " arn:aws:iam::123456789012:role/untagged");

        assertThat(server.iamCall(assume(alice, ROLE), "ListUsers").code())
                .isEqualTo("AccessDenied");
        var tagged =
                server.sts(alice)
                        .assumeRole(
                                r ->
                                        r.roleArn(ROLE)
                                                .roleSessionName("ci")
                                                .tags(tag("team", "blue")));
        assertThat(server.iamCall(IamServer.of(tagged.credentials()), "ListUsers").status())
                .isEqualTo(200);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void transitiveTagsAndSourceIdentityStayInTheChain() {
        newRole("next", trust("role/team/access", "*", ""));
        iam.putRolePolicy(
                r ->
                        r.roleName("next")
                                .policyName("p")
                                .policyDocument(
                                        ALLOW_IAM.replace(
                                                "\"Resource\"",
                                                "\"Condition\":{\"StringEquals\":"
                                                        + "{\"aws:PrincipalTag/team\":\"blue\","
                                                        + "\"aws:SourceIdentity\":\"alice\"},"
                                                        + "\"Null\":{\"aws:PrincipalTag/only\":"
                                                        + "\"true\"}},"
                                                        + "\"Resource\"")));
        var first =
                server.sts(alice)
                        .assumeRole(
                                r ->
                                        r.roleArn(ROLE)
                                                .roleSessionName("ci")
                                                .tags(tag("team", "blue"), tag("only", "here"))
                                                .transitiveTagKeys("team")
                                                .sourceIdentity("alice"));
        assertThat(first.sourceIdentity()).isEqualTo("alice");
        AwsCredentials next =
                assume(IamServer.of(first.credentials()), "arn:aws:iam::123456789012:role/next");

        assertThat(server.iamCall(next, "ListUsers").message()).isEmpty();

        Answer overridden =
                server.stsCall(
                        IamServer.of(first.credentials()),
                        "AssumeRole",
                        "RoleArn=arn:aws:iam::123456789012:role/next",
                        "RoleSessionName=ci",
                        "Tags.member.1.Key=Team",
                        "Tags.member.1.Value=red");
        assertThat(overridden.code()).isEqualTo("InvalidParameterValue");
    }

    /** As a pod's session with EKS Pod Identity's tags meets it. */
    @Test
    void inheritedTagsNeedPermissionToo() {
        newRole("closed", trust("role/team/access", "AssumeRole", ""));
        newRole(
                "open",
                trust(
                        "role/team/access",
                        "*",
                        "{\"StringEquals\":{\"aws:RequestTag/team\":\"blue\"}}"));
        var first =
                server.sts(alice)
                        .assumeRole(
                                r ->
                                        r.roleArn(ROLE)
                                                .roleSessionName("ci")
                                                .tags(tag("team", "blue"))
                                                .transitiveTagKeys("team"));
        AwsCredentials session = IamServer.of(first.credentials());

        assertThat(stsAssume(session, "arn:aws:iam::123456789012:role/closed").message())
                .contains("is not authorized to perform: sts:TagSession on resource");
        assertThat(stsAssume(session, "arn:aws:iam::123456789012:role/open").status())
                .isEqualTo(200);
    }

    @Test
    void durationsHaveLimits() {
        newRole("next", trust("role/team/access", "AssumeRole", ""));
        iam.updateRole(r -> r.roleName("next").maxSessionDuration(7200));

        assertThat(assumeCall(alice, "DurationSeconds=7200").status()).isEqualTo(200);
        assertThat(assumeCall(alice, "DurationSeconds=7201").message())
                .isEqualTo(
                        "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                                + " role.");
        assertThat(assumeCall(alice, "DurationSeconds=899").message())
                .isEqualTo(
                        "1 validation error detected: Value '899' at 'durationSeconds' failed to"
                            + " satisfy constraint: Member must have value greater than or equal to"
                            + " 900");
        assertThat(
                        server.stsCall(
                                        assume(alice, ROLE),
                                        "AssumeRole",
                                        "RoleArn=arn:aws:iam::123456789012:role/next",
                                        "RoleSessionName=ci",
                                        "DurationSeconds=3601")
                                .message())
                .isEqualTo(
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                                + " assumed by role chaining.");
    }

    @Test
    void wrongRequests() {
        assertThat(assumeCall(alice, "Policy={}").code()).isEqualTo("MalformedPolicyDocument");
        assertThat(
                        assumeCall(
                                        alice,
                                        "Policy="
                                                + ALLOW_IAM.replace(
                                                        "iam:*", "iam:" + "x".repeat(2_100)))
                                .code())
                .isEqualTo("PackedPolicyTooLarge");
        assertThat(stsAssume(alice, "arn:aws:s3:::some-bucket-name").message())
                .isEqualTo("Request ARN is invalid");
        assertThat(stsAssume(alice, "a-role-without-an-arn").message())
                .isEqualTo("a-role-without-an-arn is invalid");
        assertThat(stsAssume(alice, "arn:aws:iam::12345:role/some-role").message())
                .isEqualTo("arn:aws:iam::12345:role/some-role is invalid");
        assertThat(
                        server.stsCall(
                                        alice,
                                        "AssumeRole",
                                        "RoleArn=" + ROLE,
                                        "RoleSessionName=a b")
                                .message())
                .isEqualTo(
                        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to"
                                + " satisfy constraint: Member must satisfy regular expression"
                                + " pattern: [\\w+=,.@-]*");
        assertThat(assumeCall(alice, "TransitiveTagKeys.member.1=x").code())
                .isEqualTo("InvalidParameterValue");
        assertThat(
                        assumeCall(
                                        alice,
                                        "Tags.member.1.Key=a",
                                        "Tags.member.1.Value=1",
                                        "Tags.member.2.Key=A",
                                        "Tags.member.2.Value=2")
                                .code())
                .isEqualTo("InvalidParameterValue");
        assertThat(assumeCall(alice, "Tags.member.1.Key=aws:a", "Tags.member.1.Value=1").message())
                .isEqualTo("aws: prefixed tag keys are not allowed for external use.");
        assertThat(
                        assumeCall(
                                        alice,
                                        "SerialNumber=arn:aws:iam::123456789012:mfa/alice",
                                        "TokenCode=123456")
                                .code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void sessionTokensOfUsersAreLimited() {
        var session =
                IamServer.of(
                        server.sts(alice)
                                .getSessionToken(r -> r.durationSeconds(900))
                                .credentials());

        assertThat(server.sts(session).getCallerIdentity().arn()).endsWith("user/alice");
        assertThat(server.iamCall(session, "GetUser").code())
                .as("IAM wants long-term keys or MFA")
                .isEqualTo("InvalidClientTokenId");
        assertThat(server.stsCall(session, "GetSessionToken").message())
                .isEqualTo("Cannot call GetSessionToken with session credentials");
        assertThat(stsAssume(session, ROLE).status()).as("it may assume roles").isEqualTo(200);
    }

    @Test
    void rootsSessionTokenLastsAnHourAtMost() {
        var credentials =
                server.sts(server.root())
                        .getSessionToken(r -> r.durationSeconds(7200))
                        .credentials();

        assertThat(credentials.expiration())
                .isEqualTo(
                        server.clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(Duration.ofHours(1)));
    }

    @Test
    void expiredIsToldApartFromUnknown() {
        String roleId = iam.getRole(r -> r.roleName("access")).role().roleId();
        var past =
                server.identities()
                        .sessions()
                        .opening(
                                IamServer.ACCOUNT,
                                roleId,
                                server.clock().instant().minus(Duration.ofHours(2)),
                                Duration.ofHours(1))
                        .name("ci")
                        .open();
        var expired = AwsSessionCredentials.create(past.accessKeyId(), past.secret(), past.token());
        var unknown =
                AwsSessionCredentials.create("ASIAAAAAAAAAAAAAAAAA", past.secret(), past.token());
        var wrongToken = AwsSessionCredentials.create(past.accessKeyId(), past.secret(), "wrong");

        Answer answer = server.stsCall(expired, "GetCallerIdentity");
        assertThat(answer.code()).isEqualTo("ExpiredToken");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message())
                .isEqualTo("The security token included in the request is expired");
        assertThat(server.stsCall(unknown, "GetCallerIdentity").code())
                .isEqualTo("InvalidClientTokenId");
        assertThat(server.stsCall(wrongToken, "GetCallerIdentity").code())
                .isEqualTo("InvalidClientTokenId");
    }

    /** Revocation as AWS does it: a policy that denies sessions made before some time. */
    @Test
    void sessionsCanBeRevokedByTheirIssueTime() {
        AwsCredentials session = assume(alice, ROLE);
        assertThat(server.iamCall(session, "ListUsers").status()).isEqualTo(200);
        String later = server.clock().instant().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS) + "";

        iam.putRolePolicy(
                r ->
                        r.roleName("access")
                                .policyName("revoked")
                                .policyDocument(
                                        ALLOW_IAM
                                                .replace("Allow", "Deny")
                                                .replace(
                                                        "\"Resource\"",
                                                        "\"Condition\":{\"DateLessThan\":"
                                                                + "{\"aws:TokenIssueTime\":\""
                                                                + later
                                                                + "\"}},\"Resource\"")));

        assertThat(server.iamCall(session, "ListUsers").message())
                .contains("with an explicit deny in an identity-based policy");
        server.clock().advance(Duration.ofSeconds(2));
        assertThat(server.iamCall(assume(alice, ROLE), "ListUsers").status()).isEqualTo(200);
    }

    private String newMfaDevice(String user) {
        var device =
                iam.createVirtualMFADevice(r -> r.virtualMFADeviceName(user)).virtualMFADevice();
        String seed = device.base32StringSeed().asUtf8String();
        long step = Totp.stepAt(server.clock().instant());
        iam.enableMFADevice(
                r ->
                        r.userName(user)
                                .serialNumber(device.serialNumber())
                                .authenticationCode1(Totp.code(seed, step - 1))
                                .authenticationCode2(Totp.code(seed, step)));
        return seed;
    }

    /** The next code of a device. */
    private String nextCode(String seed) {
        server.clock().advance(Duration.ofSeconds(30));
        return Totp.code(seed, Totp.stepAt(server.clock().instant()));
    }

    private static final String DEVICE = "SerialNumber=arn:aws:iam::123456789012:mfa/alice";

    @Test
    void aCodeOpensWhatAsksForIt() {
        String seed = newMfaDevice("alice");
        newRole(
                "guarded",
                trust(
                        "user/alice",
                        "AssumeRole",
                        "{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"},"
                                + "\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":\"60\"}}"));
        String role = "RoleArn=arn:aws:iam::123456789012:role/guarded";

        assertThat(server.stsCall(alice, "AssumeRole", role, "RoleSessionName=ci").code())
                .isEqualTo("AccessDenied");
        String code = "TokenCode=" + nextCode(seed);
        assertThat(
                        server.stsCall(
                                        alice,
                                        "AssumeRole",
                                        role,
                                        "RoleSessionName=ci",
                                        DEVICE,
                                        code)
                                .message())
                .isEmpty();
        assertThat(
                        server.stsCall(
                                        alice,
                                        "AssumeRole",
                                        role,
                                        "RoleSessionName=ci",
                                        DEVICE,
                                        code)
                                .message())
                .as("a code is good once")
                .isEqualTo(
                        "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        assertThat(server.stsCall(alice, "GetSessionToken", DEVICE).message())
                .isEqualTo(
                        "MultiFactorAuthentication failed, must provide both MFA serial number and"
                                + " one time pass code.");
        assertThat(
                        server.stsCall(
                                        server.user("bob", ""),
                                        "GetSessionToken",
                                        DEVICE,
                                        "TokenCode=" + nextCode(seed))
                                .message())
                .startsWith("MultiFactorAuthentication failed, unable to validate MFA code.");
    }

    @Test
    void aSessionWithCodeMayUseIam() {
        String seed = newMfaDevice("alice");
        iam.putUserPolicy(
                r ->
                        r.userName("alice")
                                .policyName("p")
                                .policyDocument(
                                        ALLOW_IAM.replace(
                                                "\"Resource\"",
                                                "\"Condition\":{\"NumericLessThan\":"
                                                        + "{\"aws:MultiFactorAuthAge\":\"60\"}},"
                                                        + "\"Resource\"")));
        var session =
                IamServer.of(
                        server.sts(alice)
                                .getSessionToken(
                                        r ->
                                                r.serialNumber(
                                                                "arn:aws:iam::123456789012:mfa/alice")
                                                        .tokenCode(nextCode(seed)))
                                .credentials());

        assertThat(server.iamCall(session, "GetUser").message()).isEmpty();
        server.clock().advance(Duration.ofSeconds(61));
        assertThat(server.iamCall(session, "GetUser").code()).isEqualTo("AccessDenied");
    }

    @Test
    void rolesAcrossAccountsNeedBothSides() {
        server.identities().createAccount("210987654321");
        var key = server.identities().account("210987654321").account().rootKeys().getFirst();
        var root = AwsBasicCredentials.create(key.id(), key.secret());
        server.iam(root)
                .createRole(
                        r ->
                                r.roleName("shared")
                                        .assumeRolePolicyDocument(
                                                trust("user/alice", "AssumeRole", "")));
        String arn = "arn:aws:iam::210987654321:role/shared";

        assertThat(stsAssume(alice, arn).code()).isEqualTo("AccessDenied");
        iam.putUserPolicy(r -> r.userName("alice").policyName("p").policyDocument(ALLOW_STS));
        var session = assume(alice, arn);
        assertThat(server.sts(session).getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::210987654321:assumed-role/shared/ci");
    }
}
