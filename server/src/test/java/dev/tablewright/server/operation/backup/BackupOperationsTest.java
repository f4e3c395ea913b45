package dev.tablewright.server.operation.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.http.SdkHttpMethod;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** AWS Backup, as clients see it. */
class BackupOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"Service":"backup.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            """;
    private static final String VAULT = "/backup-vaults/nightly";
    private static final String PLANS = "/backup/plans/";
    private static final String ORDERS = LiveServer.ORDERS.arn();

    private final LiveServer server;
    private final String role;

    BackupOperationsTest() throws IOException {
        server = new LiveServer();
        role = server.role("backup", TRUST, allow("dynamodb:*"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String allow(String action) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
                + action
                + "\",\"Resource\":\"*\"}]}";
    }

    private LiveServer.Answer answer(AccessKey key, String method, String path, String body)
            throws IOException {
        return server.backup(key, SdkHttpMethod.fromValue(method), path, body.replace('\'', '"'));
    }

    private JsonNode call(String method, String path, String body) throws IOException {
        LiveServer.Answer answer = answer(server.root(), method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    private JsonNode get(String path) throws IOException {
        return call("GET", path, "");
    }

    private void refused(String error, String message, String method, String path, String body)
            throws IOException {
        refused(server.root(), 400, error, message, method, path, body);
    }

    private void refused(
            AccessKey key,
            int status,
            String error,
            String message,
            String method,
            String path,
            String body)
            throws IOException {
        LiveServer.Answer answer = answer(key, method, path, body);
        assertThat(answer.header("x-amzn-ErrorType")).as(answer.body()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("Message").asString()).isEqualTo(message);
    }

    private static String text(JsonNode node, String member) {
        return node.get(member).asString();
    }

    private static String encoded(String arn) {
        return URLEncoder.encode(arn, StandardCharsets.UTF_8);
    }

    private String plan(String rule) throws IOException {
        return text(
                call(
                        "PUT",
                        PLANS,
                        "{'BackupPlan':{'BackupPlanName':'nightly','Rules':[{'RuleName':'r',"
                                + "'TargetBackupVaultName':'nightly'"
                                + rule
                                + "}]}}"),
                "BackupPlanId");
    }

    private String pointOf(String job) throws IOException {
        JsonNode state = get("/backup-jobs/" + job);
        while (!text(state, "State").equals("COMPLETED")) {
            assertThat(text(state, "State")).as("%s", state).isIn("CREATED", "RUNNING");
            state = get("/backup-jobs/" + job);
        }
        return text(state, "RecoveryPointArn");
    }

    private String started(String rest) throws IOException {
        return text(
                call(
                        "PUT",
                        "/backup-jobs",
                        "{'BackupVaultName':'nightly','ResourceArn':'"
                                + ORDERS
                                + "','IamRoleArn':'"
                                + role
                                + "'"
                                + rest
                                + "}"),
                "BackupJobId");
    }

    @Test
    void vaultIsMadeShownTaggedAndDeleted() throws IOException {
        JsonNode made =
                call("PUT", VAULT, "{'BackupVaultTags':{'team':'idp'},'CreatorRequestId':'once'}");
        String arn = text(made, "BackupVaultArn");
        assertThat(arn).isEqualTo("arn:aws:backup:eu-west-1:000000000000:backup-vault:nightly");
        assertThat(text(call("PUT", VAULT, "{'CreatorRequestId':'once'}"), "BackupVaultArn"))
                .isEqualTo(arn);
        refused(
                "AlreadyExistsException",
                "Backup vault with the same name already exists",
                "PUT",
                VAULT,
                "{}");

        JsonNode shown = get(VAULT);
        assertThat(shown.get("NumberOfRecoveryPoints").asInt()).isZero();
        assertThat(shown.get("Locked").asBoolean()).isFalse();
        call("POST", "/tags/" + encoded(arn), "{'Tags':{'a':'b'}}");
        call("POST", "/untag/" + encoded(arn), "{'TagKeyList':['team','absent']}");
        assertThat(get("/tags/" + encoded(arn) + "/").get("Tags").toString())
                .isEqualTo("{\"a\":\"b\"}");
        refused(
                "InvalidParameterValueException",
                "Invalid tag: aws: prefixed tag key names are not allowed for external use.",
                "POST",
                "/tags/" + encoded(arn),
                "{'Tags':{'aws:x':'b'}}");

        assertThat(answer(server.root(), "DELETE", VAULT, "").body()).isEmpty();
        refused("ResourceNotFoundException", "Backup vault nightly not found", "GET", VAULT, "");
    }

    @Test
    void namesAreJudgedAsTheModelSays() throws IOException {
        refused(
                "InvalidParameterValueException",
                "1 validation error detected: Value 'x' at 'backupVaultName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern:"
                        + " ^[a-zA-Z0-9\\-\\_]{2,50}$",
                "PUT",
                "/backup-vaults/x",
                "{}");
        refused(
                "MissingParameterValueException",
                "1 validation error detected: Value null at 'backupPlan' failed to satisfy"
                        + " constraint: Member must not be null",
                "PUT",
                PLANS,
                "{}");
    }

    @Test
    void vaultsAreListedInPages() throws IOException {
        for (String name : List.of("cc", "aa", "bb")) {
            call("PUT", "/backup-vaults/" + name, "{}");
        }
        JsonNode first = get("/backup-vaults/?maxResults=2");
        JsonNode second = get("/backup-vaults/?maxResults=2&nextToken=" + text(first, "NextToken"));
        assertThat(text(first.get("BackupVaultList").get(0), "BackupVaultName")).isEqualTo("aa");
        call("PUT", "/backup-vaults/a0", "{}");
        JsonNode shifted =
                get("/backup-vaults/?maxResults=2&nextToken=" + text(first, "NextToken"));
        assertThat(shifted)
                .as("a vault that comes before moves nothing into the next page")
                .isEqualTo(second);
        assertThat(text(second.get("BackupVaultList").get(0), "BackupVaultName")).isEqualTo("cc");
        assertThat(second.has("NextToken")).isFalse();
        refused(
                "InvalidParameterValueException",
                "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy"
                        + " constraint: Member must have value less than or equal to 1000",
                "GET",
                "/backup-vaults/?maxResults=1001",
                "");
    }

    @Test
    void planHasVersionsAndDefaults() throws IOException {
        call("PUT", VAULT, "{}");
        String id = plan("");
        JsonNode first = get(PLANS + id + "/?MaxScheduledRunsPreview=2");
        JsonNode rule = first.get("BackupPlan").get("Rules").get(0);
        assertThat(text(rule, "ScheduleExpression")).isEqualTo("cron(0 5 ? * * *)");
        assertThat(text(rule, "ScheduleExpressionTimezone")).isEqualTo("Etc/UTC");
        assertThat(rule.get("StartWindowMinutes").asInt()).isEqualTo(480);
        assertThat(rule.get("CompletionWindowMinutes").asInt()).isEqualTo(10080);
        assertThat(first.get("ScheduledRunsPreview").size()).isEqualTo(2);

        String changed =
                "{'BackupPlan':{'BackupPlanName':'later','Rules':[{'RuleName':'r','TargetBackupVaultName':'nightly','ScheduleExpression':'rate(1"
                        + " day)'}]}}";
        String version = text(call("POST", PLANS + id, changed), "VersionId");
        assertThat(text(get(PLANS + id), "VersionId")).isEqualTo(version);
        JsonNode old = get(PLANS + id + "/?versionId=" + text(first, "VersionId"));
        assertThat(text(old.get("BackupPlan"), "BackupPlanName")).isEqualTo("nightly");
        assertThat(get(PLANS + id + "/versions/").get("BackupPlanVersionsList").size())
                .isEqualTo(2);

        String template = text(get(PLANS + id + "/toTemplate/"), "BackupPlanTemplateJson");
        JsonNode read =
                call(
                        "POST",
                        "/backup/template/json/toPlan",
                        JSON.writeValueAsString(Map.of("BackupPlanTemplateJson", template)));
        assertThat(text(read.get("BackupPlan"), "BackupPlanName")).isEqualTo("later");

        call("DELETE", PLANS + id, "");
        assertThat(get(PLANS).get("BackupPlansList").size()).isZero();
        assertThat(get(PLANS + "?includeDeleted=true").get("BackupPlansList").size()).isOne();
        assertThat(get(PLANS + id).has("DeletionDate")).isTrue();
    }

    @Test
    void planThatMakesNoSenseIsRefused() throws IOException {
        call("PUT", VAULT, "{}");
        Map<String, String> wrong =
                Map.of(
                        "{'RuleName':'r','TargetBackupVaultName':'absent'}",
                        "Error in some rules due to : Backup vault absent not found",
                        "{'RuleName':'r','TargetBackupVaultName':'nightly','ScheduleExpression':'cron(x)'}",
                        "Error in some rules due to : Invalid ScheduleExpression: cron(x)",
                        "{'RuleName':'r','TargetBackupVaultName':'nightly','StartWindowMinutes':5}",
                        "Error in some rules due to : Invalid start window. StartWindowMinutes must"
                                + " be at least 60",
                        "{'RuleName':'r','TargetBackupVaultName':'nightly','Lifecycle':"
                                + "{'MoveToColdStorageAfterDays':30,'DeleteAfterDays':100}}",
                        "Error in some rules due to : Invalid lifecycle. DeleteAfterDays cannot be"
                                + " less than 90 days apart from MoveToColdStorageAfterDays",
                        "{'RuleName':'r','TargetBackupVaultName':'nightly','CopyActions':"
                                + "[{'DestinationBackupVaultArn':'x'}]}",
                        "CopyActions is not supported by this server");
        for (var each : wrong.entrySet()) {
            refused(
                    "InvalidParameterValueException",
                    each.getValue(),
                    "PUT",
                    PLANS,
                    "{'BackupPlan':{'BackupPlanName':'p','Rules':[" + each.getKey() + "]}}");
        }
        plan("");
        refused(
                "AlreadyExistsException",
                "Backup plan with the same plan document already exists",
                "PUT",
                PLANS,
                "{'BackupPlan':{'BackupPlanName':'nightly','Rules':[{'RuleName':'r',"
                        + "'TargetBackupVaultName':'nightly'}]}}");
    }

    @Test
    void selectionNeedsARoleThatTrustsAndIsShownAsItWasMade() throws IOException {
        call("PUT", VAULT, "{}");
        String selections = PLANS + plan("") + "/selections/";
        String body =
                "{'BackupSelection':{'SelectionName':'s','IamRoleArn':'ROLE','ListOfTags':"
                        + "[{'ConditionType':'STRINGEQUALS','ConditionKey':'a','ConditionValue':'b'}],"
                        + "'Conditions':{'StringLike':[{'ConditionKey':'aws:ResourceTag/c',"
                        + "'ConditionValue':'d*'}]}}}";
        refused(
                "InvalidParameterValueException",
                "IAM Role " + role + "x cannot be assumed by AWS Backup",
                "PUT",
                selections,
                body.replace("ROLE", role + "x"));
        String id = text(call("PUT", selections, body.replace("ROLE", role)), "SelectionId");

        JsonNode shown = get(selections + id).get("BackupSelection");
        assertThat(text(shown.get("ListOfTags").get(0), "ConditionKey")).isEqualTo("a");
        assertThat(text(shown.get("Conditions").get("StringLike").get(0), "ConditionValue"))
                .isEqualTo("d*");
        assertThat(get(selections).get("BackupSelectionsList").size()).isOne();
        refused(
                "InvalidRequestException",
                "Related backup plan selections must be deleted prior to backup plan deletion",
                "DELETE",
                selections.replace("/selections/", ""),
                "");
        call("DELETE", selections + id, "");
        refused(
                "ResourceNotFoundException",
                "Cannot find Backup selection with ID " + id,
                "GET",
                selections + id,
                "");
    }

    @Test
    void jobMakesARecoveryPointThatBecomesATable() throws IOException {
        call("PUT", VAULT, "{}");
        var _ =
                server.call(
                        "PutItem",
                        "{\"TableName\":\"Orders\",\"Item\":{\"customer\":{\"S\":\"a\"},"
                                + "\"number\":{\"N\":\"1\"}}}");
        String arn =
                pointOf(
                        started(
                                ",'Lifecycle':{'DeleteAfterDays':7},"
                                        + "'RecoveryPointTags':{'why':'try'}"));
        String point = VAULT + "/recovery-points/" + encoded(arn);

        JsonNode shown = get(point);
        assertThat(text(shown, "Status")).isEqualTo("COMPLETED");
        assertThat(text(shown, "ResourceArn")).isEqualTo(ORDERS);
        assertThat(
                        shown.get("CalculatedLifecycle").get("DeleteAt").asDouble()
                                - shown.get("CreationDate").asDouble())
                .isEqualTo(7 * 86_400.0);
        assertThat(text(get("/tags/" + encoded(arn)).get("Tags"), "why")).isEqualTo("try");
        assertThat(
                        get(VAULT + "/recovery-points/?resourceArn=" + encoded(ORDERS))
                                .get("RecoveryPoints")
                                .size())
                .isOne();
        assertThat(
                        get("/resources/" + encoded(ORDERS) + "/recovery-points/")
                                .get("RecoveryPoints")
                                .size())
                .isOne();
        assertThat(text(get("/resources/").get("Results").get(0), "ResourceArn")).isEqualTo(ORDERS);
        assertThat(server.call("ListBackups", "{\"BackupType\":\"AWS_BACKUP\"}").body())
                .contains(arn);
        assertThat(server.call("DeleteBackup", "{\"BackupArn\":\"" + arn + "\"}").body())
                .contains("was created by AWS Backup");
        refused(
                "InvalidRequestException",
                "Backup vault cannot be deleted because it contains recovery points.",
                "DELETE",
                VAULT,
                "");

        String job =
                text(
                        call(
                                "PUT",
                                "/restore-jobs",
                                "{'RecoveryPointArn':'"
                                        + arn
                                        + "','IamRoleArn':'"
                                        + role
                                        + "','Metadata':{'TARGETTABLENAME':'Again'},"
                                        + "'CopySourceTagsToRestoredResource':true}"),
                        "RestoreJobId");
        JsonNode state = get("/restore-jobs/" + job);
        while (!text(state, "Status").equals("COMPLETED")) {
            assertThat(text(state, "Status")).as("%s", state).isIn("PENDING", "RUNNING");
            state = get("/restore-jobs/" + job);
        }
        assertThat(text(state, "CreatedResourceArn")).endsWith(":table/Again");
        assertThat(server.call("Scan", "{\"TableName\":\"Again\"}").body()).contains("\"Count\":1");
        assertThat(
                        server.call(
                                        "ListTagsOfResource",
                                        "{\"ResourceArn\":\""
                                                + text(state, "CreatedResourceArn")
                                                + "\"}")
                                .body())
                .contains("shop");
        assertThat(get(point).has("LastRestoreTime")).isTrue();
        assertThat(
                        text(
                                get("/restore-jobs/" + job + "/metadata").get("Metadata"),
                                "TARGETTABLENAME"))
                .isEqualTo("Again");

        call("DELETE", point, "");
        call("DELETE", VAULT, "");
        assertThat(server.call("ListBackups", "{}").body()).doesNotContain(arn);
    }

    @Test
    void jobsAreListedByWhatIsAsked() throws IOException {
        call("PUT", VAULT, "{}");
        String id = started(",'IdempotencyToken':'once'");
        assertThat(started(",'IdempotencyToken':'once'")).isEqualTo(id);
        pointOf(id);
        for (String found :
                List.of(
                        "state=COMPLETED",
                        "backupVaultName=nightly",
                        "resourceType=DynamoDB",
                        "accountId=" + LiveServer.ACCOUNT,
                        "createdAfter=2020-01-01T00%3A00%3A00Z",
                        "completeAfter=2020-01-01T00%3A00%3A00Z",
                        "resourceArn=" + encoded(ORDERS),
                        "messageCategory=SUCCESS")) {
            assertThat(get("/backup-jobs/?" + found).get("BackupJobs").size()).as(found).isOne();
        }
        for (String missed :
                List.of(
                        "state=FAILED",
                        "backupVaultName=other",
                        "resourceType=RDS",
                        "accountId=123456789012",
                        "createdBefore=2020-01-01T00%3A00%3A00Z",
                        "completeBefore=2020-01-01T00%3A00%3A00Z",
                        "parentJobId=x")) {
            assertThat(get("/backup-jobs/?" + missed).get("BackupJobs").size()).as(missed).isZero();
        }
    }

    @Test
    void requestsThatCannotBeDoneAreRefusedBeforeTheyBecomeJobs() throws IOException {
        refused(
                "ResourceNotFoundException",
                "Backup vault nightly not found",
                "PUT",
                "/backup-jobs",
                "{'BackupVaultName':'nightly','ResourceArn':'"
                        + ORDERS
                        + "','IamRoleArn':'"
                        + role
                        + "'}");
        call("PUT", VAULT, "{}");
        refused(
                "ResourceNotFoundException",
                "Resource not found: " + ORDERS + "x",
                "PUT",
                "/backup-jobs",
                "{'BackupVaultName':'nightly','ResourceArn':'"
                        + ORDERS
                        + "x','IamRoleArn':'"
                        + role
                        + "'}");
        refused(
                "InvalidParameterValueException",
                "Invalid ARN provided as resource: arn:aws:s3:::bucket",
                "PUT",
                "/backup-jobs",
                "{'BackupVaultName':'nightly','ResourceArn':'arn:aws:s3:::bucket','IamRoleArn':'"
                        + role
                        + "'}");
        refused(
                "ResourceNotFoundException",
                "Backup job nothing not found",
                "GET",
                "/backup-jobs/nothing",
                "");
    }

    @Test
    void permissionsAreOnVaultsPlansAndRoles() throws IOException {
        call("PUT", VAULT, "{'BackupVaultTags':{'team':'idp'}}");
        AccessKey nobody = server.user("nobody", allow("backup:ListBackupPlans"));
        String denied =
                "User: arn:aws:iam::000000000000:user/nobody is not authorized to perform: ";
        String because = " because no identity-based policy allows the ";
        refused(
                nobody,
                403,
                "AccessDeniedException",
                denied
                        + "backup:DescribeBackupVault on resource: "
                        + "arn:aws:backup:eu-west-1:000000000000:backup-vault:nightly"
                        + because
                        + "backup:DescribeBackupVault action",
                "GET",
                VAULT,
                "");
        assertThat(answer(nobody, "GET", PLANS, "").status()).isEqualTo(200);

        AccessKey starter = server.user("starter", allow("backup:*"));
        LiveServer.Answer unpassed =
                answer(
                        starter,
                        "PUT",
                        "/backup-jobs",
                        "{'BackupVaultName':'nightly','ResourceArn':'"
                                + ORDERS
                                + "','IamRoleArn':'"
                                + role
                                + "'}");
        assertThat(unpassed.status()).isEqualTo(403);
        assertThat(unpassed.body()).contains("iam:PassRole on resource: " + role);

        AccessKey tagged =
                server.user(
                        "tagged",
                        allow("backup:DescribeBackupVault")
                                .replace(
                                        "\"Resource\":\"*\"",
                                        "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":"
                                                + "{\"aws:ResourceTag/team\":\"idp\"}}"));
        assertThat(answer(tagged, "GET", VAULT, "").status()).isEqualTo(200);
    }

    /** A vault can be closed even to administrators. */
    @Test
    void accessPolicyHasASayAboutTheVaultAndWhatIsInIt() throws IOException {
        call("PUT", VAULT, "{}");
        String arn = pointOf(started(""));
        String policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                        + "\"Action\":[\"backup:DeleteRecoveryPoint\",\"backup:DeleteBackupVault\"],"
                        + "\"Resource\":\"*\"}]}";
        refused(
                "ResourceNotFoundException",
                "Failed reading access policy from database for Backup vault nightly",
                "GET",
                VAULT + "/access-policy",
                "");
        call("PUT", VAULT + "/access-policy", JSON.writeValueAsString(Map.of("Policy", policy)));
        assertThat(text(get(VAULT + "/access-policy"), "Policy")).isEqualTo(policy);

        String point = VAULT + "/recovery-points/" + encoded(arn);
        AccessKey admin = server.user("admin", allow("*"));
        assertThat(answer(admin, "DELETE", point, "").status()).isEqualTo(403);
        assertThat(answer(admin, "DELETE", VAULT, "").status()).isEqualTo(403);
        assertThat(answer(admin, "GET", point, "").status()).isEqualTo(200);
        call("DELETE", VAULT + "/access-policy", "");
        assertThat(answer(admin, "DELETE", point, "").status()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereSaysSo() throws IOException {
        call("PUT", VAULT, "{}");
        refused(
                server.root(),
                404,
                "UnknownOperationException",
                "This server has no operation of AWS Backup for GET /audit/frameworks",
                "GET",
                "/audit/frameworks",
                "");
        refused(
                "InvalidRequestException",
                "Notifications of backup vaults are not supported by this server",
                "PUT",
                VAULT + "/notification-configuration",
                "{}");
        refused(
                "InvalidParameterValueException",
                "Advanced DynamoDB backup is not supported by this server",
                "PUT",
                "/account-settings",
                "{'ResourceTypeManagementPreference':{'DynamoDB':true}}");
        call("PUT", "/account-settings", "{'ResourceTypeOptInPreference':{'DynamoDB':false}}");
        assertThat(
                        get("/account-settings")
                                .get("ResourceTypeOptInPreference")
                                .get("DynamoDB")
                                .asBoolean())
                .isFalse();
    }

    @Test
    void unsignedAndWronglySignedRequestsAreRefused() throws IOException {
        var unsigned =
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/backup-vaults/")).build();
        LiveServer.Answer answer = server.send(unsigned);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amzn-ErrorType"))
                .isEqualTo("MissingAuthenticationTokenException");
        var wrong = new AccessKey("AKIAWRONG", "wrong", true, server.root().created());
        assertThat(answer(wrong, "GET", "/backup-vaults/", "").header("x-amzn-ErrorType"))
                .isEqualTo("UnrecognizedClientException");
    }
}
