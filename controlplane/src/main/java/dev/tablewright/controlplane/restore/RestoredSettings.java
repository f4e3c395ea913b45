package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.setting.NotDone;
import dev.tablewright.controlplane.setting.NotYet;
import dev.tablewright.controlplane.setting.Phase;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.StreamSetting;
import dev.tablewright.controlplane.setting.TableCall;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.TableSight;
import dev.tablewright.controlplane.setting.TableStream;
import dev.tablewright.controlplane.setting.TimeToLive;
import dev.tablewright.controlplane.setting.TimeToLiveSetting;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.controlplane.setting.WarmThroughputSetting;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.model.BillingMode;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts back on a restored table what AWS leaves out of a restore: tags, time to live, stream,
 * point-in-time recovery, deletion protection, resource policy, contributor insights, Kinesis
 * destination: every setting that there is, but warm throughput, which costs money.
 *
 * <p>Each is compared first, so that doing it again does only what is missing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CreateBackup.html">What
 *     a backup does not have</a>
 */
public final class RestoredSettings {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Target target;
    private final InstantSource clock;
    private final Waiting waiting;

    /** Of a target, by a clock. */
    public RestoredSettings(Target target, InstantSource clock, Sleeper sleeper) {
        this.target = target;
        this.clock = clock;
        this.waiting = new Waiting(clock, sleeper);
    }

    /**
     * What a table had besides its items.
     *
     * @param tags of the table
     * @param gaps what could not be read, in sentences
     */
    public record Original(Settings settings, Map<String, String> tags, List<String> gaps) {
        /** Copies the list. */
        public Original {
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * What was done.
     *
     * @param done each in a few words
     * @param failed each with its reason; doing it again may help
     */
    public record PutBack(List<String> done, List<String> failed) {
        /** Copies the lists. */
        public PutBack {
            done = List.copyOf(done);
            failed = List.copyOf(failed);
        }
    }

    /**
     * Reads what a table has, as far as the credentials allow.
     *
     * @return null if there is no such table any more
     */
    public @Nullable Original read(TableAddress table) {
        TableDescription described;
        try {
            described = client(table).describeTable(r -> r.tableName(table.name())).table();
        } catch (ResourceNotFoundException none) {
            return null;
        }
        TableSight sight = new TableSight(target, table, described);
        List<String> gaps = new ArrayList<>();
        Settings settings = Settings.NONE;
        Map<String, String> tags = Map.of();
        try {
            tags = Observer.tags(client(table), described.tableArn());
        } catch (AwsServiceException e) {
            gaps.add("the tags of " + table.name() + ": " + Target.codeAndSentence(e));
        }
        Set<Setting<?>> remembered = SettingMemory.remembered(tags);
        BillingMode mode = billing(described);
        for (Setting<?> setting : TableSettings.ALL) {
            if (setting.appliesTo(mode)
                    && (setting.isFoundWith(mode) || remembered.contains(setting))) {
                settings = read(setting, sight, settings, gaps);
            }
        }
        return new Original(settings, tags, gaps);
    }

    private static <V> Settings read(
            Setting<V> setting, TableSight sight, Settings others, List<String> gaps) {
        try {
            return others.with(setting, setting.observe(sight));
        } catch (AwsServiceException e) {
            if (e.awsErrorDetails() == null
                    || !"UnknownOperationException".equals(e.awsErrorDetails().errorCode())) {
                gaps.add(
                        "the "
                                + setting.title()
                                + " of "
                                + sight.address().name()
                                + ": "
                                + Target.codeAndSentence(e));
            }
            return others;
        }
    }

    /** Reads what a backup remembers of a table that is gone. */
    public Original read(String region, BackupEntry backup) {
        BackupDescription described =
                target.dynamoDb(region)
                        .describeBackup(r -> r.backupArn(backup.arn()))
                        .backupDescription();
        Settings settings = Settings.NONE;
        var features = described.sourceTableFeatureDetails();
        if (features != null && features.timeToLiveDescription() != null) {
            var expiry = features.timeToLiveDescription();
            settings =
                    settings.with(
                            TimeToLiveSetting.TIME_TO_LIVE,
                            new TimeToLive(
                                    "ENABLED".equals(expiry.timeToLiveStatusAsString()),
                                    expiry.attributeName()));
        }
        if (features != null
                && features.streamDescription() != null
                && Boolean.TRUE.equals(features.streamDescription().streamEnabled())) {
            settings =
                    settings.with(
                            StreamSetting.STREAM,
                            new TableStream(true, features.streamDescription().streamViewType()));
        }
        return new Original(
                settings,
                Map.of(),
                List.of(
                        "the table is gone, and a backup remembers neither tags, point-in-time"
                                + " recovery, deletion protection nor resource policy"));
    }

    /**
     * Returns the tags of a table that is restored from one with {@code tags}: the same, but its
     * own name in the values. A plan of values that do not name it yet leaves it alone.
     */
    public static Map<String, String> tags(Map<String, String> tags, TableAddress restored) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.keySet()
                .removeIf(
                        key ->
                                key.startsWith("aws:")
                                        || key.equals(Release.CLONE_TAG)
                                        || key.equals(Release.RESTORE_TAG)
                                        || key.equals(RestoreProof.TAG));
        if (Owner.of(tags) instanceof Owner.OwnedBy(var release)) {
            all.putAll(release.restoredTags(restored.name()));
        }
        return all;
    }

