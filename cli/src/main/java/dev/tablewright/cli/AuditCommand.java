package dev.tablewright.cli;

import dev.tablewright.server.audit.AuditLog;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows who did what, from the audit files. */
@Command(
        name = "audit",
        description =
                "Show who did what and what came of it, from the audit files of the data directory,"
                        + " the newest last.")
final class AuditCommand implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 200;

    /** Wide enough for most; what is wider moves the rest of its line. */
    private static final String ROW = "%-20s  %-6s  %-36s  %-48s  %s%n";

    /** Denials show the id that "why" asks for. */
    private static final String DENIED_ROW = "%-52s  " + ROW;

    @Mixin private DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--principal",
            paramLabel = "NAME",
            description = "Only by this user or role: an ARN, or a part of one.")
    private @Nullable String principal;

    @Option(names = "--table", paramLabel = "NAME", description = "Only on this table.")
    private @Nullable String table;

    @Option(
            names = "--action",
            paramLabel = "NAME",
            description = "Only this operation, for instance PutItem; * stands for anything.")
    private @Nullable String action;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "From: 15m, 2h, 30d ago, or a time (default: ${DEFAULT-VALUE}).")
    private String since = "24h";

    @Option(names = "--until", paramLabel = "TIME", description = "To; as --since.")
    private @Nullable String until;

    @Option(
            names = "--denied",
            description =
                    "Only what was denied, or would have been, with the request ids for \"why\".")
    private boolean denied;

    @Option(names = "--json", description = "Print the events as they are, one on each line.")
    private boolean json;

    @Option(names = "--follow", description = "Go on with what comes. Ctrl-C stops.")
    private boolean follow;

    private final Console console;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        DataDirectory data = directory.get();
        AuditSource.requireFiles(data);
        Instant now = Instant.now();
        Instant from = Age.before("--since", since, now);
        Instant to = until == null ? Instant.MAX : Age.before("--until", until, now);
        AuditSource.flush(data);
        AuditLog log = new AuditLog(data.audit());
        if (!json) {
            console.print(line("REQUEST", "TIME", "RESULT", "OPERATION", "PRINCIPAL", "RESOURCE"));
        }
        AuditLog.Follower follower = log.follow();
        log.read(from, line -> show(line, from, to));
        while (follow) {
            Thread.sleep(PAUSE_MILLIS);
            follower.poll(line -> show(line, from, to));
        }
        return 0;
    }

    private void show(String line, Instant from, Instant to) {
        // Cheaper than to read JSON that is not wanted.
        if ((table != null && !line.contains(table)) || !line.contains("\"AwsApiCall\"")) {
            return;
        }
        JsonNode event;
        try {
            event = JsonMapper.shared().readTree(line);
        } catch (JacksonException cutOff) {
            return;
        }
        if (isWanted(event, from, to)) {
            console.print(json ? line + "\n" : row(event));
        }
    }

    private boolean isWanted(JsonNode event, Instant from, Instant to) {
        Instant time = Instant.parse(event.path("eventTime").asString(""));
        return !time.isBefore(from.minusSeconds(1))
                && time.isBefore(to)
                && (!denied || isDenied(event))
                && (principal == null || principalOf(event).contains(principal))
                && (action == null || isAction(event.path("eventName").asString(""), action))
                && (table == null || isOn(event, table));
    }

    private static boolean isDenied(JsonNode event) {
        String decision = event.path("additionalEventData").path("decision").asString("");
        return decision.equals("denied") || decision.equals("wouldBeDenied");
    }

    /** Operations are found with and without their service, as policies spell them. */
    private static boolean isAction(String name, String wanted) {
        String plain = wanted.substring(wanted.indexOf(':') + 1);
        String regex =
                Stream.of(plain.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*", "(?i)", ""));
        return name.matches(regex);
    }

    private static boolean isOn(JsonNode event, String table) {
        for (JsonNode resource : event.path("resources")) {
            if ((resource.path("ARN").asString("") + "/").contains(":table/" + table + "/")) {
                return true;
            }
        }
        return event.path("requestParameters").path("tableName").asString("").equals(table);
    }

    private static String principalOf(JsonNode event) {
        JsonNode identity = event.path("userIdentity");
        return identity.path("arn").asString("")
                + " "
                + identity.path("sessionContext").path("sessionIssuer").path("arn").asString("");
    }

    private String row(JsonNode event) {
        String arn = event.path("userIdentity").path("arn").asString("unknown");
        String result = event.path("errorCode").asString("ok");
        boolean soft =
                event.path("additionalEventData")
                        .path("decision")
                        .asString("")
                        .equals("wouldBeDenied");
        String shown =
                isDenied(event)
                        ? (soft ? "soft" : "denied")
                        : result.equals("ok") ? "ok" : "failed";
        String resource =
                event.path("resources").path(0).path("ARN").asString("").replaceFirst("^.*:", "");
        String more = shown.equals("failed") ? resource + " " + result : resource;
        return line(
                event.path("requestID").asString(""),
                event.path("eventTime").asString(""),
                shown,
                event.path("eventSource").asString("").replace(".amazonaws.com", "")
                        + ":"
                        + event.path("eventName").asString(""),
                arn.replaceFirst("^arn:[^:]*:[^:]*::[0-9]*:", ""),
                more.strip());
    }

    private String line(
            String request,
            String time,
            String result,
            String operation,
            String who,
            String resource) {
        return denied
                ? String.format(
                        Locale.ROOT, DENIED_ROW, request, time, result, operation, who, resource)
                : String.format(Locale.ROOT, ROW, time, result, operation, who, resource);
    }
}
