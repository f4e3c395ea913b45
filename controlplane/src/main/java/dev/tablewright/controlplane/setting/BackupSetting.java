package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Backups on a schedule: a tag, by which the platform's plan of AWS Backup selects the table. The
 * values create neither plan nor vault, and one plan serves all releases.
 *
 * <p>The tag {@value #TAG} says {@code nightly}, or what the plan has to be like: {@code cron 0 4 _
 * _ . _ keep 35d}. DynamoDB's tags know neither brackets nor {@code * ? , #}, which are written as
 * {@code _ . : @}.
 */
public final class BackupSetting implements Setting<Backup> {
    /** The setting. */
    public static final BackupSetting BACKUP = new BackupSetting();

    /** The tag that plans select by. */
    public static final String TAG = "idp-backup";

    private static final String NAME = "backup";
    private static final Pattern TAG_VALUE =
            Pattern.compile(
                    "(nightly|cron ((?:[0-9A-Z_/.:@-]+ ){5}[0-9A-Z_/.:@-]+))(?: keep"
                            + " ([0-9]{1,5})d)?");
    private static final String CRON_FIELD = "[0-9A-Z*/,?#-]+";
    private static final Field<Boolean> ENABLED =
            Field.optional(
                    "enabled",
                    new ValueType.Flag(),
                    true,
                    "whether the table is backed up on time");
    private static final Field<String> SCHEDULE =
            Field.optional(
                    "schedule",
                    new ValueType.Text(
                            Pattern.compile("cron\\(" + CRON_FIELD + "( " + CRON_FIELD + "){5}\\)"),
                            11,
                            128,
                            "write six fields in UTC as AWS Backup does: cron(0 3 * * ? *)"),
                    Backup.NIGHTLY,
                    "when, in UTC");
    private static final Field<Long> DAYS =
            Field.optional(
                    "deleteAfterDays",
                    new ValueType.Whole(1, 36_500),
                    "after how many days a backup is deleted; otherwise as the platform's plan"
                            + " says");
    private static final ValueType<Backup> BLOCK =
            new ValueType.Block<>(
                    NAME,
                    List.of(ENABLED, SCHEDULE, DAYS),
                    in -> new Backup(in.get(ENABLED), in.get(SCHEDULE), in.find(DAYS)));
    private static final Field<Backup> FIELD =
            Field.optional(NAME, BLOCK, "as at top level, for this table alone");
    private static final Field<Backup> DEFAULT =
            Field.optional(
                    NAME,
                    BLOCK,
                    "backups on a schedule, off when absent; they are the tag idp-backup (nightly,"
                            + " or the schedule), by which the platform's plan of AWS Backup selects"
                            + " tables");

    private BackupSetting() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return NAME;
    }

    @Override
    public Class<Backup> type() {
        return Backup.class;
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
    public @Nullable Backup read(BlockReader table) {
        return table.find(FIELD);
    }

    @Override
    public @Nullable Backup readDefault(BlockReader file) {
        return file.find(DEFAULT);
    }

    @Override
    public void check(Backup value, TableValues table, BlockReader in) {
        if (table.tags().containsKey(TAG)) {
            in.problems()
                    .add(
                            in.path() + ".tags." + TAG,
                            "is what backup sets",
                            "keep one of the two: the tag, or backup");
        }
    }

    @Override
    public Map<String, String> tags(Backup value) {
        return value.enabled() ? Map.of(TAG, tag(value)) : Map.of();
    }

    private static String tag(Backup value) {
        String cron =
                value.schedule()
                        .substring("cron(".length(), value.schedule().length() - 1)
                        .replace('*', '_')
                        .replace('?', '.')
                        .replace(',', ':')
                        .replace('#', '@');
        return (value.schedule().equals(Backup.NIGHTLY) ? "nightly" : "cron " + cron)
                + (value.deleteAfterDays() == null ? "" : " keep " + value.deleteAfterDays() + "d");
    }

    /** Returns what a value of the tag stands for; null if it is none of ours. */
    public static @Nullable Backup ofTag(String value) {
        Matcher parts = TAG_VALUE.matcher(value);
        if (!parts.matches()) {
            return null;
        }
        String cron = parts.group(2);
        String days = parts.group(3);
        return new Backup(
                true,
                cron == null
                        ? Backup.NIGHTLY
                        : "cron("
                                + cron.replace('_', '*')
                                        .replace('.', '?')
                                        .replace(':', ',')
                                        .replace('@', '#')
                                + ")",
                days == null ? null : Long.valueOf(days));
    }

    @Override
    public Backup initial() {
        return Backup.OFF;
    }

    /** The memory of tags does it. */
    @Override
    public @Nullable Backup takenBack() {
        return null;
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    /** Tags are compared as tags. */
    @Override
    public @Nullable Backup observe(TableSight sight) {
        return null;
    }

    @Override
    public List<String> operations() {
        return List.of("CreateTable", "TagResource", "UntagResource");
    }

    @Override
    public String words(Backup value) {
        return value.enabled() ? tag(value) : "off";
    }

    @Override
    public void change(TableCall call, Backup from, Backup to) {
        throw new IllegalStateException("a tag is changed as a tag");
    }
}
