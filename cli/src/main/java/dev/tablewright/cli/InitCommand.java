package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.draft.FirstDraft;
import dev.tablewright.controlplane.draft.FirstDraft.FirstTable;
import dev.tablewright.controlplane.values.Problem;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Writes the first values file of a project. */
@Command(
        name = "init",
        description = {
            "Ask three questions, write a values file with one table and the role that uses it, and"
                    + " print the next command. Never writes over a file.",
            "In scripts: give --namespace, --table, --hash-key and --role, or --yes for the"
                    + " proposals."
        })
final class InitCommand implements Callable<Integer> {
    private static final String NOBODY = "-";

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "values.yaml",
            description = "The file to write (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("values.yaml");

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Kubernetes namespace, usually application and stage: koa-dev.")
    private @Nullable String namespace;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "The first table, without the namespace: Orders.")
    private @Nullable String table;

    @Option(
            names = "--hash-key",
            paramLabel = "NAME[:TYPE]",
            description = "Its partition key; TYPE is S (string; default), N (number) or B.")
    private @Nullable String hashKey;

    @Option(
            names = "--range-key",
            paramLabel = "NAME[:TYPE]",
            description = "Its sort key; without it the table has none.")
    private @Nullable String rangeKey;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "IAM role that reads and writes the table; - for nobody.")
    private @Nullable String role;

    @Option(names = "--yes", description = "Ask nothing: the proposals hold.")
    private boolean yes;

    private final Console console;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        if (Files.exists(file)) {
            throw exists();
        }
        FirstDraft draft = draft();
        write(draft.write(file.toString()));
        console.print(
                "Wrote "
                        + file
                        + ": the table "
                        + draft.table().name()
                        + ", in AWS "
                        + draft.awsName()
                        + (draft.role() == null
                                ? ", which nobody may touch yet"
                                : ", which " + draft.role() + " may read and write")
                        + ".\nNext:\n\n  "
                        + draft.next(file.toString())
                        + "\n");
        return 0;
    }

    private FirstDraft draft() {
        if (namespace == null && !yes && console.terminal().getAsBoolean()) {
            console.say("Three questions; Enter takes what is in brackets.");
        }
        Release release =
                answer(
                        "1. Namespace (application and stage, part of every table's name)",
                        namespace,
                        proposedNamespace(),
                        "--namespace",
                        text -> new Release(text, Release.DEFAULT_NAME));
        FirstTable first = table(release);
        String who =
                answer(
                        "3. IAM role that reads and writes it (- for nobody)",
                        role,
                        "app-" + release.namespace(),
                        "--role",
                        text -> checked(new FirstDraft(release, first, named(text)), text));
        return new FirstDraft(release, first, named(who));
    }

    private FirstTable table(Release release) {
        if (hashKey == null && rangeKey == null) {
            return answer(
                    "2. First table: NAME PARTITION-KEY[:N] [SORT-KEY[:N]]; keys are strings, or"
                            + " numbers with :N",
                    null,
                    (table == null ? "Orders" : table) + " Id",
                    "--table and --hash-key",
                    text -> {
                        FirstTable read = FirstTable.parse(text);
                        return checked(new FirstDraft(release, read, null), read);
                    });
        }
        String name = table == null ? missing("--table", "Orders") : table;
        String hash = hashKey == null ? missing("--hash-key", "Id") : hashKey;
        try {
            FirstTable given =
                    new FirstTable(
                            name,
                            FirstDraft.Key.parse(hash),
                            rangeKey == null ? null : FirstDraft.Key.parse(rangeKey));
            return checked(new FirstDraft(release, given, null), given);
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private String missing(String option, String proposal) {
        if (!yes) {
            throw new CliException(
                    "--table, --hash-key and --range-key belong together: "
                            + option
                            + " is missing");
        }
        return proposal;
    }

    private static @Nullable String named(String who) {
        return who.equals(NOBODY) ? null : who;
    }

    /** Returns {@code answer} if the file that follows from it keeps the contract. */
    private static <T> T checked(FirstDraft draft, T answer) {
        try {
            draft.write("values.yaml");
            return answer;
        } catch (ValuesException e) {
            Problem first = e.problems().getFirst();
            throw new IllegalArgumentException(first.wrong() + "; " + first.right(), e);
        }
    }

    /**
     * Returns what an option says, or the proposal, or what somebody answers.
     *
     * @param read throws IllegalArgumentException with a sentence for what is no answer
     */
    private <T> T answer(
            String question,
            @Nullable String given,
            String proposal,
            String option,
            Function<String, T> read) {
        if (given != null || yes) {
            try {
                return read.apply(given == null ? proposal : given);
            } catch (IllegalArgumentException e) {
                throw new CliException(option + ": " + e.getMessage());
            }
        }
        while (true) {
            String answer =
                    console.asks(
                            question,
                            proposal,
                            "give --namespace, --table, --hash-key and --role, or --yes for the"
                                    + " proposals");
            try {
                return read.apply(answer);
            } catch (IllegalArgumentException e) {
                console.say("   " + e.getMessage());
            }
        }
    }

    /** The directory is mostly called as the application is. */
    private static String proposedNamespace() {
        Path here = Path.of("").toAbsolutePath().getFileName();
        String name =
                (here == null ? "" : here.toString())
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        String application = name.length() > 50 ? name.substring(0, 50) : name;
        return (application.isEmpty() ? "app" : application) + "-dev";
    }

    private void write(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (NoSuchFileException e) {
            throw new CliException("there is no directory " + file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private CliException exists() {
        return new CliException(
                file
                        + " is there already and stays as it is; name another file: tablewright"
                        + " init FILE");
    }
}
