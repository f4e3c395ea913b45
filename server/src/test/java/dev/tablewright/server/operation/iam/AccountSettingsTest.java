package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CredentialReportExpiredException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PasswordPolicy;
import software.amazon.awssdk.services.iam.model.ReportStateType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What belongs to a whole account: its name, its password rules, its report, its numbers. */
class AccountSettingsTest {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAccountHasOneAliasAtMost() {
        assertThat(iam.listAccountAliases().accountAliases()).isEmpty();

        iam.createAccountAlias(r -> r.accountAlias("koa-dev"));
        assertThatThrownBy(() -> iam.createAccountAlias(r -> r.accountAlias("koa-dev")))
                .isInstanceOf(EntityAlreadyExistsException.class)
                .hasMessageContaining("The account alias koa-dev already exists.");
        iam.createAccountAlias(r -> r.accountAlias("koa-test"));
        assertThat(iam.listAccountAliases().accountAliases()).containsExactly("koa-test");

        assertThatThrownBy(() -> iam.deleteAccountAlias(r -> r.accountAlias("koa-dev")))
                .isInstanceOf(NoSuchEntityException.class);
        iam.deleteAccountAlias(r -> r.accountAlias("koa-test"));
        assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
    }

    @Test
    void aPasswordPolicyReplacesTheOneBeforeAsAWhole() {
        assertThatThrownBy(iam::getAccountPasswordPolicy)
                .hasMessageContaining(
                        "The Password Policy with domain name 123456789012 cannot be found.");

        iam.updateAccountPasswordPolicy(
                r -> r.minimumPasswordLength(14).requireNumbers(true).maxPasswordAge(90));
        PasswordPolicy strict = iam.getAccountPasswordPolicy().passwordPolicy();
        assertThat(strict.minimumPasswordLength()).isEqualTo(14);
        assertThat(strict.expirePasswords()).isTrue();
        assertThat(strict.maxPasswordAge()).isEqualTo(90);
        assertThat(strict.hardExpiry()).isNull();

        iam.updateAccountPasswordPolicy(r -> r.allowUsersToChangePassword(true));
        PasswordPolicy mild = iam.getAccountPasswordPolicy().passwordPolicy();
        assertThat(mild.minimumPasswordLength()).isEqualTo(6);
        assertThat(mild.requireNumbers()).isFalse();
        assertThat(mild.expirePasswords()).isFalse();
        assertThat(mild.maxPasswordAge()).isNull();
        assertThat(mild.allowUsersToChangePassword()).isTrue();

        iam.deleteAccountPasswordPolicy();
        assertThatThrownBy(iam::deleteAccountPasswordPolicy)
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining(
                        "The account policy with name PasswordPolicy cannot be found.");
    }

