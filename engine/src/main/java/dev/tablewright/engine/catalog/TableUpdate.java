package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What one UpdateTable does to one table: a pure decision, but for the spaces it takes for new
 * indexes. What takes effect later waits in {@link CapacityChanges#pending}.
 */
final class TableUpdate {
    private static final int MAX_ON_DEMAND_SWITCHES_A_DAY = 4;
    private static final int MAX_CLASS_CHANGES_A_MONTH = 2;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private final Table before;
    private final TableChange change;
    private final Instant now;
    private final LongSupplier spaces;
    private final SequenceClock sequences;

    /** How the table will be billed. */
    private final BillingMode mode;

    private TableUpdate(
            Table before,
            TableChange change,
            Instant now,
            LongSupplier spaces,
            SequenceClock sequences) {
        this.before = before;
        this.change = change;
        this.now = now;
        this.spaces = spaces;
        this.sequences = sequences;
        BillingMode asked = change.billingMode();
        this.mode = asked == null ? before.billingMode() : asked;
    }

    /**
     * Decides.
     *
     * @param before ACTIVE
     * @param spaces a fresh keyspace at each call
     * @param sequences where a new stream gets its start
     * @return the table as it is to be committed; {@code before} itself when nothing changes
     */
    static Table decide(
            Table before,
            TableChange change,
            Instant now,
            LongSupplier spaces,
            SequenceClock sequences) {
        return new TableUpdate(before, change, now, spaces, sequences).decide();
    }

    private Table decide() {
        checkOneIndexComesOrGoes();
        checkIndexesAtRest();
        checkThroughputFitsMode();
        Table.Builder after = before.with();
        after.settings(settings());
        decideThroughput(after);
        decideIndexes(after);
        Boolean protection = change.deletionProtection();
        if (protection != null) {
            after.deletionProtection(protection);
        }
        return settled(after);
    }

    /** Deletion protection is switched on the spot; everything else takes the table's time. */
    private Table settled(Table.Builder after) {
        Table changed = after.build();
        if (changed.equals(before)) {
            return before;
        }
        boolean onlyProtection =
                changed.with()
                        .deletionProtection(before.deletionProtection())
                        .build()
                        .equals(before);
        return onlyProtection
                ? changed
                : ReplicaRules.settled(after.status(TableStatus.UPDATING).build(), change);
    }

    private void checkOneIndexComesOrGoes() {
        if (comingOrGoing() > 1) {
            throw oneAtATime();
        }
    }

    private long comingOrGoing() {
        return change.indexes().stream().filter(c -> !(c instanceof IndexChange.Update)).count();
    }

    private static DatabaseException oneAtATime() {
        return new DatabaseException.LimitExceeded(
                "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                        + " simultaneously per table");
    }

    /** An index that comes or goes is left alone; only one that is being filled may be removed. */
    private void checkIndexesAtRest() {
        for (IndexChange asked : change.indexes()) {
            SecondaryIndex index = any(asked.index());
            if (index != null && !isCreation(asked)) {
                checkAtRest(index, asked);
            }
        }
        boolean busy =
                before.allIndexes().stream()
                        .anyMatch(
                                index ->
                                        index.status() == IndexStatus.CREATING
                                                || index.status() == IndexStatus.DELETING);
        boolean removesBusy =
                change.indexes().stream()
                        .anyMatch(asked -> isDeletion(asked) && isBeingFilled(asked.index()));
        if (busy && !removesBusy && comingOrGoing() > 0) {
            throw oneAtATime();
        }
    }

    private @Nullable SecondaryIndex any(String name) {
        for (SecondaryIndex index : before.allIndexes()) {
            if (index.name().equals(name)) {
                return index;
            }
        }
        return null;
    }

    private boolean isBeingFilled(String name) {
        SecondaryIndex index = any(name);
        return index != null && index.backfilling();
    }

    private static boolean isCreation(IndexChange asked) {
        return switch (asked) {
            case IndexChange.Create _, IndexChange.CreateVectors _ -> true;
            case IndexChange.Update _, IndexChange.Delete _, IndexChange.DeleteVectors _ -> false;
        };
    }

    private static boolean isDeletion(IndexChange asked) {
        return switch (asked) {
            case IndexChange.Delete _, IndexChange.DeleteVectors _ -> true;
            case IndexChange.Update _, IndexChange.Create _, IndexChange.CreateVectors _ -> false;
        };
    }

    private static void checkAtRest(SecondaryIndex index, IndexChange asked) {
        String doing =
                switch (index.status()) {
                    case ACTIVE -> null;
                    case CREATING -> isDeletion(asked) && index.backfilling() ? null : "created";
                    case UPDATING -> "updated";
                    case DELETING -> "deleted";
                };
        if (doing != null) {
            throw new DatabaseException.ResourceInUse(
                    "Attempt to change a resource which is still in use: Index is being "
                            + doing
                            + ": "
                            + index.name());
        }
    }

    private boolean toOnDemand() {
        return mode == BillingMode.PAY_PER_REQUEST && before.billingMode() != mode;
    }

    private boolean toProvisioned() {
        return mode == BillingMode.PROVISIONED && before.billingMode() != mode;
    }

    private void checkThroughputFitsMode() {
        if (change.throughput() != null && mode == BillingMode.PAY_PER_REQUEST) {
            throw CapacityRules.throughputOfOnDemandTable();
        }
    }

    private void decideThroughput(Table.Builder after) {
        Throughput asked = change.throughput();
        if (toOnDemand()) {
            after.billing(mode, Throughput.ON_DEMAND);
        } else if (toProvisioned() && asked != null) {
            CapacityRules.checkTableLimit(asked);
            after.billing(mode, asked);
        }
    }

    private TableSettings settings() {
        TableSettings settings = before.settings();
        settings = withCapacity(settings);
        settings = withOnDemandLimit(settings);
        WarmThroughput warm = change.warmThroughput();
        if (warm != null) {
            WarmThroughput present = warm(settings.warmThroughput(), before.throughput());
            CapacityRules.checkNotLower(warm, present, "table");
            settings = settings.withWarmThroughput(warm.atLeast(present));
        }
        StreamRequest stream = change.stream();
        if (stream != null) {
            settings = settings.withStream(stream(settings.stream(), stream));
        }
        EncryptionRequest encryption = change.encryption();
        if (encryption != null) {
            settings = settings.withEncryption(encryption.of(before.ref()));
        }
        TableClass tableClass = change.tableClass();
        return tableClass == null ? settings : withTableClass(settings, tableClass);
    }

    private TableSettings withCapacity(TableSettings settings) {
        if (toOnDemand()) {
            return settings.withOnDemand(now, switchesWithThisOne(settings));
        }
        Throughput asked = change.throughput();
        if (asked == null) {
            return settings;
        }
        if (toProvisioned()) {
            return settings.withOnDemandLimit(null)
                    .withCapacity(
                            settings.capacity().request(Throughput.ON_DEMAND, asked, now).done());
        }
        checkDiffers("table", before.throughput(), asked);
        CapacityRules.checkTableLimit(asked);
        return settings.withCapacity(settings.capacity().request(before.throughput(), asked, now));
    }

    private List<Instant> switchesWithThisOne(TableSettings settings) {
        List<Instant> switches = since(settings.onDemandSwitches(), DAY);
        if (switches.size() >= MAX_ON_DEMAND_SWITCHES_A_DAY) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Update to PayPerRequest mode are limited to "
                            + MAX_ON_DEMAND_SWITCHES_A_DAY
                            + " times in 1 day(s). Last update at "
                            + CLOCK.format(switches.getLast())
                            + ". Next update can be made at "
                            + CLOCK.format(switches.getFirst().plus(DAY)));
        }
        return with(switches, now);
    }

    private List<Instant> since(List<Instant> times, Duration window) {
        return times.stream().filter(time -> time.isAfter(now.minus(window))).toList();
    }

    private static <T> List<T> with(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return all;
    }

    private TableSettings withOnDemandLimit(TableSettings settings) {
        OnDemandLimit limit = change.onDemandLimit();
        if (limit == null) {
            return settings;
        }
        CapacityRules.checkLimit(limit, mode, "table");
        return settings.withOnDemandLimit(limit);
    }

    private WarmThroughput warm(@Nullable WarmThroughput set, Throughput provisioned) {
        WarmThroughput least = WarmThroughput.defaultFor(mode, provisioned);
        return set == null ? least : set.atLeast(least);
    }

    private StreamSettings stream(StreamSettings present, StreamRequest asked) {
        StreamView view = asked.view();
        if (view == null) {
            if (before.replication() != null) {
                throw new ValidationException(
                        "One or more parameter values were invalid: The stream of a table with"
                                + " replicas cannot be disabled: TableName: "
                                + before.ref().name());
            }
            if (present.view() == null) {
                throw new ValidationException(
                        "Table has no stream to disable: TableName: " + before.ref().name());
            }
            return present.stopped();
        }
        if (present.view() != null) {
            throw new ValidationException(
                    "Table already has an enabled stream: TableName: " + before.ref().name());
        }
        return present.started(
                view, now, sequences.next(), CapacityRules.partitions(mode, throughput()));
    }

    private Throughput throughput() {
        Throughput asked = change.throughput();
        return asked == null ? before.throughput() : asked;
    }

    private TableSettings withTableClass(TableSettings settings, TableClass asked) {
        TableClass present = settings.tableClass();
        if (asked == (present == null ? TableClass.STANDARD : present)) {
            return settings;
        }
        List<Instant> changes = since(settings.classChanges(), MONTH);
        if (changes.size() >= MAX_CLASS_CHANGES_A_MONTH) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Updates to TableClass are limited to "
                            + MAX_CLASS_CHANGES_A_MONTH
                            + " times in 30 day(s). Last update at "
                            + CLOCK.format(changes.getLast())
                            + ". Next update can be made at "
                            + CLOCK.format(changes.getFirst().plus(MONTH)));
        }
        return settings.withTableClass(asked, with(changes, now));
    }

    private static void checkDiffers(String what, Throughput present, Throughput asked) {
        if (!present.equals(asked)) {
            return;
        }
        String kind = what.equals("table") ? "table" : "index";
        throw new ValidationException(
                "The provisioned throughput for the "
                        + what
                        + " will not change. The requested value equals the current value. Current"
                        + " ReadCapacityUnits provisioned for the "
                        + kind
                        + ": "
                        + present.read()
                        + ". Requested ReadCapacityUnits: "
                        + asked.read()
                        + ". Current WriteCapacityUnits provisioned for the "
                        + kind
                        + ": "
                        + present.write()
                        + ". Requested WriteCapacityUnits: "
                        + asked.write()
                        + ". Refer to the Amazon DynamoDB Developer Guide for current limits and"
                        + " how to request higher limits.");
    }

    private void decideIndexes(Table.Builder after) {
        checkAllIndexesGetThroughput();
        if (toProvisioned() && !before.vectorIndexes().isEmpty()) {
            VectorIndexRules.checkBilling(mode);
        }
        List<IndexState> indexes = new ArrayList<>(before.indexes());
        if (toOnDemand()) {
            indexes.replaceAll(this::onDemand);
        }
        for (IndexChange indexChange : change.indexes()) {
            switch (indexChange) {
                case IndexChange.Create(var declaration) -> {
                    after.definition(withAttributes(declaration));
                    indexes.add(create(declaration));
                }
                case IndexChange.Update update -> replace(indexes, update);
                case IndexChange.Delete(var name) ->
                        indexes.set(
                                position(indexes, name, deleteUnknown()),
                                global(name, deleteUnknown())
                                        .withStatus(IndexStatus.DELETING, false));
                case IndexChange.CreateVectors(var declaration) -> {
                    after.definition(withAttributes(declaration));
                    after.vectorIndexes(with(before.vectorIndexes(), create(declaration)));
                }
                case IndexChange.DeleteVectors(var name) ->
                        after.vectorIndexes(withoutVectors(name));
            }
        }
        after.indexes(indexes);
    }

    private IndexState onDemand(IndexState index) {
        IndexDefinition definition = index.definition();
        if (definition.kind() == IndexDefinition.Kind.LOCAL) {
            return index;
        }
        return index.withDefinition(with(definition, Throughput.ON_DEMAND, null))
                .withStatus(IndexStatus.UPDATING, false);
    }

    private static IndexDefinition with(
            IndexDefinition index, Throughput throughput, @Nullable OnDemandLimit limit) {
        return new IndexDefinition(
                index.name(), index.kind(), index.key(), index.projection(), throughput, limit);
    }

    /** From on-demand to provisioned, one call has to say it for every index. */
    private void checkAllIndexesGetThroughput() {
        if (!toProvisioned()) {
            return;
        }
        List<String> missing =
                before.indexes().stream()
                        .map(IndexState::definition)
                        .filter(index -> index.kind() == IndexDefinition.Kind.GLOBAL)
                        .map(IndexDefinition::name)
                        .filter(name -> !getsThroughput(name))
                        .toList();
        if (!missing.isEmpty()) {
            throw new ValidationException(
                    "One or more parameter values were invalid: ProvisionedThroughput must be"
                            + " specified for index: "
                            + String.join(",", missing));
        }
    }

    private boolean getsThroughput(String index) {
        return change.indexes().stream()
                .filter(asked -> asked.index().equals(index))
                .anyMatch(TableUpdate::settlesThroughput);
    }

    private static boolean settlesThroughput(IndexChange asked) {
        return switch (asked) {
            case IndexChange.Create _,
                    IndexChange.Delete _,
                    IndexChange.CreateVectors _,
                    IndexChange.DeleteVectors _ ->
                    true;
            case IndexChange.Update update -> update.throughput() != null;
        };
    }

    private IndexState create(IndexDeclaration declaration) {
        checkNewName(declaration.name());
        checkRoomForIndex(declaration);
        return new IndexState(
                DefinitionRules.index(declaration, IndexDefinition.Kind.GLOBAL),
                spaces.getAsLong(),
                IndexStatus.CREATING,
                false,
                CapacityChanges.NONE,
                declaration.warmThroughput());
    }

    private void checkNewName(String index) {
        if (any(index) != null) {
            throw new ValidationException("Attempting to create an index which already exists");
        }
    }

    private VectorIndexState create(VectorIndexDeclaration declaration) {
        checkNewName(declaration.name());
        DefinitionRules.checkProjectedTotal(
                projectedAttributes() + declaration.projectedAttributes());
        return new VectorIndexState(
                declaration.definition(), spaces.getAsLong(), IndexStatus.CREATING, false);
    }

    private List<VectorIndexState> withoutVectors(String name) {
        if (before.vectorIndex(name).isEmpty()) {
            throw deleteUnknown();
        }
        return before.vectorIndexes().stream()
                .map(
                        index ->
                                index.name().equals(name)
                                        ? index.withStatus(IndexStatus.DELETING, false)
                                        : index)
                .toList();
    }

    /** Vector indexes count their vector and their filters as well. */
    private int projectedAttributes() {
        int projected = 0;
        for (IndexState index : before.indexes()) {
            projected += index.definition().projection().nonKeyAttributes().size();
        }
        for (VectorIndexState index : before.vectorIndexes()) {
            String hash = index.definition().hash();
            projected += 1 + index.definition().schema().size() - (hash == null ? 0 : 1);
            projected += index.definition().projection().nonKeyAttributes().size();
        }
        return projected;
    }

    private void checkRoomForIndex(IndexDeclaration declaration) {
        long global =
                before.indexes().stream()
                        .filter(i -> i.definition().kind() == IndexDefinition.Kind.GLOBAL)
                        .count();
        if (global >= DefinitionRules.MAX_GLOBAL_INDEXES) {
            throw DefinitionRules.tooManyGlobalIndexes();
        }
        DefinitionRules.checkProjectedTotal(projectedAttributes() + declaration.namedAttributes());
    }

    /** The table's attributes and those of a new index, which the request has to define. */
    private TableDefinition withAttributes(IndexDeclaration declaration) {
        List<String> defined =
                change.attributes().stream().map(AttributeDeclaration::name).toList();
        if (any(declaration.name()) == null) {
            DefinitionRules.checkAddedIndex(declaration, defined, mode);
        }
        return withAttributes(DefinitionRules.names(declaration.key()), defined);
    }

    private TableDefinition withAttributes(VectorIndexDeclaration declaration) {
        List<String> defined =
                change.attributes().stream().map(AttributeDeclaration::name).toList();
        if (any(declaration.name()) == null) {
            Set<String> known = new LinkedHashSet<>(defined);
            known.addAll(before.definition().attributes().keySet());
            VectorIndexRules.checkAdded(declaration, known, before.vectorIndexes(), mode);
        }
        return withAttributes(declaration.searchable(), defined);
    }

    private TableDefinition withAttributes(List<String> added, List<String> defined) {
        Map<String, KeyType> types = new LinkedHashMap<>(before.definition().attributes());
        Set<String> used = new LinkedHashSet<>(types.keySet());
        used.addAll(added);
        DefinitionRules.checkAllUsed(defined, used);
        for (AttributeDeclaration attribute : change.attributes()) {
            KeyType present = types.putIfAbsent(attribute.name(), attribute.type());
            if (present != null && present != attribute.type()) {
                throw new ValidationException(
                        "invalid attribute, SchemaElement redefined should be of same type as"
                                + " previously defined");
            }
        }
        return new TableDefinition(before.definition().key(), types, List.of());
    }

    private void replace(List<IndexState> indexes, IndexChange.Update update) {
        RuntimeException unknown = new ValidationException("Invalid global secondary index name");
        int position = position(indexes, update.index(), unknown);
        IndexState index = global(update.index(), unknown);
        Throughput asked = update.throughput();
        OnDemandLimit limit = update.onDemandLimit();
        WarmThroughput warm = update.warmThroughput();
        if (asked == null && limit == null && warm == null) {
            throw new ValidationException(
                    "One or more parameter values were invalid: One of ProvisionedThroughput,"
                            + " OnDemandThroughput or WarmThroughput must be specified for index: "
                            + update.index());
        }
        if (asked != null) {
            index = withThroughput(index, asked);
        }
        String where = "index : " + update.index();
        if (limit != null) {
            CapacityRules.checkLimit(limit, mode, where);
            index = index.withDefinition(with(index.definition(), Throughput.ON_DEMAND, limit));
        }
        if (warm != null) {
            WarmThroughput present = warm(index.warmThroughput(), index.definition().throughput());
            CapacityRules.checkNotLower(warm, present, where);
            index = index.withWarmThroughput(warm.atLeast(present));
        }
        indexes.set(position, index.withStatus(IndexStatus.UPDATING, false));
    }

    private IndexState withThroughput(IndexState index, Throughput asked) {
        IndexDefinition definition = index.definition();
        if (mode == BillingMode.PAY_PER_REQUEST) {
            throw CapacityRules.throughputOfOnDemandIndex(definition.name());
        }
        CapacityRules.checkBounds(asked);
        CapacityRules.checkTableLimit(asked);
        if (toProvisioned()) {
            return index.withDefinition(with(definition, asked, null))
                    .withCapacity(
                            index.capacity().request(Throughput.ON_DEMAND, asked, now).done());
        }
        checkDiffers("index " + definition.name(), definition.throughput(), asked);
        return index.withCapacity(index.capacity().request(definition.throughput(), asked, now));
    }

    private DatabaseException deleteUnknown() {
        return new DatabaseException.ResourceNotFound("Requested resource not found", before.ref());
    }

    private IndexState global(String name, RuntimeException unknown) {
        return before.index(name)
                .filter(index -> index.definition().kind() == IndexDefinition.Kind.GLOBAL)
                .orElseThrow(() -> unknown);
    }

    private static int position(List<IndexState> indexes, String name, RuntimeException unknown) {
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i).definition().name().equals(name)) {
                return i;
            }
        }
        throw unknown;
    }
}
