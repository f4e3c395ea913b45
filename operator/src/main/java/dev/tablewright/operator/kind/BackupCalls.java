package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.target.BackupPlans;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpMethod;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Calls of AWS Backup in one region, and how its trees compare with objects' fields. */
record BackupCalls(BackupPlans api) {
    /** AWS says of vaults that are not there that nobody may see them. */
    private static final Set<String> MISSING =
            Set.of("ResourceNotFoundException", "AccessDeniedException");

    static BackupCalls of(Target target, Map<String, Object> fields) throws ExternalFailure {
        String region = Trees.text(fields.get("region"));
        if (region == null) {
            throw new ExternalFailure("spec.forProvider.region is missing");
        }
        return new BackupCalls(target.backupPlans(region));
    }

    JsonNode get(String path) {
        return api.call(SdkHttpMethod.GET, path, null);
    }

    /** Returns null if there is nothing at that path. */
    @Nullable JsonNode find(String path) {
        try {
            return get(path);
        } catch (AwsServiceException e) {
            if (isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    /** What belongs to a plan that is gone is gone too; AWS calls the question invalid. */
    private static boolean isMissing(AwsServiceException e) {
        String message = String.valueOf(e.awsErrorDetails().errorMessage());
        return e.statusCode() == 404
                || MISSING.contains(e.awsErrorDetails().errorCode())
                || message.startsWith("Cannot find Backup plan");
    }

    JsonNode put(String path, Object members) {
        return api.call(SdkHttpMethod.PUT, path, members);
    }

    JsonNode post(String path, Object members) {
        return api.call(SdkHttpMethod.POST, path, members);
    }

    void delete(String path) {
        var _ = api.call(SdkHttpMethod.DELETE, path, null);
    }

    Map<String, String> tags(String arn) {
        Map<String, String> tags = new TreeMap<>();
        get("/tags/" + BackupPlans.encoded(arn) + "/")
                .path("Tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
        return tags;
    }

    void change(String arn, TagChange change) {
        if (!change.set().isEmpty()) {
            var _ = post("/tags/" + BackupPlans.encoded(arn), Map.of("Tags", change.set()));
        }
        if (!change.removed().isEmpty()) {
            var _ =
                    post(
                            "/untag/" + BackupPlans.encoded(arn),
                            Map.of("TagKeyList", List.copyOf(change.removed().keySet())));
        }
    }

    /**
     * Renames the fields of an object for the API.
     *
     * @param names of fields that are taken, with those that the API has for them
     */
    static Map<String, Object> renamed(Map<String, Object> fields, Map<String, String> names) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        names.forEach(
                (ours, theirs) -> {
                    Object value = fields.get(ours);
                    if (value != null) {
                        renamed.put(theirs, value);
                    }
                });
        return renamed;
    }

    /** Whether all that is wanted is there; what the service adds does not count. */
    static boolean has(JsonNode is, Object wanted) {
        return switch (wanted) {
            case Map<?, ?> map ->
                    Trees.map(map).entrySet().stream()
                            .allMatch(one -> has(is.path(one.getKey()), one.getValue()));
            case List<?> list ->
                    is.size() == list.size()
                            && list.stream()
                                    .allMatch(
                                            one ->
                                                    is.valueStream()
                                                            .anyMatch(there -> has(there, one)));
            case Number number -> is.isNumber() && is.doubleValue() == number.doubleValue();
            case Boolean flag -> is.asBoolean(false) == flag;
            default -> is.asString("").equals(wanted.toString());
        };
    }
}
