package dev.tablewright.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.backup.Backups;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.objects.InMemoryObjects;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.authorization.ResourcePolicies;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.MovableClock;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.identity.TrustPolicies;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What AWS Backup does by itself, under a clock that the test moves. */
class BackupSchedulerTest {
    private static final Place PLACE = new Place("123456789012", "eu-west-1");
    private static final TableRef ORDERS = new TableRef(PLACE.account(), PLACE.region(), "orders");
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"Service":"backup.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            """;
    private static final String ALL =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}
            """;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final long seed = new SecureRandom().nextLong();
    private final Random random = new Random(seed);
    private final StorageEngine storage = new InMemoryEngine();
    private final InMemoryObjects objects = new InMemoryObjects();
    private final Database database = Database.open(storage, objects, clock, random);
    private final Identities identities = Identities.open(storage, clock, new SecureRandom());
    private AwsBackup state = AwsBackup.open(storage, clock, random);
    private BackupScheduler scheduler;
    private final String roleArn;

    BackupSchedulerTest() {
        var _ = identities.createAccount(PLACE.account());
        roleArn = role("backup", TRUST, ALL);
        scheduler = scheduler();
        table("orders", Map.of("idp-backup", "nightly"));
        var _ = state.vaults().create(PLACE, "nightly", null, null, Map.of());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private BackupScheduler scheduler() {
        var authorizer = new Authorizer(identities, ResourcePolicies.NONE, Enforcement.STRICT);
        return new BackupScheduler(
                state,
                database,
                new JobRights(identities, authorizer, database.tables()),
                EnvironmentBudgets.open(new InMemoryEngine(), database, clock));
    }

    /** Ends the process and starts it again: all that is not kept is gone. */
    private void restart() {
        state = AwsBackup.open(storage, clock, random);
        scheduler = scheduler();
    }

    private String role(String name, String trust, String policy) {
        return identities.change(
                PLACE.account(),
                draft -> {
                    var role =
                            new Role(
                                    draft.newHead(EntityKind.ROLE, name, "/"),
                                    Tags.NONE,
                                    PolicyHolder.Policies.NONE.withInline(
                                            "only", StoredPolicy.parse(policy, PolicyKind.INLINE)),
                                    TrustPolicies.parse(trust, draft.image()),
                                    "",
                                    3600);
                    draft.put(role);
                    return role.arn();
                });
    }

    private void table(String name, Map<String, String> tags) {
        var ref = new TableRef(PLACE.account(), PLACE.region(), name);
        var _ =
                database.tables()
                        .create(
                                new NewTable(
                                        ref,
                                        List.of(new AttributeDeclaration("id", KeyType.S)),
                                        List.of(new KeyElement("id", KeyElement.Role.HASH)),
                                        null,
                                        null,
                                        BillingMode.PAY_PER_REQUEST,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        false,
                                        tags));
        step();
    }

    private void step() {
        scheduler.runOnce(clock.instant());
        while (database.runOnce(clock.instant())) {
            Thread.onSpinWait();
        }
        scheduler.runOnce(clock.instant());
    }

    private BackupPlan plan(String schedule, Lifecycle lifecycle, long startMinutes) {
        var rule =
                new BackupPlan.Rule(
                        "",
                        "rule",
                        "nightly",
                        schedule,
                        "Etc/UTC",
                        startMinutes,
                        startMinutes + 60,
                        lifecycle,
                        Map.of("made-by", "plan"));
        var version =
                new BackupPlan.Version("", Instant.EPOCH, "nightly", List.of(rule), List.of());
        BackupPlan plan = state.plans().create(PLACE, null, version, Map.of());
        var _ =
                state.plans()
                        .select(
                                new Selection(
                                        PLACE,
                                        plan.id(),
                                        "",
                                        "tagged",
                                        roleArn,
                                        List.of(),
                                        List.of(),
                                        List.of(new Selection.Tag("idp-backup", "nightly")),
                                        List.of(),
                                        null,
                                        Instant.EPOCH));
        return plan;
    }

    private static Lifecycle days(long days) {
        return new Lifecycle(null, days, null);
    }

    private BackupJob asked(String vault, String role, Lifecycle lifecycle) {
        BackupJob job =
                state.jobs()
                        .backUp(
                                new Jobs.Wanted(
                                        PLACE,
                                        null,
                                        vault,
                                        ORDERS,
                                        role,
                                        lifecycle,
                                        Map.of(),
                                        Duration.ofHours(8),
                                        Duration.ofDays(7)));
        return job;
    }

    private BackupJob now(BackupJob job) {
        return state.jobs().requireBackup(PLACE, job.id());
    }

    /**
     * The law of the nightly plan: however the time passes, there is a recovery point of every
     * night that a lifecycle has not ended, and none of any other; in the vault and in DynamoDB
     * alike.
     */
    @Test
    void refusesSchedulesThatAreNoneOrTooOften() {
        assertThatThrownBy(() -> plan("cron(0/30 * * * ? *)", Lifecycle.FOR_GOOD, 60))
                .isInstanceOf(BackupException.class)
                .hasMessageEndingWith("Invalid ScheduleExpression: backups can be at most hourly");
        assertThatThrownBy(() -> plan("at(2030-01-01T00:00:00)", Lifecycle.FOR_GOOD, 60))
                .isInstanceOf(BackupException.class)
                .hasMessageEndingWith("Invalid ScheduleExpression: at(2030-01-01T00:00:00)");
    }

    @Test
    void fortyDaysLeaveExactlyTheNightsThatTheLifecycleAllows() {
        int kept = 1 + random.nextInt(39);
        plan("cron(0 3 * * ? *)", days(kept), 60);
        table("other", Map.of("idp-backup", "weekly"));
        Instant start = clock.instant();
        Instant end = start.plus(Duration.ofDays(40));
        while (clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            Duration by = Duration.ofMinutes(1 + random.nextInt(59));
            clock.advance(by.compareTo(left) < 0 ? by : left);
            if (random.nextInt(100) == 0) {
                restart();
            }
            step();
        }

        List<Instant> nights = new ArrayList<>();
        for (RecoveryPoint point : state.points().list(PLACE)) {
            assertThat(point.table()).isEqualTo(ORDERS);
            assertThat(point.status()).isEqualTo(RecoveryPoint.Status.COMPLETED);
            assertThat(point.tags()).containsEntry("made-by", "plan");
            assertThat(point.created().plus(Duration.ofDays(kept))).isAfter(end);
            nights.add(point.initiated());
        }
        List<Instant> expected = new ArrayList<>();
        for (int day = 39; day >= 0; day--) {
            Instant night = start.plus(Duration.ofDays(day)).plus(Duration.ofHours(3));
            // It was taken up to an hour after its time: in between, both are right.
            boolean certain = night.plus(Duration.ofDays(kept)).isAfter(end);
            boolean possible = night.plus(Duration.ofDays(kept)).plusSeconds(3600).isAfter(end);
            if (certain || (possible && nights.contains(night))) {
                expected.add(night);
            }
        }
        assertThat(nights).as("kept for %d days, seed %d", kept, seed).isEqualTo(expected);
        assertThat(awsBackups()).hasSameSizeAs(expected);
        assertThat(state.jobs().backups(PLACE))
                .as("jobs are remembered for thirty days")
                .hasSizeBetween(30, 31)
                .allMatch(job -> job.state() == BackupJob.State.COMPLETED);
    }

    private List<Backup> awsBackups() {
        var filter = new Backups.Filter(null, null, null, Backup.Type.AWS_BACKUP);
        return database.backups()
                .list(PLACE.account(), PLACE.region(), filter, null, 100)
                .backups();
    }

    @Test
    void runThatWasMissedStillStartsInItsWindow() {
        BackupPlan plan = plan("cron(0 3 * * ? *)", Lifecycle.FOR_GOOD, 60);
        clock.advance(Duration.ofHours(27).plusMinutes(59));
        restart();
        step();

        List<BackupJob> jobs = state.jobs().backups(PLACE);
        assertThat(jobs)
                .extracting(BackupJob::state)
                .containsExactly(BackupJob.State.COMPLETED, BackupJob.State.EXPIRED);
        assertThat(jobs.getFirst().created()).isEqualTo("2026-01-02T03:00:00Z");
        assertThat(jobs.getLast().message()).isEqualTo("Backup job expired before it could start.");
        assertThat(state.plans().require(PLACE, plan.id()).lastRun())
                .isEqualTo("2026-01-02T03:00:00Z");
        assertThat(state.points().list(PLACE)).hasSize(1);
    }

    /** A server that was down for years must not make a job of every night. */
    @Test
    void runsOfLongAgoAreNotMadeUpFor() {
        plan("cron(0 3 * * ? *)", Lifecycle.FOR_GOOD, 60);
        clock.advance(Duration.ofDays(3650));
        step();
        assertThat(state.jobs().backups(PLACE)).hasSize(30);
    }

    @Test
    void changedRuleRunsAtItsNewTimeOnly() {
        BackupPlan plan = plan("cron(0 3 * * ? *)", Lifecycle.FOR_GOOD, 60);
        BackupPlan.Rule old = plan.current().rules().getFirst();
        var rule =
                new BackupPlan.Rule(
                        "",
                        "rule",
                        "nightly",
                        "rate(6 hours)",
                        "Etc/UTC",
                        60,
                        120,
                        days(1),
                        Map.of());
        BackupPlan changed =
                state.plans()
                        .update(
                                PLACE,
                                plan.id(),
                                new BackupPlan.Version(
                                        "", Instant.EPOCH, "other", List.of(rule), List.of()));

        assertThat(changed.current().rules().getFirst().id()).isEqualTo(old.id());
        assertThat(changed.versions()).hasSize(2);
        assertThat(state.plans().comingRuns(changed, 2))
                .extracting(Plans.ComingRun::time)
                .containsExactly(
                        Instant.parse("2026-01-01T06:00:00Z"),
                        Instant.parse("2026-01-01T12:00:00Z"));
        clock.advance(Duration.ofHours(6));
        step();
        assertThat(state.jobs().backups(PLACE)).hasSize(1);
    }

    @Test
    void jobRunsWithTheRightsOfItsRole() {
        String weak =
                role(
                        "weak",
                        TRUST,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                         "Action":"dynamodb:DescribeTable","Resource":"*"}]}
                        """);
        BackupJob job = asked("nightly", weak, Lifecycle.FOR_GOOD);
        step();
        assertThat(now(job).state()).isEqualTo(BackupJob.State.FAILED);
        assertThat(now(job).message())
                .startsWith(
                        "IAM Role "
                                + weak
                                + " does not have sufficient permissions to execute the backup: ")
                .contains("dynamodb:CreateBackup", ORDERS.arn());

        String closed =
                role("closed", TRUST.replace("backup.amazonaws.com", "ec2.amazonaws.com"), ALL);
        BackupJob refused = asked("nightly", closed, Lifecycle.FOR_GOOD);
        step();
        assertThat(now(refused).message())
                .isEqualTo("IAM Role " + closed + " cannot be assumed by AWS Backup");
        assertThat(awsBackups()).isEmpty();
    }

    @Test
    void lockedVaultKeepsWhatItHoldsUntilItsTime() {
        Vault vault = state.vaults().require(PLACE, "nightly");
        BackupJob job = asked("nightly", roleArn, days(7));
        step();
        String arn = String.valueOf(now(job).recoveryPointArn());
        state.vaults().lock(PLACE, "nightly", 2L, 30L, 3L);
        Vault locked = state.vaults().require(PLACE, "nightly");

        assertThatThrownBy(() -> state.points().delete(locked, arn, database.backups()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("locked");
        assertThatThrownBy(() -> state.points().keep(locked, arn, days(2)))
                .isInstanceOf(BackupException.class);
        for (Lifecycle wrong : List.of(days(1), days(31), Lifecycle.FOR_GOOD)) {
            BackupJob refused = asked("nightly", roleArn, wrong);
            step();
            assertThat(now(refused).state()).as("%s", wrong).isEqualTo(BackupJob.State.FAILED);
            assertThat(now(refused).message()).contains("RetentionDays");
        }

        clock.advance(Duration.ofDays(3));
        assertThatThrownBy(() -> state.vaults().unlock(PLACE, "nightly"))
                .hasMessage("Vault Lock configuration is immutable and cannot be deleted");
        assertThatThrownBy(() -> state.vaults().lock(PLACE, vault.name(), 1L, null, null))
                .hasMessage("Vault Lock configuration is immutable and cannot be modified");
        clock.advance(Duration.ofDays(4).minusMillis(1));
        step();
        assertThat(state.points().find(PLACE, arn)).isNotNull();
        clock.advance(Duration.ofMillis(1));
        step();
        assertThat(state.points().find(PLACE, arn)).isNull();
        assertThat(awsBackups()).isEmpty();
    }

    @Test
    void whatACrashLeftUnrecordedGoes() {
        var unknown = database.backups().create(ORDERS, "awsbackup-lost", Backup.Type.AWS_BACKUP);
        restart();
        step();
        step();
        assertThat(unknown.status()).isEqualTo(Backup.Status.CREATING);
        assertThat(awsBackups()).isEmpty();
        assertThat(state.points().list(PLACE)).isEmpty();
    }

    @Test
    void jobSurvivesARestartWhileItRuns() {
        BackupJob job = asked("nightly", roleArn, Lifecycle.FOR_GOOD);
        scheduler.runOnce(clock.instant());
        assertThat(now(job).state()).isEqualTo(BackupJob.State.RUNNING);
        restart();
        step();
        assertThat(now(job).state()).isEqualTo(BackupJob.State.COMPLETED);
        assertThat(awsBackups()).hasSize(1);
    }

    @Test
    void stoppedJobLeavesNothing() {
        BackupJob waiting = asked("nightly", roleArn, Lifecycle.FOR_GOOD);
        state.jobs().stop(PLACE, waiting.id());
        assertThat(now(waiting).state()).isEqualTo(BackupJob.State.ABORTED);

        BackupJob running = asked("nightly", roleArn, Lifecycle.FOR_GOOD);
        scheduler.runOnce(clock.instant());
        assertThat(now(running).state()).isEqualTo(BackupJob.State.RUNNING);
        state.jobs().stop(PLACE, running.id());
        assertThat(now(running).state()).isEqualTo(BackupJob.State.ABORTING);
        step();
        step();
        assertThat(now(running).state()).isEqualTo(BackupJob.State.ABORTED);
        assertThat(awsBackups()).isEmpty();
        assertThatThrownBy(() -> state.jobs().stop(PLACE, running.id()))
                .hasMessageContaining("is in state ABORTED");
    }

    @Test
    void tableThatIsDeletedMeanwhileFailsTheJob() {
        BackupJob job = asked("nightly", roleArn, Lifecycle.FOR_GOOD);
        var _ = database.tables().delete(ORDERS);
        step();
        step();
        assertThat(now(job).state()).isEqualTo(BackupJob.State.FAILED);
        assertThat(now(job).message()).isEqualTo("Table not found: orders");
    }

    @Test
    void optingOutStopsThePlans() {
        plan("cron(0 3 * * ? *)", Lifecycle.FOR_GOOD, 60);
        state.preferences().protectDynamoDb(PLACE, false);
        clock.advance(Duration.ofHours(3));
        step();
        assertThat(state.jobs().backups(PLACE)).isEmpty();
    }

    private RestoreJob restored(RecoveryPoint point, String role, RestoreJob.Encryption how) {
        RestoreJob job =
                state.jobs()
                        .restore(
                                new RestoreJob(
                                        PLACE,
                                        "",
                                        null,
                                        RestoreJob.Status.PENDING,
                                        null,
                                        point.arn(),
                                        point.vaultArn(),
                                        point.created(),
                                        role,
                                        Map.of(),
                                        false,
                                        ORDERS,
                                        new TableRef(
                                                PLACE.account(), PLACE.region(), "again-" + how),
                                        how,
                                        how == RestoreJob.Encryption.KMS ? "mine" : null,
                                        point.bytes(),
                                        Instant.EPOCH,
                                        null));
        step();
        restart();
        step();
        return state.jobs().requireRestore(PLACE, job.id());
    }

    @Test
    void restoreIsEncryptedAsAskedAndHasTheRightsOfItsRole() {
        var _ = asked("nightly", roleArn, Lifecycle.FOR_GOOD);
        step();
        RecoveryPoint point = state.points().list(PLACE).getFirst();
        for (RestoreJob.Encryption how : RestoreJob.Encryption.values()) {
            RestoreJob job = restored(point, roleArn, how);
            assertThat(job.status()).as(job.message()).isEqualTo(RestoreJob.Status.COMPLETED);
            var encryption = database.tables().describe(job.target()).settings().encryption();
            assertThat(encryption != null).isEqualTo(how == RestoreJob.Encryption.KMS);
        }
        clock.advance(Duration.ofMillis(1));
        RestoreJob again = restored(point, roleArn, RestoreJob.Encryption.OWNED);
        assertThat(again.status()).isEqualTo(RestoreJob.Status.FAILED);
        assertThat(again.message()).isEqualTo("Table already exists: again-OWNED");

        String half = role("half", TRUST, ALL.replace("dynamodb:*", "dynamodb:Restore*"));
        var _ = database.tables().delete(again.target());
        step();
        step();
        RestoreJob refused = restored(point, half, RestoreJob.Encryption.OWNED);
        assertThat(refused.status()).isEqualTo(RestoreJob.Status.FAILED);
        assertThat(refused.message())
                .contains("does not have sufficient permissions to execute the restore")
                .contains("dynamodb:BatchWriteItem");
    }
}
