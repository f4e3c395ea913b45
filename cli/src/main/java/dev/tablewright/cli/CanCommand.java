package dev.tablewright.cli;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.Lookup;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.proof.Wording;
import dev.tablewright.policy.catalog.ServiceAction;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Answers whether a principal may do something, and why. */
@Command(
        name = "can",
        description =
                "Say whether a principal may do something, by which policy, or what is missing."
                        + " Asks nobody to do it. Exit code 0 for yes, 1 for no, 3 where it depends"
                        + " on the request, 2 where the question could not be answered.",
        exitCodeOnExecutionException = 2)
final class CanCommand implements Callable<Integer> {
    private static final int NO = 1;
    private static final int DEPENDS = 3;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Mixin private AccountOptions accountOptions = new AccountOptions();

    @Parameters(
            index = "0",
            paramLabel = "PRINCIPAL",
            description = "ARN, role/NAME, user/NAME, or a NAME that only one has.")
    private String principal = "";

    @Parameters(
            index = "1",
            paramLabel = "ACTION",
            description = "For instance dynamodb:GetItem; DynamoDB's also without the service.")
    private String action = "";

    @Parameters(
            index = "2",
            paramLabel = "RESOURCE",
            description = "TABLE, TABLE/index/NAME, TABLE/stream/LABEL, an ARN, or *.")
    private String resource = "";

    @Option(
            names = "--context",
            paramLabel = "KEY=VALUE",
            description =
                    "Condition key of the request, for instance dynamodb:LeadingKeys=u-1; may be"
                            + " given several times, also for several values of one key.")
    private List<String> context = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    private final Console console;

    CanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean json = OutputOption.require(output, "text", "json").equals("json");
        Map<String, List<String>> given = context(context);
        AccountOptions.Account account = accountOptions.open(console);
        try (var _ = account.target()) {
            ServiceAction wanted = Lookup.action(action);
            AccessSnapshot snapshot = accountOptions.snapshot(account, List.of());
            Lookup lookup = new Lookup(snapshot, accountOptions.region());
            PrincipalFacts who = lookup.principal(principal);
            Resource on = lookup.resource(wanted, resource);
            Reasoner reasoner = new Reasoner();
            Answer answer = reasoner.ask(who, wanted.fullName(), on, given);
            List<Reasoner.NearMiss> misses =
                    answer instanceof Answer.No
                            ? reasoner.nearMisses(who, wanted.fullName(), on, given)
                            : List.of();
            console.print(
                    json
                            ? json(who, wanted, on, answer, misses, snapshot)
                            : text(who, wanted, on, answer, misses, snapshot));
            return switch (answer) {
                case Answer.Yes _ -> 0;
                case Answer.No _ -> NO;
                case Answer.Depends _ -> DEPENDS;
            };
        } catch (Lookup.UnknownName e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads {@code KEY=VALUE}s; a key that stands twice has two values. */
    static Map<String, List<String>> context(List<String> pairs) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new CliException("\"" + pair + "\" is no condition key: write KEY=VALUE");
            }
            context.computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return context;
    }

    private static String text(
            PrincipalFacts who,
            ServiceAction action,
            Resource on,
            Answer answer,
            List<Reasoner.NearMiss> misses,
            AccessSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append(AnswerText.word(answer))
                .append(": ")
                .append(who.shortName())
                .append(
                        switch (answer) {
                            case Answer.Yes _ -> " may ";
                            case Answer.No _ -> " may not ";
                            case Answer.Depends _ -> " may, or may not, ";
                        })
                .append(action.fullName())
                .append(" on ")
                .append(on.shortName())
                .append("\n  ")
                .append(AnswerText.reason(answer, who, action.fullName()))
                .append('\n');
        for (Reasoner.NearMiss miss : misses) {
            text.append("  ")
                    .append(Wording.statement(miss.statement(), who))
                    .append(
                            miss.miss() == Reasoner.Miss.RESOURCE
                                    ? " allows it on other resources: "
                                            + String.join(
                                                    ", ",
                                                    miss.statement()
                                                            .statement()
                                                            .source()
                                                            .resources())
                                    : " allows it under a condition that is not met")
                    .append('\n');
        }
        if (answer instanceof Answer.Depends) {
            text.append("  to know more, give them: --context KEY=VALUE\n");
        }
        return text.append(notSeen(snapshot)).toString();
    }

    /** What bears on access and could not be seen. */
    static String notSeen(AccessSnapshot snapshot) {
        return snapshot.unseen().isEmpty()
                ? ""
                : "Not seen: " + String.join("; ", snapshot.unseen()) + ".\n";
    }

    private static String json(
            PrincipalFacts who,
            ServiceAction action,
            Resource on,
            Answer answer,
            List<Reasoner.NearMiss> misses,
            AccessSnapshot snapshot) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("action", action.fullName());
        document.put("resource", on.arn());
        document.putAll(AnswerText.json(answer, who, action.fullName()));
        List<Object> near = new ArrayList<>();
        for (Reasoner.NearMiss miss : misses) {
            Map<String, Object> entry = new LinkedHashMap<>(AnswerText.json(miss.statement()));
            entry.put("misses", miss.miss().name().toLowerCase(Locale.ROOT));
            near.add(entry);
        }
        document.put("near", near);
        document.put("notSeen", snapshot.unseen());
        return JSON.writeValueAsString(document) + "\n";
    }
}