    @Test
    void aCredentialReportHoldsForFourHours() {
        assertThatThrownBy(iam::getCredentialReport)
                .isInstanceOf(CredentialReportNotPresentException.class);

        iam.createUser(r -> r.userName("alice"));
        String key = iam.createAccessKey(r -> r.userName("alice")).accessKey().accessKeyId();
        iam.createAccessKey(r -> r.userName("alice"));
        iam.updateAccessKey(r -> r.userName("alice").accessKeyId(key).status("Inactive"));
        assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.STARTED);
        assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.COMPLETE);

        String[] lines = iam.getCredentialReport().content().asUtf8String().split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(22));
        assertThat(lines[0]).startsWith("user,arn,user_creation_time,password_enabled,");
        assertThat(lines[1]).startsWith("<root_account>,arn:aws:iam::123456789012:root,");
        assertThat(lines[2].split(",", -1)[0]).isEqualTo("alice");
        assertThat(lines[2].split(",", -1)[8]).as("first key, active").isEqualTo("false");
        assertThat(lines[2].split(",", -1)[13]).as("second key, active").isEqualTo("true");

        server.clock().advance(Duration.ofHours(4));
        assertThatThrownBy(iam::getCredentialReport)
                .isInstanceOf(CredentialReportExpiredException.class);
        assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.STARTED);
        assertThat(iam.getCredentialReport().reportFormatAsString()).isEqualTo("text/csv");
    }

    /** Every number that AWS lists is there, and those that count something are counted. */
    @Test
    void theSummaryIsComplete() {
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("phone"));
        iam.createUser(r -> r.userName("alice"));

        Map<SummaryKeyType, Integer> summary = iam.getAccountSummary().summaryMap();

        assertThat(summary.keySet()).containsAll(SummaryKeyType.knownValues());
        assertThat(summary).doesNotContainKey(SummaryKeyType.UNKNOWN_TO_SDK_VERSION);
        assertThat(summary)
                .containsEntry(SummaryKeyType.USERS, 1)
                .containsEntry(SummaryKeyType.MFA_DEVICES, 1)
                .containsEntry(SummaryKeyType.MFA_DEVICES_IN_USE, 0)
                .containsEntry(SummaryKeyType.ACCOUNT_ACCESS_KEYS_PRESENT, 1);
        assertThat(Set.copyOf(summary.values())).doesNotContainNull();
    }

    @Test
    void aRoleLinkedToAServiceIsChangedByNobodyElse() {
        String service = "dynamodb.application-autoscaling.amazonaws.com";
        String name = "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";
        Role made = iam.createServiceLinkedRole(r -> r.awsServiceName(service)).role();

        assertThat(made.roleName()).isEqualTo(name);
        assertThat(made.path()).isEqualTo("/aws-service-role/" + service + "/");
        assertThat(iam.listAttachedRolePolicies(r -> r.roleName(name)).attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AWSApplicationAutoscalingDynamoDBTablePolicy");
        assertThatThrownBy(() -> iam.createServiceLinkedRole(r -> r.awsServiceName(service)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has been taken in this account");
        assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName(name)))
                .isInstanceOf(UnmodifiableEntityException.class);
        assertThatThrownBy(() -> iam.updateRole(r -> r.roleName(name).maxSessionDuration(7200)))
                .isInstanceOf(UnmodifiableEntityException.class);
        iam.updateRole(r -> r.roleName(name).description("scales our tables"));
        assertThat(iam.getRole(r -> r.roleName(name)).role().description())
                .isEqualTo("scales our tables");
    }

    @Test
    void theDeletionOfARoleLinkedToAServiceCanBeAskedAfter() {
        iam.createServiceLinkedRole(
                r -> r.awsServiceName("autoscaling.amazonaws.com").customSuffix("koa"));

        String task =
                iam.deleteServiceLinkedRole(r -> r.roleName("AWSServiceRoleForAutoScaling_koa"))
                        .deletionTaskId();

        assertThat(task)
                .startsWith(
                        "task/aws-service-role/autoscaling.amazonaws.com/"
                                + "AWSServiceRoleForAutoScaling_koa/");
        assertThat(iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task)).status())
                .isEqualTo(DeletionTaskStatusType.SUCCEEDED);
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    @Test
    void onlyKnownServicesHaveRolesOfTheirOwn() {
        assertThatThrownBy(
                        () -> iam.createServiceLinkedRole(r -> r.awsServiceName("x.amazonaws.com")))
                .isInstanceOf(InvalidInputException.class);
        iam.createRole(r -> r.roleName("mine").assumeRolePolicyDocument(TRUST));
        assertThatThrownBy(() -> iam.deleteServiceLinkedRole(r -> r.roleName("mine")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> iam.deleteServiceLinkedRole(r -> r.roleName("none")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(
                        () ->
                                iam.getServiceLinkedRoleDeletionStatus(
                                        r -> r.deletionTaskId("task/aws-service-role/s/r/1")))
                .isInstanceOf(NoSuchEntityException.class);
    }
}
