package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.AttributeValues;
import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.model.KeyType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Deletion of items by age: UpdateTimeToLive, once the table is ACTIVE, and at most once an hour.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html">
 *     UpdateTimeToLive</a>
 */
public final class TimeToLiveSetting implements Setting<TimeToLive> {
    /** The setting. */
    public static final TimeToLiveSetting TIME_TO_LIVE = new TimeToLiveSetting();

    private static final String NAME = "ttl";
    private static final Field<Boolean> ENABLED =
            Field.optional("enabled", new ValueType.Flag(), true, "whether items expire");
    private static final Field<String> ATTRIBUTE =
            Field.optional(
                    "attributeName",
                    new ValueType.Text(
                            Pattern.compile(".*", Pattern.DOTALL),
                            1,
                            255,
                            "an attribute name has 1 to 255 characters"),
                    "the attribute that holds the second (Unix time, a number) at which the item"
                            + " expires; needed when enabled");
    private static final Field<TimeToLive> FIELD =
            Field.optional(
                    NAME,
                    new ValueType.Block<>(NAME, List.of(ENABLED, ATTRIBUTE), TimeToLiveSetting::of),
                    "deletion of items by age; switched off when it leaves the values; one change"
                            + " an hour");

    private TimeToLiveSetting() {}

    private static TimeToLive of(BlockReader in) {
        String attribute = in.find(ATTRIBUTE);
        boolean enabled = in.get(ENABLED);
        if (enabled && attribute == null && in.sound(ENABLED, ATTRIBUTE)) {
            in.add(ATTRIBUTE, "is missing", "it is required when enabled: " + ATTRIBUTE.doc());
        }
        return new TimeToLive(enabled, attribute);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "time to live";
    }

    @Override
    public Class<TimeToLive> type() {
        return TimeToLive.class;
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
    public @Nullable TimeToLive read(BlockReader table) {
        return table.find(FIELD);
    }

    /** A key of another type than N holds no second, so that nothing would ever expire. */
    @Override
    public void check(TimeToLive value, TableValues table, BlockReader in) {
        for (AttributeValues attribute : table.attributes()) {
            if (attribute.name().equals(value.attributeName())
                    && attribute.type() != KeyType.N
                    && in.sound(FIELD)) {
                in.problems()
                        .add(
                                in.path(FIELD) + "." + ATTRIBUTE.name(),
                                "is the key attribute "
                                        + attribute.name()
                                        + " of type "
                                        + attribute.type(),
                                "only a number can say when an item expires");
            }
        }
    }

    @Override
    public TimeToLive initial() {
        return new TimeToLive(false, null);
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
    public @Nullable TimeToLive observe(TableSight sight) {
        var found =
                sight.dynamoDb()
                        .describeTimeToLive(request -> request.tableName(sight.address().name()))
                        .timeToLiveDescription();
        if (found == null) {
            return null;
        }
        return switch (found.timeToLiveStatus()) {
            case ENABLED, ENABLING -> new TimeToLive(true, found.attributeName());
            case DISABLED, DISABLING, UNKNOWN_TO_SDK_VERSION ->
                    new TimeToLive(false, found.attributeName());
        };
    }

    @Override
    public boolean satisfies(TimeToLive is, TimeToLive wanted) {
        return is.enabled() == wanted.enabled()
                && (!wanted.enabled()
                        || Objects.equals(is.attributeName(), wanted.attributeName()));
    }

    /** Another attribute takes two changes. */
    @Override
    public List<TimeToLive> way(TimeToLive is, TimeToLive wanted) {
        return is.enabled() && wanted.enabled()
                ? List.of(new TimeToLive(false, is.attributeName()), wanted)
                : List.of(wanted);
    }

    @Override
    public List<String> warnings(TimeToLive is, TimeToLive wanted) {
        return is.enabled() && wanted.enabled()
                ? List.of(
                        "gets another time-to-live attribute: AWS allows one change an hour, so"
                                + " nothing expires for up to an hour in between")
                : List.of();
    }

    @Override
    public List<String> operations() {
        return List.of("UpdateTimeToLive");
    }

    @Override
    public String words(TimeToLive value) {
        return value.enabled() ? "by " + value.attributeName() : "off";
    }

    @Override
    public boolean updatesTable() {
        return false;
    }

    @Override
    public ChangeLimit limit() {
        return new ChangeLimit(1, Duration.ofHours(1));
    }

    /** DynamoDB takes no change while the one before is still on its way, nor for an hour after. */
    @Override
    public void change(TableCall call, TimeToLive from, TimeToLive to)
            throws NotDone, InterruptedException {
        String attribute = to.enabled() ? to.attributeName() : from.attributeName();
        call.until(() -> "the change before is not finished", () -> isSettled(call));
        try {
            call.dynamoDb()
                    .updateTimeToLive(
                            request ->
                                    request.tableName(call.table().name())
                                            .timeToLiveSpecification(
                                                    wanted ->
                                                            wanted.enabled(to.enabled())
                                                                    .attributeName(attribute)));
        } catch (DynamoDbException e) {
            // What is sent is valid, so only the hour can be at fault.
            if ("ValidationException".equals(e.awsErrorDetails().errorCode())) {
                throw call.refused(e);
            }
            throw e;
        }
    }

    private static boolean isSettled(TableCall call) {
        var found =
                call.dynamoDb()
                        .describeTimeToLive(request -> request.tableName(call.table().name()))
                        .timeToLiveDescription();
        return found == null
                || (found.timeToLiveStatus() != TimeToLiveStatus.ENABLING
                        && found.timeToLiveStatus() != TimeToLiveStatus.DISABLING);
    }
}
