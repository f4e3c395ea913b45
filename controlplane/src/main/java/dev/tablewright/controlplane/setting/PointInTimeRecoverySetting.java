package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoverySpecification;

import java.util.List;

/** Restoring a table to a past moment: UpdateContinuousBackups, once the table is ACTIVE. */
public final class PointInTimeRecoverySetting implements Setting<PointInTimeRecovery> {
    /** The setting. */
    public static final PointInTimeRecoverySetting RECOVERY = new PointInTimeRecoverySetting();

    private static final String NAME = "pointInTimeRecovery";
    private static final Field<Boolean> ENABLED =
            Field.optional(
                    "enabled",
                    new ValueType.Flag(),
                    true,
                    "whether the table can be restored to a past moment");
    private static final Field<Long> DAYS =
            Field.optional(
                    "recoveryPeriodInDays",
                    new ValueType.Whole(1, 35),
                    35L,
                    "how many days back the table can be restored");
    private static final ValueType<PointInTimeRecovery> BLOCK =
            new ValueType.Block<>(
                    NAME,
                    List.of(ENABLED, DAYS),
                    in -> new PointInTimeRecovery(in.get(ENABLED), in.get(DAYS).intValue()));
    private static final Field<PointInTimeRecovery> FIELD =
            Field.optional(NAME, BLOCK, "as at top level, for this table alone");
    private static final Field<PointInTimeRecovery> DEFAULT =
            Field.optional(
                    NAME,
                    BLOCK,
                    PointInTimeRecovery.DEFAULT,
                    "restoring tables to a past moment; on, for 35 days, unless said otherwise");

    private PointInTimeRecoverySetting() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "point-in-time recovery";
    }

    @Override
    public Class<PointInTimeRecovery> type() {
        return PointInTimeRecovery.class;
    }

    @Override
    public Phase phase() {
        return Phase.BESIDE;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public List<Field<?>> defaultFields() {
        return List.of(DEFAULT);
    }

    @Override
    public @Nullable PointInTimeRecovery read(BlockReader table) {
        return table.find(FIELD);
    }

    @Override
    public PointInTimeRecovery readDefault(BlockReader file) {
        return file.get(DEFAULT);
    }

    @Override
    public PointInTimeRecovery initial() {
        return new PointInTimeRecovery(false, PointInTimeRecovery.DEFAULT.recoveryPeriodInDays());
    }

    /** The values always name it: there is a default. */
    @Override
    public @Nullable PointInTimeRecovery takenBack() {
        return null;
    }

    @Override
    public boolean isCopied() {
        return true;
    }

    @Override
    public boolean hasOwnCall() {
        return true;
    }

    @Override
    public @Nullable PointInTimeRecovery observe(TableSight sight) {
        var backups =
                sight.dynamoDb()
                        .describeContinuousBackups(
                                request -> request.tableName(sight.address().name()))
                        .continuousBackupsDescription();
        if (backups == null || backups.pointInTimeRecoveryDescription() == null) {
            return null;
        }
        var recovery = backups.pointInTimeRecoveryDescription();
        Integer days = recovery.recoveryPeriodInDays();
        return new PointInTimeRecovery(
                "ENABLED".equals(recovery.pointInTimeRecoveryStatusAsString()),
                days == null ? PointInTimeRecovery.DEFAULT.recoveryPeriodInDays() : days);
    }

    /** The period has no meaning while recovery is off. */
    @Override
    public boolean satisfies(PointInTimeRecovery is, PointInTimeRecovery wanted) {
        return is.equals(wanted) || (!is.enabled() && !wanted.enabled());
    }

    @Override
    public List<String> warnings(PointInTimeRecovery is, PointInTimeRecovery wanted) {
        if (is.enabled() && !wanted.enabled()) {
            return List.of(
                    "can afterwards not be restored to any past moment; the record kept so far is"
                            + " lost for good");
        }
        return is.enabled() && wanted.recoveryPeriodInDays() < is.recoveryPeriodInDays()
                ? List.of(
                        "can afterwards be restored to the last "
                                + wanted.recoveryPeriodInDays()
                                + " days only; what is older is lost for good")
                : List.of();
    }

    @Override
    public List<String> operations() {
        return List.of("UpdateContinuousBackups");
    }

    @Override
    public String words(PointInTimeRecovery recovery) {
        return recovery.enabled() ? recovery.recoveryPeriodInDays() + " days" : "off";
    }

    @Override
    public boolean updatesTable() {
        return false;
    }

    @Override
    public void change(TableCall call, PointInTimeRecovery from, PointInTimeRecovery to)
            throws NotDone, InterruptedException {
        OwnReplicas.of(call).recover(call, to);
        set(call, call.dynamoDb(), to);
    }

    /** Sets it, in the region of {@code dynamoDb}. */
    static void set(TableCall call, DynamoDbClient dynamoDb, PointInTimeRecovery to)
            throws NotDone, InterruptedException {
        call.until(
                () -> "continuous backups are not available",
                () -> {
                    try {
                        dynamoDb.updateContinuousBackups(
                                request ->
                                        request.tableName(call.table().name())
                                                .pointInTimeRecoverySpecification(
                                                        wanted -> specify(wanted, to)));
                        return true;
                    } catch (ContinuousBackupsUnavailableException _) {
                        return false;
                    }
                });
    }

    private static void specify(
            PointInTimeRecoverySpecification.Builder specification, PointInTimeRecovery to) {
        specification.pointInTimeRecoveryEnabled(to.enabled());
        if (to.enabled()) {
            specification.recoveryPeriodInDays(to.recoveryPeriodInDays());
        }
    }
}
