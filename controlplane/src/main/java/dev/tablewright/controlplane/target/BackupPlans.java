package dev.tablewright.controlplane.target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vaults and plans of AWS Backup, as far as tables need them that are chosen by a tag. The SDK's
 * client of it cannot be had where this is built, so this is one of our own.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Reference.html">AWS
 *     Backup API</a>
 */
public final class BackupPlans {
    private static final String SERVICE = "backup";
    private static final String PLANS = "/backup/plans/";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SignedHttp http;

    BackupPlans(SignedHttp http) {
        this.http = http;
    }

    /**
     * A plan with one rule.
     *
     * @param schedule {@code cron(...)} in UTC
     * @param deleteAfterDays null to keep backups for good
     */
    public record Plan(String name, String vault, String schedule, @Nullable Long deleteAfterDays) {
        private Map<String, Object> members() {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("RuleName", name);
            rule.put("TargetBackupVaultName", vault);
            rule.put("ScheduleExpression", schedule);
            if (deleteAfterDays != null) {
                rule.put("Lifecycle", Map.of("DeleteAfterDays", deleteAfterDays));
            }
            return Map.of("BackupPlan", Map.of("BackupPlanName", name, "Rules", List.of(rule)));
        }

        private static Plan of(JsonNode plan) {
            JsonNode rule = plan.path("Rules").path(0);
            JsonNode days = rule.path("Lifecycle").path("DeleteAfterDays");
            return new Plan(
                    plan.path("BackupPlanName").asString(""),
                    rule.path("TargetBackupVaultName").asString(""),
                    rule.path("ScheduleExpression").asString(""),
                    days.isNumber() ? Long.valueOf(days.longValue()) : null);
        }
    }

    /**
     * Makes a vault, unless there is one of that name.
     *
     * @return whether it was made
     * @throws AwsServiceException if the service refuses
     */
    public boolean makeVault(String name) {
        try {
            var _ = call(SdkHttpMethod.PUT, "/backup-vaults/" + encoded(name), Map.of());
            return true;
        } catch (AwsServiceException refused) {
            if (refused.awsErrorDetails().errorCode().equals("AlreadyExistsException")) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Returns the ids of the plans, by name; of several of one name, one.
     *
     * @throws AwsServiceException if the service refuses
     */
    public Map<String, String> plans() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (JsonNode plan : pages(PLANS, "BackupPlansList")) {
            ids.put(
                    plan.path("BackupPlanName").asString(""),
                    plan.path("BackupPlanId").asString(""));
        }
        return ids;
    }

    /**
     * Returns what a plan says, as far as its first rule goes.
     *
     * @throws AwsServiceException if the service refuses
     */
    public Plan read(String id) {
        return Plan.of(call(SdkHttpMethod.GET, PLANS + encoded(id) + "/", null).path("BackupPlan"));
    }

    /**
     * Makes a plan and returns its id.
     *
     * @throws AwsServiceException if the service refuses
     */
    public String create(Plan plan, Map<String, String> tags) {
        Map<String, Object> members = new LinkedHashMap<>(plan.members());
        members.put("BackupPlanTags", tags);
        return call(SdkHttpMethod.PUT, PLANS, members).path("BackupPlanId").asString("");
    }

    /**
     * Lets a plan say something else.
     *
     * @throws AwsServiceException if the service refuses
     */
    public void update(String id, Plan plan) {
        var _ = call(SdkHttpMethod.POST, PLANS + encoded(id), plan.members());
    }

    /**
     * Returns the names of a plan's selections.
     *
     * @throws AwsServiceException if the service refuses
     */
    public List<String> selections(String id) {
        return pages(PLANS + encoded(id) + "/selections/", "BackupSelectionsList").stream()
                .map(selection -> selection.path("SelectionName").asString(""))
                .toList();
    }

    /**
     * Lets a plan back up what has a tag.
     *
     * @param roleArn as which it is backed up
     * @throws AwsServiceException if the service refuses
     */
    public void select(String id, String name, String roleArn, String key, String value) {
        Map<String, Object> tag =
                Map.of(
                        "ConditionType",
                        "STRINGEQUALS",
                        "ConditionKey",
                        key,
                        "ConditionValue",
                        value);
        Map<String, Object> selection =
                Map.of("SelectionName", name, "IamRoleArn", roleArn, "ListOfTags", List.of(tag));
        var _ =
                call(
                        SdkHttpMethod.PUT,
                        PLANS + encoded(id) + "/selections/",
                        Map.of("BackupSelection", selection));
    }

    private List<JsonNode> pages(String path, String list) {
        List<JsonNode> all = new ArrayList<>();
        String token = "";
        do {
            String query = token.isEmpty() ? "" : "?nextToken=" + encoded(token);
            JsonNode page = call(SdkHttpMethod.GET, path + query, null);
            page.path(list).forEach(all::add);
            token = page.path("NextToken").asString("");
        } while (!token.isEmpty());
        return all;
    }

    /** Returns a name or an ARN as a part of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Makes a call that has no method of its own here.
     *
     * @param path encoded, with its query
     * @param members of the body; null for none
     * @return the answer; empty where the service says nothing
     * @throws AwsServiceException if the service refuses
     */
    public JsonNode call(SdkHttpMethod method, String path, @Nullable Object members) {
        return Retries.call(() -> once(method, path, members));
    }

    private JsonNode once(SdkHttpMethod method, String path, @Nullable Object members) {
        byte[] body = members == null ? new byte[0] : JSON.writeValueAsBytes(members);
        var request =
                SdkHttpRequest.builder()
                        .method(method)
                        .uri(http.uri(path))
                        .putHeader("Content-Type", "application/json")
                        .build();
        HttpExecuteResponse answer = http.send(SERVICE, request, body);
        JsonNode content;
        try {
            content = SignedJson.content(answer);
        } catch (IOException broken) {
            throw SdkClientException.create(String.valueOf(broken.getMessage()), broken);
        }
        if (!answer.httpResponse().isSuccessful()) {
            throw refusal(answer, content);
        }
        return content;
    }

    private static AwsServiceException refusal(HttpExecuteResponse answer, JsonNode content) {
        String sentence =
                content.path("Message").asString(content.path("message").asString("no answer"));
        // AWS may add the namespace of the error after a colon.
        String code =
                answer.httpResponse()
                        .firstMatchingHeader("x-amzn-ErrorType")
                        .orElse("")
                        .split(":", 2)[0];
        return AwsServiceException.builder()
                .statusCode(answer.httpResponse().statusCode())
                .message(sentence)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(SERVICE)
                                .errorCode(code)
                                .errorMessage(sentence)
                                .build())
                .build();
    }
}
