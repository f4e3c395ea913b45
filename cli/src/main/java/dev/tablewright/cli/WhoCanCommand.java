package dev.tablewright.cli;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.Lookup;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
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
import java.util.Map;
import java.util.concurrent.Callable;

/** Lists who may do something. */
@Command(
        name = "who-can",
        description =
                "List every user and role that may do something, whether always or under"
                        + " conditions, and whom a policy denies it; by which policy.")
final class WhoCanCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Mixin private AccountOptions accountOptions = new AccountOptions();

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            description = "For instance dynamodb:GetItem; DynamoDB's also without the service.")
    private String action = "";

    @Parameters(
            index = "1",
            paramLabel = "RESOURCE",
            description = "TABLE, TABLE/index/NAME, TABLE/stream/LABEL, an ARN, or *.")
    private String resource = "";

    @Option(names = "--context", paramLabel = "KEY=VALUE", description = "As with \"can\".")
    private List<String> context = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    private final Console console;

    WhoCanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean json = OutputOption.require(output, "text", "json").equals("json");
        Map<String, List<String>> given = CanCommand.context(context);
        AccountOptions.Account account = accountOptions.open(console);
        try (var _ = account.target()) {
            ServiceAction wanted = Lookup.action(action);
            AccessSnapshot snapshot = accountOptions.snapshot(account, List.of());
            Resource on = new Lookup(snapshot, accountOptions.region()).resource(wanted, resource);
            Map<PrincipalFacts, Answer> answers = answers(snapshot, wanted, on, given);
            console.print(
                    json
                            ? json(answers, wanted, on, snapshot)
                            : text(answers, wanted, on, snapshot));
            return 0;
        } catch (Lookup.UnknownName e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    /** Those who may, and those whom a policy denies it; not those whom nothing grants it. */
    private static Map<PrincipalFacts, Answer> answers(
            AccessSnapshot snapshot,
            ServiceAction action,
            Resource on,
            Map<String, List<String>> given) {
        Reasoner reasoner = new Reasoner();
        Map<PrincipalFacts, Answer> answers = new LinkedHashMap<>();
        for (PrincipalFacts who : snapshot.principals()) {
            Answer answer = reasoner.ask(who, action.fullName(), on, given);
            if (answer.possible() || !answer.statements().isEmpty()) {
                answers.put(who, answer);
            }
        }
        return answers;
    }

    private static String text(
            Map<PrincipalFacts, Answer> answers,
            ServiceAction action,
            Resource on,
            AccessSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append(action.fullName()).append(" on ").append(on.shortName()).append(":\n");
        TextTable table = new TextTable("PRINCIPAL", "MAY", "WHY");
        answers.forEach(
                (who, answer) ->
                        table.row(
                                who.shortName(),
                                AnswerText.word(answer),
                                AnswerText.reason(answer, who, action.fullName())));
        text.append(table).append(CanCommand.notSeen(snapshot));
        return text.toString();
    }

    private static String json(
            Map<PrincipalFacts, Answer> answers,
            ServiceAction action,
            Resource on,
            AccessSnapshot snapshot) {
        List<Object> principals = new ArrayList<>();
        answers.forEach(
                (who, answer) -> principals.add(AnswerText.json(answer, who, action.fullName())));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("action", action.fullName());
        document.put("resource", on.arn());
        document.put("principals", principals);
        document.put("notSeen", snapshot.unseen());
        return JSON.writeValueAsString(document) + "\n";
    }
}
