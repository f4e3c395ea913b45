package dev.tablewright.cli;

import dev.tablewright.controlplane.suggestion.GrantReview.Use;
import dev.tablewright.server.audit.AuditLog;
import dev.tablewright.server.audit.AuditTrail;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the audit files say was used and refused in a window of time, and how much they saw. */
final class AuditedUse {
    private record Subject(String identity, String action, String resource) {}

    /** Sessions that try what a role may not do, to show that it cannot. */
    private static final String PROOF = "/" + AuditTrail.PROVING_SESSION;

    private final Instant from;
    private final Instant to;
    private final Map<Subject, Long> used = new LinkedHashMap<>();
    private final Map<Subject, Long> refused = new LinkedHashMap<>();
    private final List<String> young = new ArrayList<>();
    private Duration unseen = Duration.ZERO;
    private @Nullable Instant firstEvent;
    private @Nullable Instant offSince;

    private AuditedUse(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /** Reads what happened from {@code from} to {@code to}. */
    static AuditedUse read(AuditLog log, Instant from, Instant to) {
        AuditedUse use = new AuditedUse(from, to);
        // From the very first file: only so is it known since when there is an audit.
        log.read(Instant.EPOCH, use::line);
        use.end();
        return use;
    }

    private void line(String line) {
        JsonNode event;
        try {
            event = JsonMapper.shared().readTree(line);
        } catch (JacksonException cutOff) {
            return;
        }
        Instant time = Instant.parse(event.path("eventTime").asString(""));
        firstEvent = firstEvent == null ? time : firstEvent;
        switch (event.path("eventName").asString("")) {
            case "AuditStarted" -> started(event, time);
            case "Usage" -> usage(event, time);
            default -> call(event, time);
        }
    }

    private void started(JsonNode event, Instant time) {
        endOff(time);
        if (event.path("additionalEventData").path("level").asString("").equals("off")) {
            offSince = time;
        }
    }

    private void endOff(Instant time) {
        if (offSince != null) {
            Instant begin = offSince.isBefore(from) ? from : offSince;
            if (time.isAfter(begin)) {
                unseen = unseen.plus(Duration.between(begin, time));
            }
            offSince = null;
        }
    }

    private void end() {
        endOff(to);
        Instant first = firstEvent == null ? to : firstEvent;
        if (first.isAfter(from)) {
            unseen = unseen.plus(Duration.between(from, first));
        }
    }

    private void usage(JsonNode event, Instant time) {
        JsonNode data = event.path("additionalEventData");
        if (isInside(time)) {
            add(
                    used,
                    event.path("userIdentity").path("arn").asString(""),
                    data.path("action").asString(""),
                    event.path("resources").path(0).path("ARN").asString(""),
                    data.path("count").asLong());
        }
    }

    private void call(JsonNode event, Instant time) {
        if (!isInside(time)) {
            return;
        }
        String decision = event.path("additionalEventData").path("decision").asString("");
        if (decision.equals("denied") || decision.equals("wouldBeDenied")) {
            refusal(event);
        } else if (isCreation(event.path("eventName").asString(""))) {
            event.path("resources").forEach(made -> young.add(made.path("ARN").asString("")));
        }
    }

    private static boolean isCreation(String name) {
        return name.equals("CreateTable") || name.equals("CreateRole");
    }

    /** Denials in a flood come without their record; the event tells nearly as much. */
    private void refusal(JsonNode event) {
        if (event.path("userIdentity").path("arn").asString("").endsWith(PROOF)) {
            return;
        }
        JsonNode record = event.path("additionalEventData").path("decisionRecord");
        if (record.isObject()) {
            JsonNode missing = DenialText.missing(record);
            add(
                    refused,
                    record.path("identity").asString(""),
                    missing.path("action").asString(""),
                    missing.path("resource").asString(""),
                    1);
            return;
        }
        JsonNode identity = event.path("userIdentity");
        add(
                refused,
                identity.path("sessionContext")
                        .path("sessionIssuer")
                        .path("arn")
                        .asString(identity.path("arn").asString("")),
                event.path("eventSource").asString("").replace(".amazonaws.com", "")
                        + ":"
                        + event.path("eventName").asString(""),
                event.path("resources").path(0).path("ARN").asString(""),
                1);
    }

    private boolean isInside(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }

    private static void add(
            Map<Subject, Long> counts,
            String identity,
            String action,
            String resource,
            long count) {
        counts.merge(new Subject(identity, action, resource), count, Long::sum);
    }

    private static List<Use> list(Map<Subject, Long> counts) {
        return counts.entrySet().stream()
                .map(
                        one ->
                                new Use(
                                        one.getKey().identity(),
                                        one.getKey().action(),
                                        one.getKey().resource(),
                                        one.getValue()))
                .toList();
    }

    List<Use> used() {
        return list(used);
    }

    List<Use> refused() {
        return list(refused);
    }

    /** Returns the ARNs of tables and roles that were made in the window. */
    List<String> young() {
        return List.copyOf(young);
    }

    /** Returns how much of the window nobody watched. */
    Duration unseen() {
        return unseen;
    }
}
