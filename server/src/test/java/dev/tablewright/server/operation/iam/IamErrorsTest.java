package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.operation.iam.IamServer.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Every refusal, word for word. All rows share one account that {@link #fill} fills; no row changes
 * it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamErrorsTest {
    private static final String ALLOW =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}\
            """;
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}\
            """;

    private final IamServer server = new IamServer();

    @BeforeAll
    void fill() {
        var iam = server.iam(server.root());
        iam.createUser(r -> r.userName("alice").path("/team/"));
        iam.createUser(r -> r.userName("loner"));
        iam.createAccessKey(r -> r.userName("alice"));
        iam.createAccessKey(r -> r.userName("alice"));
        iam.createUser(r -> r.userName("keyed"));
        iam.createAccessKey(r -> r.userName("keyed"));
        iam.createUser(r -> r.userName("inlined"));
        iam.putUserPolicy(r -> r.userName("inlined").policyName("p").policyDocument(ALLOW));
        iam.createGroup(r -> r.groupName("devs"));
        iam.addUserToGroup(r -> r.groupName("devs").userName("alice"));
        for (int i = 0; i < 10; i++) {
            String n = "p" + i;
            iam.createGroup(r -> r.groupName("g" + n));
            iam.addUserToGroup(r -> r.groupName("g" + n).userName("keyed"));
            iam.createPolicy(r -> r.policyName(n).policyDocument(ALLOW));
        }
        iam.createPolicy(r -> r.policyName("free").policyDocument(ALLOW));
        iam.createPolicy(r -> r.policyName("versions").policyDocument(ALLOW));
        for (int i = 0; i < 4; i++) {
            iam.createPolicyVersion(r -> r.policyArn(policy("versions")).policyDocument(ALLOW));
        }
        iam.createRole(r -> r.roleName("full").assumeRolePolicyDocument(TRUST));
        for (int i = 0; i < 10; i++) {
            String arn = policy("p" + i);
            iam.attachRolePolicy(r -> r.roleName("full").policyArn(arn));
        }
        iam.createRole(r -> r.roleName("profiled").assumeRolePolicyDocument(TRUST));
        iam.createInstanceProfile(r -> r.instanceProfileName("profile"));
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("profile").roleName("profiled"));
        iam.createRole(r -> r.roleName("inlined").assumeRolePolicyDocument(TRUST));
        iam.putRolePolicy(r -> r.roleName("inlined").policyName("p").policyDocument(ALLOW));
        iam.createUser(r -> r.userName("bounded").permissionsBoundary(policy("p0")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String policy(String name) {
        return "arn:aws:iam::123456789012:policy/" + name;
    }

    /** {@code POLICY} and {@code TRUST} stand for good documents, {@code x*5} for five x. */
    private Answer call(String action, String parameters) {
        List<String> expanded = new ArrayList<>();
        for (String parameter : parameters.isBlank() ? new String[0] : parameters.split(" ")) {
            String text = parameter.replace("=POLICY", "=" + ALLOW).replace("=TRUST", "=" + TRUST);
            int star = text.indexOf("=x*");
            if (star >= 0) {
                text =
                        text.substring(0, star + 1)
                                + "x".repeat(Integer.parseInt(text.substring(star + 3)));
            }
            expanded.add(text);
        }
        return server.iamCall(server.root(), action, expanded.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            maxCharsPerColumn = 20_000,
            textBlock =
                    """
                    GetUser            | UserName=nobody                         | 404 | NoSuchEntity | The user with name nobody cannot be found.
                    GetUser            | UserName=ALICE                          | 404 | NoSuchEntity | The user with name ALICE cannot be found.
                    GetRole            | RoleName=none                           | 404 | NoSuchEntity | The role with name none cannot be found.
                    GetGroup           | GroupName=none                          | 404 | NoSuchEntity | The group with name none cannot be found.
                    GetRolePolicy      | RoleName=full PolicyName=none           | 404 | NoSuchEntity | The role policy with name none cannot be found.
                    GetUserPolicy      | UserName=alice PolicyName=none          | 404 | NoSuchEntity | The user policy with name none cannot be found.
                    DeleteGroupPolicy  | GroupName=devs PolicyName=none          | 404 | NoSuchEntity | The group policy with name none cannot be found.
                    GetInstanceProfile | InstanceProfileName=none                | 404 | NoSuchEntity | Instance Profile none cannot be found.
                    GetPolicy          | PolicyArn=arn:aws:iam::123456789012:policy/none | 404 | NoSuchEntity | Policy arn:aws:iam::123456789012:policy/none was not found.
                    GetPolicyVersion   | PolicyArn=arn:aws:iam::123456789012:policy/p0 VersionId=v9 | 404 | NoSuchEntity | Policy arn:aws:iam::123456789012:policy/p0 version v9 does not exist or is not attachable.
                    AttachUserPolicy   | UserName=alice PolicyArn=arn:aws:iam::123456789012:policy/none | 404 | NoSuchEntity | Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.
                    AttachRolePolicy   | RoleName=none PolicyArn=arn:aws:iam::123456789012:policy/p0 | 404 | NoSuchEntity | The role with name none cannot be found.
                    DetachRolePolicy   | RoleName=profiled PolicyArn=arn:aws:iam::123456789012:policy/p0 | 404 | NoSuchEntity | Policy arn:aws:iam::123456789012:policy/p0 was not found.
                    DeleteAccessKey    | UserName=alice AccessKeyId=AKIAAAAAAAAAAAAAAAAA | 404 | NoSuchEntity | The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.
                    PutUserPermissionsBoundary | UserName=alice PermissionsBoundary=arn:aws:iam::123456789012:policy/none | 404 | NoSuchEntity | Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is not attachable.
                    CreateUser         | UserName=ALICE                          | 409 | EntityAlreadyExists | User with name ALICE already exists.
                    CreateGroup        | GroupName=Devs                          | 409 | EntityAlreadyExists | Group with name Devs already exists.
                    CreateRole         | RoleName=Full AssumeRolePolicyDocument=TRUST | 409 | EntityAlreadyExists | Role with name Full already exists.
                    CreatePolicy       | PolicyName=P0 Path=/a/ PolicyDocument=POLICY | 409 | EntityAlreadyExists | A policy called P0 already exists. Duplicate names are not allowed.
                    CreateInstanceProfile | InstanceProfileName=profile          | 409 | EntityAlreadyExists | Instance Profile profile already exists.
                    UpdateUser         | UserName=loner NewUserName=alice        | 409 | EntityAlreadyExists | User with name alice already exists.
                    DeleteUser         | UserName=alice                          | 409 | DeleteConflict | Cannot delete entity, must remove users from group first.
                    DeleteUser         | UserName=inlined                        | 409 | DeleteConflict | Cannot delete entity, must delete policies first.
                    DeleteGroup        | GroupName=devs                          | 409 | DeleteConflict | Cannot delete entity, must remove users from group first.
                    DeleteRole         | RoleName=full                           | 409 | DeleteConflict | Cannot delete entity, must detach all policies first.
                    DeleteRole         | RoleName=inlined                        | 409 | DeleteConflict | Cannot delete entity, must delete policies first.
                    DeleteRole         | RoleName=profiled                       | 409 | DeleteConflict | Cannot delete entity, must remove roles from instance profile first.
                    DeleteInstanceProfile | InstanceProfileName=profile          | 409 | DeleteConflict | Cannot delete entity, must remove roles from instance profile first.
                    DeletePolicy       | PolicyArn=arn:aws:iam::123456789012:policy/p0 | 409 | DeleteConflict | Cannot delete a policy attached to entities.
                    DeletePolicy       | PolicyArn=arn:aws:iam::123456789012:policy/versions | 409 | DeleteConflict | This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.
                    DeletePolicyVersion | PolicyArn=arn:aws:iam::123456789012:policy/versions VersionId=v1 | 409 | DeleteConflict | Cannot delete the default version of a policy.
                    CreateAccessKey    | UserName=alice                          | 409 | LimitExceeded | Cannot exceed quota for AccessKeysPerUser: 2
                    CreatePolicyVersion | PolicyArn=arn:aws:iam::123456789012:policy/versions PolicyDocument=POLICY | 409 | LimitExceeded | A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.
                    AttachRolePolicy   | RoleName=full PolicyArn=arn:aws:iam::123456789012:policy/free | 409 | LimitExceeded | Cannot exceed quota for PoliciesPerRole: 10
                    AddUserToGroup     | GroupName=devs UserName=keyed           | 409 | LimitExceeded | Cannot exceed quota for GroupsPerUser: 10
                    AddRoleToInstanceProfile | InstanceProfileName=profile RoleName=full | 409 | LimitExceeded | Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1
                    AttachRolePolicy   | RoleName=full PolicyArn=ReadOnlyPolicyWithoutArn | 400 | ValidationError | Invalid ARN:  Could not be parsed!
                    AttachUserPolicy   | UserName=x*65 PolicyArn=arn:aws:iam::123456789012:policy/none | 400 | ValidationError | 1 validation error detected: Value 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64
                    CreateRole         | RoleName=new AssumeRolePolicyDocument={"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.example.com"},"Action":"sts:AssumeRole"}} | 400 | MalformedPolicyDocument | Invalid principal in policy: "SERVICE":"ec2.example.com"
                    CreateRole         | RoleName=new AssumeRolePolicyDocument={"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"oidc.example.com"},"Action":"sts:AssumeRoleWithWebIdentity"}} | 400 | MalformedPolicyDocument | Invalid principal in policy: "FEDERATED":"oidc.example.com"
                    GetPolicy          | PolicyArn=arn:aws:s3:::something-long   | 400 | InvalidInput | ARN arn:aws:s3:::something-long is not valid.
                    CreateUser         | UserName=new Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=A Tags.member.2.Value=2 | 400 | InvalidInput | Duplicate tag keys found. Please note that Tag keys are case insensitive.
                    TagUser            | UserName=alice Tags.member.1.Key=aws:x Tags.member.1.Value=1 | 400 | InvalidInput | aws: prefixed tag keys are not allowed for external use.
                    AttachRolePolicy   | RoleName=profiled PolicyArn=arn:aws:iam::aws:policy/aws-service-role/DynamoDBReplicationServiceRolePolicy | 400 | PolicyNotAttachable | Cannot attach a Service Role Policy to a Customer Role.
                    GetRole            | RoleName=a/b                            | 400 | ValidationError | The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-
                    GetRole            | RoleName=x*65                           | 400 | ValidationError | 1 validation error detected: Value 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64
                    GetRole            |                                         | 400 | ValidationError | 1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null
                    GetRole            | RoleName=                               | 400 | ValidationError | 1 validation error detected: Value '' at 'roleName' failed to satisfy constraint: Member must have length greater than or equal to 1
                    CreatePolicy       | PolicyName=new Path=/a//b/ PolicyDocument=POLICY | 400 | ValidationError | The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.
                    CreateUser         | UserName=a/b Path=x                     | 400 | ValidationError | The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.
                    CreatePolicy       | PolicyName=new PolicyDocument=\u6F22     | 400 | ValidationError | The specified value for policyDocument is invalid. It must contain only printable ASCII characters.
                    CreateVirtualMFADevice | VirtualMFADeviceName=phone Path=/a//b/ | 400 | ValidationError | The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.
                    UpdateAccountPasswordPolicy | MinimumPasswordLength=129 PasswordReusePrevention=25 MaxPasswordAge=1096 | 400 | ValidationError | 3 validation errors detected: Value '129' at 'minimumPasswordLength' failed to satisfy constraint: Member must have value less than or equal to 128; Value '25' at 'passwordReusePrevention' failed to satisfy constraint: Member must have value less than or equal to 24; Value '1096' at 'maxPasswordAge' failed to satisfy constraint: Member must have value less than or equal to 1095
                    CreateVirtualMFADevice | VirtualMFADeviceName=phone Path=/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/    | 400 | ValidationError | Path and name of a device have at most 226 characters together.
                    DeletePolicy       | PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess | 403 | AccessDenied | Policy is outside your own account.
                    CreateServiceSpecificCredential | UserName=alice ServiceName=s3.amazonaws.com | 404 | NotSupportedService | No such service s3.amazonaws.com is supported for Service Specific Credentials
                    CreateServiceLinkedRole | AWSServiceName=dax.amazonaws.com CustomSuffix=x | 400 | InvalidInput | Custom suffix is not allowed for dax.amazonaws.com
                    ListUsers          | MaxItems=0                              | 400 | ValidationError | 1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1
                    ListUsers          | MaxItems=1001                           | 400 | ValidationError | 1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000
                    ListUsers          | Marker=nonsense                         | 400 | ValidationError | Invalid Marker.
                    UpdateAccessKey    | UserName=keyed AccessKeyId=AKIAAAAAAAAAAAAAAAAA Status=Off | 400 | ValidationError | 1 validation error detected: Value 'Off' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive, Expired]
                    CreateRole         | RoleName=new AssumeRolePolicyDocument=TRUST MaxSessionDuration=60 | 400 | ValidationError | 1 validation error detected: Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600
                    CreatePolicy       | PolicyName=new PolicyDocument={}        | 400 | MalformedPolicyDocument | Syntax errors in policy.
                    CreatePolicy       | PolicyName=new PolicyDocument=nonsense  | 400 | MalformedPolicyDocument | Syntax errors in policy.
                    """)
    void refusals(String action, String parameters, int status, String code, String message) {
        Answer answer = call(action, parameters == null ? "" : parameters);

        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void inlinePoliciesShareALimit() {
        String large = ALLOW.replace("dynamodb:*", "dynamodb:" + "x".repeat(2_000));

        Answer answer =
                server.iamCall(
                        server.root(),
                        "PutUserPolicy",
                        "UserName=inlined",
                        "PolicyName=second",
                        "PolicyDocument=" + large);

        assertThat(answer.message())
                .isEqualTo("Maximum policy size of 2048 bytes exceeded for user inlined");
    }

    /** White space is not counted, or nobody could indent a policy. */
    @Test
    void aManagedPolicyHasALimitWithoutWhiteSpace() {
        String blanks = " ".repeat(7_000);

        Answer indented =
                server.iamCall(
                        server.root(),
                        "CreatePolicy",
                        "PolicyName=indented",
                        "PolicyDocument="
                                + ALLOW.replace(",\"Statement", "," + blanks + "\"Statement"));
        Answer large =
                server.iamCall(
                        server.root(),
                        "CreatePolicy",
                        "PolicyName=large",
                        "PolicyDocument="
                                + ALLOW.replace("dynamodb:*", "dynamodb:" + "x".repeat(6_100)));

        assertThat(indented.status()).as(indented.body()).isEqualTo(200);
        assertThat(large.code()).isEqualTo("LimitExceeded");
        assertThat(large.message()).isEqualTo("Cannot exceed quota for PolicySize: 6144");
    }

    @Test
    void callsOfNoOperation() {
        assertThat(server.iamCall(server.root(), "MakeCoffee").message())
                .isEqualTo("Could not find operation MakeCoffee for version 2010-05-08");
        assertThat(server.call(server.root(), "iam", "1999-01-01", "GetUser").message())
                .isEqualTo("Could not find operation GetUser for version 1999-01-01");
        assertThat(server.unsigned("Version=2010-05-08").code()).isEqualTo("MissingAction");
    }

    @Test
    void unsignedCallsAreRefused() {
        Answer answer = server.unsigned("Action=ListUsers&Version=2010-05-08");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("MissingAuthenticationToken");
        assertThat(answer.message()).isEqualTo("Request is missing Authentication Token");
        assertThat(answer.body())
                .startsWith(
                        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                                + "<Error><Type>Sender</Type>");
    }
}