    /**
     * Makes a restored table like its original.
     *
     * @param tags all that it shall have
     * @param progress hears what is done
     */
    public PutBack putBack(
            Original original,
            Map<String, String> tags,
            TableAddress restored,
            Consumer<String> progress)
            throws RestoreFailed, InterruptedException {
        List<String> done = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        tag(restored, tags, done, failed);
        for (Phase phase : Phase.values()) {
            for (Setting<?> setting : original.settings().named()) {
                if (setting.phase() == phase && setting != WarmThroughputSetting.WARM) {
                    putBack(setting, original.settings(), restored, done, failed);
                }
            }
        }
        done.forEach(progress);
        return new PutBack(done, failed);
    }

    /** Marks a restore as complete; the last thing that is done. */
    public void complete(Restoration.Begun begun) {
        String from =
                begun.source().name()
                        + " "
                        + begun.moment()
                        + (begun.backup() == null ? "" : " " + begun.backup().name());
        var tag =
                Tag.builder()
                        .key(Release.RESTORE_TAG)
                        .value(from.substring(0, Math.min(from.length(), 256)))
                        .build();
        client(begun.table())
                .tagResource(r -> r.resourceArn(describe(begun.table()).tableArn()).tags(tag));
    }

    private void tag(
            TableAddress table, Map<String, String> wanted, List<String> done, List<String> failed)
            throws InterruptedException, RestoreFailed {
        String arn = describe(table).tableArn();
        try {
            Map<String, String> missing = new LinkedHashMap<>(wanted);
            Map<String, String> there = Observer.tags(client(table), arn);
            missing.entrySet().removeAll(there.entrySet());
            // Since then the values may have said what becomes of it.
            missing.keySet().removeIf(key -> Release.isReserved(key) && there.containsKey(key));
            if (missing.isEmpty()) {
                return;
            }
            List<Tag> tags =
                    missing.entrySet().stream()
                            .map(one -> Tag.builder().key(one.getKey()).value(one.getValue()))
                            .map(Tag.Builder::build)
                            .toList();
            waiting.until(
                    () -> {
                        try {
                            client(table).tagResource(r -> r.resourceArn(arn).tags(tags));
                            return true;
                        } catch (ResourceInUseException busy) {
                            return false;
                        }
                    },
                    LONGEST_PAUSE,
                    PATIENCE,
                    () -> "the table " + table + " takes no tags");
            done.add(missing.size() + (missing.size() == 1 ? " tag" : " tags"));
        } catch (AwsServiceException e) {
            failed.add("tags: " + Target.codeAndSentence(e));
        }
    }

