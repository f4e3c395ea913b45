package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.cli.TestShell.Ran;
import dev.tablewright.controlplane.schedule.PlatformBackups;
import dev.tablewright.controlplane.target.BackupPlans;
import dev.tablewright.controlplane.target.Target;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.model.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The platform makes the plans of AWS Backup that tables ask for in their values. */
class BackupScheduleTest {
    private static final String VALUES =
            """
            backup: {enabled: true, deleteAfterDays: 35}
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}]
              - name: Carts
                hashKey: Id
                attributes: [{name: Id, type: S}]
                backup: {schedule: "cron(0 1 ? * MON-FRI,SUN *)"}
            """;

    private final TestShell shell = new TestShell();
    @TempDir private Path temporary;

    BackupScheduleTest() throws IOException {}

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void makesARoleAVaultAndAPlanForEachScheduleOnce() throws IOException {
        Ran nothing = shell.run("backup", "schedule");
        assertThat(nothing.out()).isEqualTo("No table in eu-west-1 asks for backups on time.\n");

        Path values = Files.writeString(temporary.resolve("values.yaml"), VALUES);
        Ran applied = shell.run("apply", "--yes", "-f", values.toString(), "-n", "koa-dev");
        assertThat(applied.code()).as(applied.err()).isZero();
        Ran made = shell.run("backup", "schedule");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("role idp-backup: made")
                .contains("vault idp-backup in eu-west-1: made")
                .contains(
                        "plan idp-backup-nightly-keep-35d: made, cron(0 3 * * ? *), kept for 35"
                                + " days")
                .contains("made, cron(0 1 ? * MON-FRI,SUN *), kept for good");

        assertThat(shell.run("backup", "schedule").out())
                .isEqualTo("Everything is there for 2 schedules in eu-west-1.\n");
        try (Target target = new Target(shell.endpoint(), null, "eu-west-1")) {
            BackupPlans plans = target.backupPlans("eu-west-1");
            Map<String, String> ids = plans.plans();
            assertThat(ids).hasSize(2);
            String nightly = String.valueOf(ids.get("idp-backup-nightly-keep-35d"));
            assertThat(plans.selections(nightly)).containsExactly(PlatformBackups.NAME);
            assertThat(plans.read(nightly).deleteAfterDays()).isEqualTo(35);

            plans.update(
                    nightly,
                    new BackupPlans.Plan(
                            "idp-backup-nightly-keep-35d",
                            PlatformBackups.NAME,
                            "cron(0 4 * * ? *)",
                            null));
            assertThat(shell.run("backup", "schedule").out())
                    .isEqualTo(
                            "plan idp-backup-nightly-keep-35d: changed to cron(0 3 * * ? *), kept"
                                    + " for 35 days\n");
        }
    }

    /** A tag that somebody else gave makes no plan. */
    @Test
    void leavesTagsAloneThatAreNoSchedule() {
        shell.plainTable("mine");
        shell.dynamoDb.tagResource(
                r ->
                        r.resourceArn(TestShell.arn("mine"))
                                .tags(Tag.builder().key("idp-backup").value("sometimes").build()));
        assertThat(shell.run("backup", "schedule").out())
                .isEqualTo("tag idp-backup=sometimes: no schedule, left alone\n");
        try (var iam = shell.iam()) {
            assertThat(iam.listRoles().roles()).isEmpty();
        }
    }
}
