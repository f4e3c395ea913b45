package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.cli.TestShell.Ran;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A backup counts once it has been restored; everybody sees when that was, and how long it took.
 */
class ProvedBackupTest {
    private final TestShell shell = new TestShell();
    @TempDir private Path temporary;

    ProvedBackupTest() throws IOException {}

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void backupIsProvedAndTheProofIsSeen() {
        shell.table("Orders");
        shell.fill("Orders", 60);
        shell.put("Orders", TestShell.item("without a group"));
        assertThat(shell.run("status").out())
                .containsPattern("Orders +ACTIVE +\\d+ .* none +never +-");
        assertThat(shell.run("backup", "create", "Orders", "--name", "first").code()).isZero();

        Ran ran = shell.run("backup", "verify", "Orders");

        assertThat(ran.code()).as(ran.err() + ran.out()).isZero();
        assertThat(ran.out())
                .contains("Orders from the backup first of ")
                .contains(": PROVED, restored in ")
                .contains("ok      items: 61 came back, as the backup says")
                .contains("ok      contents: identical with the table as it is now")
                .contains("ok      indexes: ByGroup 60\n")
                .contains("ok      settings: key and indexes as the backup says")
                .containsPattern("checksum [0-9a-f]{32}\n");
        assertThat(ran.err()).contains("recorded on the table", "deleted the scratch table");
        assertThat(shell.tags("Orders").get("idp/proven-restore"))
                .matches("20\\S+Z took \\S+s items 61 of 20\\S+Z");
        assertThat(shell.run("status").out())
                .containsPattern(
                        "Orders +ACTIVE +\\d+ +\\S+ K?B +20\\S+Z +\\d+ s ago +\\d+ s ago, took \\S+"
                                + " s +-");
        Ran json = shell.run("backup", "verify", "Orders", "-o", "json");
        assertThat(json.out()).contains("\"proved\" : true", "\"items\" : 61");
        assertThat(shell.run("status", "-o", "json").out())
                .contains("\"provenRestoreItems\" : 61", "\"lastBackup\" : \"first\"");
    }

    /** The table goes on: that is no fault of the backup, unless somebody says that it is. */
    @Test
    void whatWasWrittenSinceIsToldAndCountsWhenAsked() {
        shell.table("Orders");
        shell.fill("Orders", 10);
        assertThat(shell.run("backup", "create", "Orders", "--name", "old").code()).isZero();
        shell.put("Orders", TestShell.item("new"));

        Ran ran = shell.run("backup", "verify", "Orders", "--from", "old");
        Ran strict = shell.run("backup", "verify", "Orders", "--identical");
        Ran now = shell.run("backup", "verify", "Orders", "--identical", "--at", "latest");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("1 item differs from the table as it is now, which has gone");
        assertThat(strict.code()).isEqualTo(2);
        assertThat(strict.out()).contains(": NOT RIGHT", "WRONG   contents: 1 item differs");
        assertThat(now.code()).as(now.out() + now.err()).isIn(0, 2);
        assertThat(now.out()).contains("settings: key and indexes as the table has them");
    }

    @Test
    void tablesAreProvedOneByOneAndAFailureKeepsNoOtherBack() {
        shell.plainTable("Plain");
        shell.table("Empty");

        Ran ran = shell.run("backup", "verify", "Plain", "Empty");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("Plain: NOT PROVED: point-in-time recovery of Plain");
        assertThat(ran.out()).contains("Empty as it was at").contains("items: 0 came back");
    }

    /** A restore that fails takes its table away; why, the same command says. */
    @Test
    void damagedBackupIsNamedAtTheFirstAttempt() throws Exception {
        Path data = temporary.resolve("data");
        try (TestShell kept = new TestShell(data)) {
            kept.table("Orders");
            kept.fill("Orders", 60);
            assertThat(kept.run("backup", "create", "Orders", "--name", "torn").code()).isZero();
            Path damaged;
            try (Stream<Path> files = Files.walk(data.resolve("backups"))) {
                damaged =
                        files.filter(file -> file.toString().endsWith(".json.gz"))
                                .findFirst()
                                .orElseThrow();
            }
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[bytes.length / 2] ^= 1;
            Files.write(damaged, bytes);

            Ran ran = kept.run("backup", "verify", "Orders", "--from", "torn");

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains("is damaged: ")
                    .contains(damaged.getFileName().toString())
                    .contains("does not have its checksum");
            assertThat(kept.dynamoDb.listTables().tableNames()).containsExactly("Orders");
        }
    }

    @Test
    void scheduleGoesOnUntilItIsStopped() throws Exception {
        shell.table("Orders");
        Thread schedule =
                new Thread(() -> shell.run("backup", "verify", "Orders", "--every", "1s"));
        schedule.start();
        String first = proof("");
        String second = proof(first);
        schedule.interrupt();
        schedule.join();

        assertThat(second).isNotEqualTo(first);
    }

    private String proof(String before) throws InterruptedException {
        while (true) {
            String proof = shell.tags("Orders").getOrDefault("idp/proven-restore", "");
            if (!proof.equals(before)) {
                return proof;
            }
            Thread.sleep(50);
        }
    }

    @Test
    void statusCountsDriftOfTablesThatValuesName() throws Exception {
        Path values =
                Files.writeString(
                        temporary.resolve("values.yaml"),
                        """
                        tables:
                          - name: Orders
                            hashKey: Id
                            attributes: [{name: Id, type: S}]
                        """);
        assertThat(shell.run("apply", "-f", values.toString(), "-n", "koa-dev", "--yes").code())
                .isZero();
        Ran calm = shell.run("status", "-f", values.toString(), "-n", "koa-dev");
        shell.dynamoDb.updateTimeToLive(
                r ->
                        r.tableName("koa-dev-Orders")
                                .timeToLiveSpecification(t -> t.enabled(true).attributeName("e")));
        shell.dynamoDb.updateContinuousBackups(
                r ->
                        r.tableName("koa-dev-Orders")
                                .pointInTimeRecoverySpecification(
                                        p -> p.pointInTimeRecoveryEnabled(false)));
        Ran moved = shell.run("status", "-f", values.toString(), "-n", "koa-dev");

        assertThat(calm.out()).as(calm.err()).containsPattern("koa-dev-Orders .*none\n");
        assertThat(moved.out()).containsPattern("koa-dev-Orders .* off .*1 difference\n");
    }
}