    private <V> void putBack(
            Setting<V> setting,
            Settings original,
            TableAddress restored,
            List<String> done,
            List<String> failed)
            throws RestoreFailed, InterruptedException {
        V was = original.get(setting);
        if (was == null) {
            return;
        }
        try {
            TableDescription table = describe(restored);
            V wanted = setting.forOtherTable(was, table.tableArn());
            V is = setting.observe(new TableSight(target, restored, table));
            if (is == null || !setting.appliesTo(billing(table)) || setting.satisfies(is, wanted)) {
                return;
            }
            for (Transition<V> step : Transition.between(setting, is, wanted)) {
                setting.change(new Call(restored, table), step.from(), step.to());
                if (setting.updatesTable()) {
                    awaitReady(restored);
                }
            }
            done.add(setting.title() + " " + setting.words(wanted));
        } catch (NotDone e) {
            failed.add(setting.title() + ": " + e.getMessage());
        } catch (AwsServiceException e) {
            failed.add(setting.title() + ": " + Target.codeAndSentence(e));
        }
    }

    private static BillingMode billing(TableDescription table) {
        return table.billingModeSummary() != null
                        && "PAY_PER_REQUEST"
                                .equals(table.billingModeSummary().billingModeAsString())
                ? BillingMode.PAY_PER_REQUEST
                : BillingMode.PROVISIONED;
    }

    private void awaitReady(TableAddress table) throws RestoreFailed, InterruptedException {
        waiting.until(
                () -> Observer.isReady(describe(table)),
                LONGEST_PAUSE,
                PATIENCE,
                () -> "the table " + table + " is still UPDATING; run this again later");
    }

    private TableDescription describe(TableAddress table) {
        return client(table).describeTable(r -> r.tableName(table.name())).table();
    }

    private DynamoDbClient client(TableAddress table) {
        return target.dynamoDb(table.region());
    }

    /** What a setting gets to change the table with. */
    private final class Call implements TableCall {
        private final TableAddress table;
        private final TableDescription described;

        Call(TableAddress table, TableDescription described) {
            this.table = table;
            this.described = described;
        }

        @Override
        public TableAddress table() {
            return table;
        }

        @Override
        public String arn() {
            return described.tableArn();
        }

        @Override
        public List<ReplicaDescription> replicas() {
            return described.replicas();
        }

        @Override
        public Target target() {
            return target;
        }

        @Override
        public void update(Consumer<UpdateTableRequest.Builder> change)
                throws NotDone, InterruptedException {
            UpdateTableRequest request =
                    UpdateTableRequest.builder()
                            .tableName(table.name())
                            .applyMutation(change)
                            .build();
            until(
                    () -> "the table is busy",
                    () -> {
                        try {
                            dynamoDb().updateTable(request);
                            return true;
                        } catch (ResourceInUseException | LimitExceededException busy) {
                            return false;
                        }
                    });
        }

        @Override
        public void until(Supplier<String> late, Attempt attempt)
                throws NotDone, InterruptedException {
            Refusal refusal = new Refusal();
            try {
                waiting.until(
                        () -> {
                            try {
                                return attempt.succeeds();
                            } catch (NotDone e) {
                                refusal.reason = e;
                                return true;
                            }
                        },
                        LONGEST_PAUSE,
                        PATIENCE,
                        late);
            } catch (RestoreFailed e) {
                throw new NotDone(String.valueOf(e.getMessage()));
            }
            if (refusal.reason != null) {
                throw refusal.reason;
            }
        }

        @Override
        public NotYet refused(AwsServiceException refusal) {
            return new NotYet(clock.instant().plus(PATIENCE), Target.sentence(refusal));
        }
    }

    /** Why another try makes no sense. */
    private static final class Refusal {
        private @Nullable NotDone reason;
    }
}
