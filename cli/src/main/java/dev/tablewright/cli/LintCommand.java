package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.lint.AccountLinter;
import dev.tablewright.controlplane.lint.FileKind;
import dev.tablewright.controlplane.lint.LintReference;
import dev.tablewright.controlplane.lint.ValuesLinter;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.LintContext;
import dev.tablewright.policy.lint.LintContext.AttachedTo;
import dev.tablewright.policy.lint.LintContext.KnownTable;
import dev.tablewright.policy.lint.PolicyLinter;
import dev.tablewright.policy.lint.RuleInfo;
import dev.tablewright.policy.lint.Severity;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Says what policies and values files do otherwise than they seem to. */
@Command(
        name = "lint",
        description =
                "Say what policy documents and values files do otherwise than they seem to, where,"
                        + " why, and what instead. Exit code 1 when there are errors (see"
                        + " --fail-on). docs/lint.md lists the rules.")
final class LintCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Policy documents (JSON) and values files (YAML); directories are searched for"
                            + " both; - reads standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "What the files are: identity, trust or resource (policies), or values; told by"
                            + " their content if not given.")
    private @Nullable String kind;

    @Option(
            names = "--attached-to",
            paramLabel = "WHAT",
            description = "What carries the policies: user, group or role.")
    private @Nullable String attachedTo;

    @Option(
            names = "--resource",
            paramLabel = "ARN",
            description = "The table or stream that a resource policy is on.")
    private @Nullable String resource;

    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description = "Values file whose tables the policies are about; for their schemas.")
    private @Nullable Path values;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "default",
            description = "Namespace of values files (default: ${DEFAULT-VALUE}).")
    private String namespace = "default";

    @Option(
            names = "--release",
            paramLabel = "NAME",
            defaultValue = Release.DEFAULT_NAME,
            description = "Release of values files (default: ${DEFAULT-VALUE}).")
    private String release = Release.DEFAULT_NAME;

    @Option(
            names = "--live",
            description =
                    "Lint every policy of the account at the endpoint: managed, inline, trust, and"
                            + " those of tables.")
    private boolean live;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            split = ",",
            defaultValue = "eu-west-1",
            description = "Regions whose tables --live looks at (default: ${DEFAULT-VALUE}).")
    private List<String> regions = List.of("eu-west-1");

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "error",
            description =
                    "Least severity that gives exit code 1: info, warning or error (default:"
                            + " ${DEFAULT-VALUE}).")
    private String failOn = "error";

    @Option(
            names = "--ignore",
            paramLabel = "ID",
            split = ",",
            description = "Rules to leave out, such as DDB-BND-001 or DDB-RES-*.")
    private List<String> ignored = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or sarif (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Option(
            names = {"-v", "--verbose"},
            description = "Print reasons and corrections in full.")
    private boolean verbose;

    @Option(names = "--rules", description = "List the rules and stop.")
    private boolean rules;

    @Mixin private TargetOptions targetOptions = new TargetOptions();

    private final Console console;

    LintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (rules) {
            console.print(ruleTable());
            return 0;
        }
        Severity threshold = oneOf(failOn, Severity.class, "--fail-on");
        checkChoices();
        if (files.isEmpty() && !live) {
            throw new CliException("name a file or a directory, or write --live");
        }
        List<LintedFile> linted = new ArrayList<>();
        LintContext context = context();
        for (String file : files) {
            lint(file, context, linted);
        }
        if (live) {
            linted.addAll(live());
        } else if (linted.isEmpty()) {
            throw new CliException(
                    "there is no policy document and no values file in "
                            + String.join(", ", files));
        }
        List<LintedFile> shown = linted.stream().map(file -> file.without(ignored)).toList();
        console.print(
                switch (output) {
                    case "json" -> LintJson.of(shown);
                    case "sarif" -> LintSarif.of(shown);
                    default -> LintText.of(shown, verbose, console);
                });
        if (output.equals("text")) {
            console.say(LintText.summary(shown, verbose));
        }
        return shown.stream().anyMatch(file -> file.has(threshold)) ? 1 : 0;
    }

    private static String ruleTable() {
        TextTable table = new TextTable("RULE", "SEVERITY", "REPORTS");
        for (RuleInfo rule : LintReference.rules()) {
            table.row(rule.id(), rule.severity().word(), rule.title());
        }
        return table.toString();
    }

    private void checkChoices() {
        if (!List.of("text", "json", "sarif").contains(output)) {
            throw new CliException(
                    "\"" + output + "\" is no output format: write text, json or sarif");
        }
        if (kind != null && !List.of("identity", "trust", "resource", "values").contains(kind)) {
            throw new CliException(
                    "\"" + kind + "\" is no kind: write identity, trust, resource or values");
        }
        List<String> ids = LintReference.rules().stream().map(RuleInfo::id).toList();
        for (String pattern : ignored) {
            if (ids.stream().noneMatch(id -> LintedFile.matches(pattern, id))) {
                throw new CliException(
                        "there is no rule " + pattern + "; tablewright lint --rules lists them");
            }
        }
    }

    private LintContext context() {
        AttachedTo carrier =
                attachedTo == null
                        ? AttachedTo.UNKNOWN
                        : oneOf(attachedTo, AttachedTo.class, "--attached-to");
        return LintContext.NONE
                .as(policyKind())
                .on(carrier)
                .ofResource(resource)
                .with(values == null ? List.of() : tables(values));
    }

    private @Nullable PolicyKind policyKind() {
        return switch (kind) {
            case "identity" -> PolicyKind.MANAGED;
            case "trust" -> PolicyKind.TRUST;
            case "resource" -> PolicyKind.RESOURCE;
            case null, default -> null;
        };
    }

    private List<KnownTable> tables(Path file) {
        try {
            return ValuesLinter.tables(
                    ValuesParser.parse(
                            List.of(new ValuesParser.Source(file.toString(), read(file)))),
                    release());
        } catch (ValuesException e) {
            throw new CliException(
                    file + " cannot be used for its schemas; lint it first: " + e.getMessage());
        }
    }

    private Release release() {
        try {
            return new Release(namespace, release);
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private void lint(String file, LintContext context, List<LintedFile> linted) {
        if (file.equals(STANDARD_INPUT)) {
            linted.add(lint("<stdin>", standardInput(), context));
            return;
        }
        Path path = Path.of(file);
        if (!Files.isDirectory(path)) {
            linted.add(lint(file, read(path), context));
            return;
        }
        for (Path found : below(path)) {
            String text = read(found);
            // In a directory there may be anything; what was named is what it was named as.
            if (kind != null || FileKind.of(found.toString(), text) != FileKind.OTHER) {
                linted.add(lint(found.toString(), text, context));
            }
        }
    }

    private LintedFile lint(String name, String text, LintContext context) {
        boolean ofValues =
                kind == null
                        ? switch (FileKind.of(name, text)) {
                            case POLICY -> false;
                            case VALUES -> true;
                            case OTHER -> name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml");
                        }
                        : kind.equals("values");
        List<Finding> findings =
                ofValues
                        ? ValuesLinter.lint(name, text, release())
                        : PolicyLinter.lint(text, context);
        return new LintedFile(name, text, true, findings);
    }

    private List<LintedFile> live() {
        try (Target target = targetOptions.target(regions.getFirst())) {
            Rollout.requireCredentials(target);
            return live(target);
        }
    }

    private List<LintedFile> live(Target target) {
        try {
            return AccountLinter.lint(target, regions).stream()
                    .map(p -> new LintedFile(p.name(), p.text(), false, p.findings()))
                    .toList();
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }

    private static List<Path> below(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .filter(LintCommand::isVisible)
                    .filter(p -> p.toString().matches(".*\\.(json|ya?ml)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CliException("cannot read " + directory + ": " + e.getMessage());
        }
    }

    private static boolean isVisible(Path path) {
        for (Path part : path) {
            String name = part.toString();
            if (name.equals("node_modules") || (name.startsWith(".") && !name.matches("\\.+"))) {
                return false;
            }
        }
        return true;
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliException("cannot read standard input: " + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CliException("there is no file " + file);
        } catch (AccessDeniedException e) {
            throw new CliException(file + " may not be read");
        } catch (CharacterCodingException e) {
            throw new CliException(file + " is not UTF-8");
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static <E extends Enum<E>> E oneOf(String word, Class<E> type, String option) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word) && !constant.name().equals("UNKNOWN")) {
                return constant;
            }
        }
        List<String> words =
                Stream.of(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.equals("unknown"))
                        .toList();
        throw new CliException(option + " " + word + ": write one of " + String.join(", ", words));
    }
}
