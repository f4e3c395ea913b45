package dev.tablewright.cli;

import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.server.audit.AuditLog;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who last changed what, from the audit files of a data directory. It is the last change of that
 * kind, by whomever: also an apply, when it is the values that have moved since.
 */
final class LastChanges {
    /** For targets whose audit files are not here. */
    static final LastChanges UNKNOWN = new LastChanges(List.of());

    private static final Pattern CHANGE =
            Pattern.compile(
                    "\"eventName\":\"(Create|Update|Delete|Restore|Tag|Untag|Attach|Detach|Set|Put|Add"
                            + "|Remove|Enable|Disable|Register|Deregister)[A-Z]");

    private static final Pattern TABLE = Pattern.compile("table (\\S+) \\((\\S+)\\)");

    /**
     * One change.
     *
     * @param time as in the audit
     * @param by ARN of the principal
     */
    record Change(String time, String by, String operation) {}

    private final List<JsonNode> events;

    private LastChanges(List<JsonNode> events) {
        this.events = events;
    }

    /** Reads the audit files, if {@code target} is the server of this directory. */
    static LastChanges read(DataDirectory directory, Target target) {
        boolean here =
                directory
                        .running()
                        .filter(server -> !server.inMemory())
                        .filter(
                                server ->
                                        target.endpoint()
                                                .filter(server.endpoint()::equals)
                                                .isPresent())
                        .isPresent();
        if (!here || !directory.audit().toFile().isDirectory()) {
            return UNKNOWN;
        }
        AuditSource.flush(directory);
        List<String> lines = new ArrayList<>();
        new AuditLog(directory.audit()).read(Instant.EPOCH, lines::add);
        return of(lines);
    }

    /** Keeps the changes among some events, the oldest of which comes first. */
    static LastChanges of(List<String> lines) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            if (CHANGE.matcher(line).find()) {
                JsonNode event = parsed(line);
                if (event != null && !event.has("errorCode")) {
                    events.add(event);
                }
            }
        }
        return new LastChanges(events);
    }

    private static @Nullable JsonNode parsed(String line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException cutOff) {
            return null;
        }
    }

    /** Returns the last change of what differs. */
    Optional<Change> of(Step.Differs differs) {
        for (JsonNode event : events.reversed()) {
            if (operations(differs.field()).contains(event.path("eventName").asString(""))
                    && isAbout(event, differs)) {
                return Optional.of(
                        new Change(
                                event.path("eventTime").asString(""),
                                event.path("userIdentity").path("arn").asString("unknown"),
                                event.path("eventName").asString("")));
            }
        }
        return Optional.empty();
    }

    /** The operations that can have changed a field of a difference. */
    private static List<String> operations(String field) {
        Setting<?> setting = TableSettings.find(field).orElse(null);
        if (setting != null) {
            return setting.operations();
        }
        String first = field.split(" ", 2)[0];
        return switch (first) {
            case "table" ->
                    List.of(
                            "CreateTable",
                            "DeleteTable",
                            "RestoreTableFromBackup",
                            "RestoreTableToPointInTime");
            case "tag", "tags", "owner" ->
                    List.of(
                            "CreateTable",
                            "TagResource",
                            "UntagResource",
                            "TagRole",
                            "UntagRole",
                            "TagUser",
                            "UntagUser",
                            "TagPolicy",
                            "UntagPolicy");
            case "what", "document" ->
                    List.of(
                            "CreatePolicy",
                            "CreatePolicyVersion",
                            "SetDefaultPolicyVersion",
                            "DeletePolicyVersion");
            case "policy" -> List.of("CreatePolicy", "DeletePolicy");
            case "attached" ->
                    List.of(
                            "AttachRolePolicy",
                            "DetachRolePolicy",
                            "AttachUserPolicy",
                            "DetachUserPolicy",
                            "AttachGroupPolicy",
                            "DetachGroupPolicy");
            case "itself" ->
                    List.of(
                            "CreateRole",
                            "DeleteRole",
                            "CreateUser",
                            "DeleteUser",
                            "CreateGroup",
                            "DeleteGroup",
                            "CreateOpenIDConnectProvider",
                            "DeleteOpenIDConnectProvider");
            case "permissions" ->
                    List.of(
                            "PutRolePermissionsBoundary",
                            "DeleteRolePermissionsBoundary",
                            "PutUserPermissionsBoundary",
                            "DeleteUserPermissionsBoundary");
            case "trust" -> List.of("UpdateAssumeRolePolicy");
            case "maxSessionDuration" -> List.of("UpdateRole");
            case "audience" ->
                    List.of(
                            "AddClientIDToOpenIDConnectProvider",
                            "RemoveClientIDFromOpenIDConnectProvider");
            case "thumbprints" -> List.of("UpdateOpenIDConnectProviderThumbprint");
            case "member" -> List.of("AddUserToGroup", "RemoveUserFromGroup");
            default -> List.of("CreateTable", "UpdateTable");
        };
    }

    private static boolean isAbout(JsonNode event, Step.Differs differs) {
        Matcher table = TABLE.matcher(differs.subject());
        if (table.matches()) {
            Pattern arns =
                    Pattern.compile(
                            "arn:[^:]+:dynamodb:"
                                    + region(differs.field(), table.group(2))
                                    + ":[^:]*:table/"
                                    + Pattern.quote(table.group(1)));
            return names(event, arn -> arns.matcher(arn).matches());
        }
        int space = differs.subject().indexOf(' ');
        String name = "/" + differs.subject().substring(space + 1);
        if (!names(event, arn -> arn.contains(":iam:") && arn.endsWith(name))) {
            return false;
        }
        return !differs.field().startsWith("attached policy ")
                || event.path("requestParameters")
                        .path("policyArn")
                        .asString("")
                        .endsWith("/" + differs.field().substring("attached policy ".length()));
    }

    /** What to look for where a region stands: replicas are changed in regions of their own. */
    private static String region(String field, String home) {
        boolean elsewhere = TableSettings.find(field).filter(Setting::isMovedElsewhere).isPresent();
        return elsewhere ? "(?!" + Pattern.quote(home) + ":)[^:]+" : Pattern.quote(home);
    }

    private static boolean names(JsonNode event, Predicate<String> wanted) {
        for (JsonNode resource : event.path("resources")) {
            if (wanted.test(resource.path("ARN").asString(""))) {
                return true;
            }
        }
        return false;
    }
}
