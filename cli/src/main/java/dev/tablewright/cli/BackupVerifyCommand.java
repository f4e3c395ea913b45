package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.comparison.ComparisonFailed;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.BackupVerification;
import dev.tablewright.controlplane.restore.BackupVerification.Check;
import dev.tablewright.controlplane.restore.BackupVerification.Verified;
import dev.tablewright.controlplane.restore.Moment;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.restore.TableBackups;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Proves that tables can be brought back. */
@Command(
        name = "verify",
        description = {
            "Prove that a table can be brought back: restore it to a scratch table, count and"
                    + " compare the items, check the indexes and the settings, measure how long it"
                    + " took, and delete the scratch table.",
            "A proof is recorded on the table as the tag idp/proven-restore, which \"status\""
                    + " shows. Exit code: 0 proved, 2 restored but not right, 1 not restored."
        })
final class BackupVerifyCommand implements Callable<Integer> {
    private static final int NOT_RIGHT = 2;
    private static final String NEEDS =
            "what a restore takes, dynamodb:Scan on the table, and dynamodb:DeleteTable on scratch"
                    + " tables (NAME-scratch-*); the proof takes dynamodb:TagResource on the table";

    @Parameters(
            arity = "1..*",
            paramLabel = "TABLE",
            description = "Tables, by their names in AWS or their ends.")
    private List<String> tables = List.of();

    @Option(
            names = "--from",
            paramLabel = "BACKUP",
            description =
                    "The backup, by its name or ARN (default: the newest one; where there is none,"
                            + " point-in-time recovery).")
    private @Nullable String from;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "A moment of point-in-time recovery instead: " + Moment.FORMS + ".")
    private @Nullable String at;

    @Option(
            names = "--identical",
            description = "Fail when an item differs from the table as it is now.")
    private boolean identical;

    @Option(
            names = "--every",
            paramLabel = "SPAN",
            description = "Do it again and again, for instance every 24h; Ctrl-C ends it.")
    private @Nullable String every;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Mixin private TableTarget where = new TableTarget();

    private final Console console;
    private final InstantSource clock = InstantSource.system();

    BackupVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        OutputOption.require(output, "text", "json");
        if (from != null && (at != null || tables.size() > 1)) {
            throw new CliException("--from is of one table, and not together with --at");
        }
        Duration pause = every == null ? Duration.ZERO : Age.of("--every", every);
        while (true) {
            int worst = round();
            if (pause.isZero()) {
                return worst;
            }
            Sleeper.REAL.sleep(pause);
        }
    }

    /** Failures of one table keep nobody from proving the others. */
    private int round() throws InterruptedException {
        int worst = 0;
        for (String table : tables) {
            try (Target target = where.open(console)) {
                worst = Math.max(worst, verify(target, table));
            } catch (CliException e) {
                if (tables.size() == 1 && every == null) {
                    throw e;
                }
                console.say(table + ": NOT PROVED: " + e.getMessage());
                worst = Math.max(worst, 1);
            }
        }
        return worst;
    }

    private int verify(Target target, String name) throws InterruptedException {
        try {
            TableAddress table = where.table(target, name, console);
            try (ScratchTable scratch =
                    ScratchTable.begin(target, table, origin(target, table), console)) {
                Duration took = scratch.await();
                BackupVerification verification =
                        new BackupVerification(target, clock, Sleeper.REAL);
                Verified verified;
                try (CompareLines lines = new CompareLines(console, 0)) {
                    verified = verification.verify(scratch.begun(), took, identical, lines::read);
                }
                console.print(output.equals("json") ? json(verified) : text(verified));
                if (verified.isProved()) {
                    record(verification, verified);
                }
                return verified.isProved() ? 0 : NOT_RIGHT;
            }
        } catch (RestoreFailed | ComparisonFailed e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            throw TableTarget.refused(target, e, NEEDS);
        }
    }

    private Origin origin(Target target, TableAddress table) throws RestoreFailed {
        if (at != null) {
            return new Origin.AtMoment(RestoreCommand.moment(at));
        }
        TableBackups backups = new TableBackups(target, clock, Sleeper.REAL);
        if (from != null) {
            return new Origin.FromBackup(backups.find(table, from));
        }
        return backups.list(table.region(), table.name()).stream()
                .filter(BackupEntry::isAvailable)
                .findFirst()
                .<Origin>map(Origin.FromBackup::new)
                .orElseGet(() -> new Origin.AtMoment(new Moment.Latest()));
    }

    private void record(BackupVerification verification, Verified verified) {
        String hindrance = verification.record(verified);
        console.say(
                hindrance == null
                        ? "recorded on the table: idp/proven-restore"
                        : "the proof could not be recorded on the table: " + hindrance);
    }

    private static String text(Verified verified) {
        StringBuilder text = new StringBuilder();
        text.append(verified.begun().what());
        text.append(verified.isProved() ? ": PROVED" : ": NOT RIGHT");
        text.append(", restored in ").append(Spans.exact(verified.took())).append('\n');
        for (Check check : verified.checks()) {
            text.append(check.passed() ? "  ok      " : "  WRONG   ");
            text.append(check.name()).append(": ").append(check.finding()).append('\n');
        }
        return text.append("  checksum ").append(verified.checksum()).append('\n').toString();
    }

    private static String json(Verified verified) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("table", verified.begun().source().name());
        BackupEntry backup = verified.begun().backup();
        if (backup != null) {
            document.put("backup", backup.name());
        }
        document.put("moment", verified.begun().moment().toString());
        document.put("proved", verified.isProved());
        document.put("tookMillis", verified.took().toMillis());
        document.put("items", verified.items());
        document.put("checksum", verified.checksum());
        document.put(
                "checks",
                verified.checks().stream()
                        .map(
                                check ->
                                        Map.of(
                                                "name", check.name(),
                                                "passed", check.passed(),
                                                "finding", check.finding()))
                        .toList());
        return BackupText.JSON.writeValueAsString(document) + "\n";
    }
}
