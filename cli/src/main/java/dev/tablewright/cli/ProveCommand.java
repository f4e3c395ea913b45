package dev.tablewright.cli;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.proof.Proof;
import dev.tablewright.controlplane.access.proof.ProofRules;
import dev.tablewright.controlplane.access.proof.ProofRulesParser;
import dev.tablewright.controlplane.access.proof.Prover;
import dev.tablewright.controlplane.access.proof.SignedRequests;
import dev.tablewright.controlplane.access.proof.Simulation;
import dev.tablewright.controlplane.access.proof.Trial;
import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.model.StsException;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Proves that environments are kept apart and that grants work. */
@Command(
        name = "prove",
        description =
                "Prove that environments are kept apart and that grants work: cross every user and"
                        + " role with every action and every table, index, stream and backup, by"
                        + " reasoning and by signed requests that change nothing. Exit code 1 when"
                        + " somebody crosses a border, a grant does not work, a request is decided"
                        + " otherwise than reasoning says, or a test fails.")
final class ProveCommand implements Callable<Integer> {
    /** Beside the values. */
    private static final String TESTS = "access-tests.yaml";

    private static final int REQUESTS_AT_ONCE = 16;

    @Mixin private AccountOptions accountOptions = new AccountOptions();

    @ArgGroup(exclusive = false, heading = "Values whose grants are to work:%n")
    private @Nullable ValuesOptions values;

    @Option(
            names = {"--tests", "--environments"},
            paramLabel = "FILE",
            description =
                    "File with tests, environments and administrators; may be given several times"
                            + " (default: access-tests.yaml beside the values, where there is"
                            + " one).")
    private List<Path> ruleFiles = List.of();

    @Option(names = "--tests-only", description = "Run the tests of the file, and nothing else.")
    private boolean testsOnly;

    @Option(
            names = "--requests",
            negatable = true,
            fallbackValue = "true",
            paramLabel = "",
            description =
                    "Try by signed requests, too (default where the target is a Tablewright"
                            + " server; AWS is asked to simulate instead). --no-requests reasons"
                            + " only.")
    private @Nullable Boolean requests;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or markdown (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML there, too.")
    private @Nullable Path junit;

    private final Console console;

    ProveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        OutputOption.require(output, "text", "json", "markdown");
        Values read = values == null ? null : values.values();
        ProofRules rules = rules();
        if (testsOnly && rules.tests().isEmpty()) {
            throw new CliException("there are no tests: name a file with --tests");
        }
        AccountOptions.Account account = accountOptions.open(console);
        try (var _ = account.target()) {
            AwsAccount known = account.target().account();
            List<DesiredState> declared =
                    read == null || values == null
                            ? List.of()
                            : List.of(DesiredState.of(read, values.release(), known));
            AccessSnapshot snapshot = accountOptions.snapshot(account, regions(declared));
            Prover prover = new Prover(snapshot, rules, accountOptions.region(), declared);
            if (!testsOnly && !prover.hasEnvironments() && rules.tests().isEmpty()) {
                throw new CliException(
                        "there is nothing to prove: no table of the regions looked at (--region) says"
                                + " which environment it is of (tag idp/environment or"
                                + " idp/namespace), and no pattern of a file (--environments FILE)"
                                + " fits one");
            }
            Proof proof = testsOnly ? prover.tests() : prover.prove(trial(account));
            print(proof);
            return proof.holds() ? 0 : 1;
        }
    }

    private void print(Proof proof) {
        console.print(
                switch (output) {
                    case "json" -> ProofJson.of(proof);
                    case "markdown" -> ProofMarkdown.of(proof);
                    default -> ProofText.of(proof, console);
                });
        if (junit != null) {
            try {
                Files.writeString(junit, ProofJUnit.of(proof));
            } catch (IOException e) {
                throw new CliException("cannot write " + junit + ": " + e.getMessage());
            }
        }
    }

    private static Set<String> regions(List<DesiredState> declared) {
        Set<String> regions = new TreeSet<>();
        declared.forEach(
                state -> state.tables().forEach(table -> regions.add(table.address().region())));
        return regions;
    }

    private ProofRules rules() throws ValuesException {
        List<Path> files = new ArrayList<>(ruleFiles);
        if (files.isEmpty() && values != null) {
            Path beside = values.files().getLast().resolveSibling(TESTS);
            if (Files.exists(beside)) {
                files.add(beside);
            }
        }
        ProofRules rules = ProofRules.NONE;
        for (Path file : files) {
            rules = rules.and(ProofRulesParser.parse(file.toString(), ValuesOptions.read(file)));
        }
        return rules;
    }

    /** Signed requests to our own server; simulation by AWS; null for reasoning alone. */
    private @Nullable Trial trial(AccountOptions.Account account) {
        if (Boolean.FALSE.equals(requests)) {
            return null;
        }
        var endpoint = account.target().endpoint();
        if (account.administration().isPresent() && endpoint.isPresent()) {
            return new SignedRequests(
                    endpoint.get(),
                    who -> session(account, account.administration().get(), who),
                    REQUESTS_AT_ONCE);
        }
        if (Boolean.TRUE.equals(requests)) {
            throw new CliException(
                    "requests are for a Tablewright server: AWS has no sessions of other"
                            + " principals; it is asked to simulate instead");
        }
        return new Simulation(account.target().iam());
    }

    private static @Nullable AwsCredentials session(
            AccountOptions.Account account, Administration administration, PrincipalFacts who) {
        try {
            JsonNode made =
                    administration
                            .call("IssueSession", Map.of("Principal", who.arn()))
                            .path("Credentials");
            return AwsSessionCredentials.create(
                    made.path("AccessKeyId").asString(),
                    made.path("SecretAccessKey").asString(),
                    made.path("SessionToken").asString());
        } catch (CliException notOurs) {
            return who.kind() == PrincipalFacts.Kind.ROLE ? assumed(account, who) : null;
        }
    }

    /** Another server than ours: its role, where its trust policy lets us. */
    private static @Nullable AwsCredentials assumed(
            AccountOptions.Account account, PrincipalFacts who) {
        try {
            var made =
                    account.target()
                            .sts()
                            .assumeRole(
                                    request ->
                                            request.roleArn(who.arn())
                                                    .roleSessionName(PrincipalFacts.SESSION))
                            .credentials();
            return AwsSessionCredentials.create(
                    made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
        } catch (StsException e) {
            return null;
        }
    }
}
