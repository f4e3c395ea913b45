package dev.tablewright.engine.catalog;

import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The record of a table in bytes: a format number, then every component in the order of its record.
 * Enums are written by name, so that their constants may be reordered; a new component needs a new
 * format number, and a reader for the old one.
 */
public final class TableCodec {
    private static final int FORMAT = 8;

    /** Had no resource policy. */
    private static final int FIRST_FORMAT = 1;

    /** Had no restoration. */
    private static final int SECOND_FORMAT = 2;

    /** Had no watchers. */
    private static final int THIRD_FORMAT = 3;

    /** Had nothing of a stream but its view and label. */
    private static final int FOURTH_FORMAT = 4;

    /** Had no vector indexes. */
    private static final int FIFTH_FORMAT = 5;

    /** Had no replication. */
    private static final int SIXTH_FORMAT = 6;

    /** Had no global tables of version 2017.11.29. */
    private static final int SEVENTH_FORMAT = 7;

    private TableCodec() {}

    /** Writes everything but the version, which the engine keeps. */
    public static Bytes encode(Table table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            new Writer(out).table(table);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    /**
     * Reads a record.
     *
     * @throws IllegalStateException if a newer release wrote it, or it is damaged
     */
    public static Table decode(Stored stored) {
        byte[] bytes = stored.value().array();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format < FIRST_FORMAT || format > FORMAT) {
                throw new IllegalStateException("catalog record of unknown format " + format);
            }
            return new Reader(in, format).table(stored.version());
        } catch (IOException damaged) {
            throw new IllegalStateException("damaged catalog record", damaged);
        }
    }

    private interface Put<T> {
        void put(T value) throws IOException;
    }

    private interface Take<T> {
        T take() throws IOException;
    }

    private record Writer(DataOutputStream out) {
        void table(Table table) throws IOException {
            out.writeUTF(table.ref().account());
            out.writeUTF(table.ref().region());
            out.writeUTF(table.ref().name());
            out.writeUTF(table.id());
            out.writeLong(table.space());
            key(table.definition().key());
            map(table.definition().attributes(), type -> out.writeUTF(type.name()));
            list(table.indexes(), this::index);
            out.writeUTF(table.status().name());
            time(table.created());
            out.writeUTF(table.billingMode().name());
            throughput(table.throughput());
            out.writeBoolean(table.deletionProtection());
            settings(table.settings());
            list(table.vectorIndexes(), this::vectorIndex);
            optional(table.replication(), this::replication);
        }

        private void replication(Replication replication) throws IOException {
            list(replication.others(), out::writeUTF);
            out.writeLong(replication.stamps());
            overrides(replication.overrides());
            optional(replication.filledFrom(), out::writeUTF);
            optional(replication.lastSource(), this::time);
            optional(replication.legacy(), this::legacy);
        }

        private void legacy(Replication.Legacy legacy) throws IOException {
            time(legacy.created());
            out.writeBoolean(legacy.leaving());
        }

        private void overrides(ReplicaOverrides overrides) throws IOException {
            optional(overrides.read(), out::writeLong);
            optional(overrides.maxRead(), out::writeLong);
            optional(overrides.tableClass(), tableClass -> out.writeUTF(tableClass.name()));
            optional(overrides.kmsKey(), out::writeUTF);
            map(
                    overrides.indexes(),
                    index -> {
                        optional(index.read(), out::writeLong);
                        optional(index.maxRead(), out::writeLong);
                    });
        }

        private void vectorIndex(VectorIndexState index) throws IOException {
            VectorIndexDefinition definition = index.definition();
            out.writeUTF(definition.name());
            out.writeUTF(definition.vector());
            out.writeInt(definition.dimensions());
            out.writeUTF(definition.distance().name());
            list(definition.schema(), this::searchAttribute);
            out.writeUTF(definition.projection().type().name());
            list(definition.projection().nonKeyAttributes(), out::writeUTF);
            out.writeLong(index.space());
            out.writeUTF(index.status().name());
            out.writeBoolean(index.backfilling());
        }

        private void searchAttribute(SearchAttribute attribute) throws IOException {
            out.writeUTF(attribute.name());
            out.writeUTF(attribute.role().name());
        }

        private void index(IndexState index) throws IOException {
            IndexDefinition definition = index.definition();
            out.writeUTF(definition.name());
            out.writeUTF(definition.kind().name());
            key(definition.key());
            out.writeUTF(definition.projection().type().name());
            list(definition.projection().nonKeyAttributes(), out::writeUTF);
            throughput(definition.throughput());
            optional(definition.onDemandLimit(), this::limit);
            out.writeLong(index.space());
            out.writeUTF(index.status().name());
            out.writeBoolean(index.backfilling());
            capacity(index.capacity());
            optional(index.warmThroughput(), this::warm);
        }

        private void settings(TableSettings settings) throws IOException {
            capacity(settings.capacity());
            optional(settings.lastOnDemand(), this::time);
            list(settings.onDemandSwitches(), this::time);
            optional(settings.onDemandLimit(), this::limit);
            optional(settings.warmThroughput(), this::warm);
            stream(settings.stream());
            optional(settings.encryption(), encryption -> out.writeUTF(encryption.keyArn()));
            optional(settings.tableClass(), tableClass -> out.writeUTF(tableClass.name()));
            list(settings.classChanges(), this::time);
            map(settings.tags(), out::writeUTF);
            out.writeUTF(settings.timeToLive().status().name());
            optional(settings.timeToLive().attribute(), out::writeUTF);
            optional(settings.timeToLive().changed(), this::time);
            optional(settings.recovery().since(), this::time);
            out.writeInt(settings.recovery().days());
            resourcePolicy(settings.resourcePolicy());
            optional(settings.restoration(), this::restoration);
            watchers(settings.watchers());
        }

        private void watchers(Watchers watchers) throws IOException {
            map(
                    watchers.insights(),
                    insights -> {
                        out.writeUTF(insights.status().name());
                        out.writeUTF(insights.mode().name());
                        optional(insights.changed(), this::time);
                    });
            list(
                    watchers.kinesis(),
                    destination -> {
                        out.writeUTF(destination.streamArn());
                        out.writeUTF(destination.status().name());
                        out.writeUTF(destination.precision().name());
                        time(destination.changed());
                    });
        }

        private void restoration(Restoration restoration) throws IOException {
            optional(restoration.backupArn(), out::writeUTF);
            out.writeUTF(restoration.sourceTableArn());
            time(restoration.moment());
            out.writeBoolean(restoration.inProgress());
        }

        private void stream(StreamSettings stream) throws IOException {
            optional(stream.view(), view -> out.writeUTF(view.name()));
            optional(stream.label(), out::writeUTF);
            out.writeLong(stream.start());
            out.writeByte(stream.shards());
            optional(stream.stopping(), view -> out.writeUTF(view.name()));
            resourcePolicy(stream.policy());
        }

        private void resourcePolicy(ResourcePolicy policy) throws IOException {
            optional(policy.text(), out::writeUTF);
            optional(policy.revision(), out::writeUTF);
            optional(policy.changed(), this::time);
        }

        private void key(KeySchema key) throws IOException {
            list(key.hash(), out::writeUTF);
            list(key.range(), out::writeUTF);
        }

        private void capacity(CapacityChanges capacity) throws IOException {
            optional(capacity.lastIncrease(), this::time);
            optional(capacity.lastDecrease(), this::time);
            out.writeInt(capacity.decreases());
            optional(capacity.pending(), this::throughput);
        }

        private void throughput(Throughput throughput) throws IOException {
            out.writeLong(throughput.read());
            out.writeLong(throughput.write());
        }

        private void limit(OnDemandLimit limit) throws IOException {
            out.writeLong(limit.maxRead());
            out.writeLong(limit.maxWrite());
        }

        private void warm(WarmThroughput warm) throws IOException {
            out.writeLong(warm.read());
            out.writeLong(warm.write());
        }

        private void time(Instant time) throws IOException {
            out.writeLong(time.getEpochSecond());
            out.writeInt(time.getNano());
        }

        private <T> void list(List<T> list, Put<T> element) throws IOException {
            out.writeInt(list.size());
            for (T each : list) {
                element.put(each);
            }
        }

        private <T> void map(Map<String, T> map, Put<T> value) throws IOException {
            out.writeInt(map.size());
            for (var entry : map.entrySet()) {
                out.writeUTF(entry.getKey());
                value.put(entry.getValue());
            }
        }

        private <T> void optional(@Nullable T value, Put<T> put) throws IOException {
            out.writeBoolean(value != null);
            if (value != null) {
                put.put(value);
            }
        }
    }

    private record Reader(DataInputStream in, int format) {
        Table table(Version version) throws IOException {
            TableRef ref = new TableRef(in.readUTF(), in.readUTF(), in.readUTF());
            String id = in.readUTF();
            long space = in.readLong();
            KeySchema key = key();
            Map<String, KeyType> attributes = map(() -> KeyType.valueOf(in.readUTF()));
            List<IndexState> indexes = list(this::index);
            TableDefinition definition =
                    new TableDefinition(
                            key, attributes, indexes.stream().map(IndexState::definition).toList());
            return new Table(
                    ref,
                    id,
                    version,
                    space,
                    definition,
                    indexes,
                    TableStatus.valueOf(in.readUTF()),
                    time(),
                    BillingMode.valueOf(in.readUTF()),
                    throughput(),
                    in.readBoolean(),
                    settings(),
                    format <= FIFTH_FORMAT ? List.of() : list(this::vectorIndex),
                    format <= SIXTH_FORMAT ? null : optional(this::replication));
        }

        private Replication replication() throws IOException {
            return new Replication(
                    list(in::readUTF),
                    in.readLong(),
                    overrides(),
                    optional(in::readUTF),
                    optional(this::time),
                    format <= SEVENTH_FORMAT ? null : optional(this::legacy));
        }

        private Replication.Legacy legacy() throws IOException {
            return new Replication.Legacy(time(), in.readBoolean());
        }

        private ReplicaOverrides overrides() throws IOException {
            return new ReplicaOverrides(
                    optional(in::readLong),
                    optional(in::readLong),
                    optional(() -> TableClass.valueOf(in.readUTF())),
                    optional(in::readUTF),
                    map(
                            () ->
                                    new ReplicaOverrides.Index(
                                            optional(in::readLong), optional(in::readLong))));
        }

        private VectorIndexState vectorIndex() throws IOException {
            return new VectorIndexState(
                    new VectorIndexDefinition(
                            in.readUTF(),
                            in.readUTF(),
                            in.readInt(),
                            DistanceFunction.valueOf(in.readUTF()),
                            list(this::searchAttribute),
                            new IndexProjection(
                                    IndexProjection.Type.valueOf(in.readUTF()), list(in::readUTF))),
                    in.readLong(),
                    IndexStatus.valueOf(in.readUTF()),
                    in.readBoolean());
        }

        private SearchAttribute searchAttribute() throws IOException {
            return new SearchAttribute(in.readUTF(), SearchAttribute.Role.valueOf(in.readUTF()));
        }

        private IndexState index() throws IOException {
            IndexDefinition definition =
                    new IndexDefinition(
                            in.readUTF(),
                            IndexDefinition.Kind.valueOf(in.readUTF()),
                            key(),
                            new IndexProjection(
                                    IndexProjection.Type.valueOf(in.readUTF()), list(in::readUTF)),
                            throughput(),
                            optional(this::limit));
            return new IndexState(
                    definition,
                    in.readLong(),
                    IndexStatus.valueOf(in.readUTF()),
                    in.readBoolean(),
                    capacity(),
                    optional(this::warm));
        }

        private TableSettings settings() throws IOException {
            return new TableSettings(
                    capacity(),
                    optional(this::time),
                    list(this::time),
                    optional(this::limit),
                    optional(this::warm),
                    stream(),
                    optional(() -> new Encryption(in.readUTF())),
                    optional(() -> TableClass.valueOf(in.readUTF())),
                    list(this::time),
                    map(in::readUTF),
                    new TimeToLive(
                            TimeToLive.Status.valueOf(in.readUTF()),
                            optional(in::readUTF),
                            optional(this::time)),
                    new PointInTimeRecovery(optional(this::time), in.readInt()),
                    format == FIRST_FORMAT ? ResourcePolicy.NONE : resourcePolicy(),
                    format <= SECOND_FORMAT ? null : optional(this::restoration),
                    format <= THIRD_FORMAT ? Watchers.NONE : watchers());
        }

        private Watchers watchers() throws IOException {
            return new Watchers(
                    map(
                            () ->
                                    new ContributorInsights(
                                            ContributorInsights.Status.valueOf(in.readUTF()),
                                            ContributorInsights.Mode.valueOf(in.readUTF()),
                                            optional(this::time))),
                    list(
                            () ->
                                    new KinesisDestination(
                                            in.readUTF(),
                                            KinesisDestination.Status.valueOf(in.readUTF()),
                                            KinesisDestination.Precision.valueOf(in.readUTF()),
                                            time())));
        }

        private Restoration restoration() throws IOException {
            return new Restoration(optional(in::readUTF), in.readUTF(), time(), in.readBoolean());
        }

        private StreamSettings stream() throws IOException {
            StreamView view = optional(() -> StreamView.valueOf(in.readUTF()));
            String label = optional(in::readUTF);
            if (format <= FOURTH_FORMAT) {
                return new StreamSettings(view, label, 0, 1, null, ResourcePolicy.NONE);
            }
            return new StreamSettings(
                    view,
                    label,
                    in.readLong(),
                    in.readByte(),
                    optional(() -> StreamView.valueOf(in.readUTF())),
                    resourcePolicy());
        }

        private ResourcePolicy resourcePolicy() throws IOException {
            return new ResourcePolicy(
                    optional(in::readUTF), optional(in::readUTF), optional(this::time));
        }

        private KeySchema key() throws IOException {
            return new KeySchema(list(in::readUTF), list(in::readUTF));
        }

        private CapacityChanges capacity() throws IOException {
            return new CapacityChanges(
                    optional(this::time),
                    optional(this::time),
                    in.readInt(),
                    optional(this::throughput));
        }

        private Throughput throughput() throws IOException {
            return new Throughput(in.readLong(), in.readLong());
        }

        private OnDemandLimit limit() throws IOException {
            return new OnDemandLimit(in.readLong(), in.readLong());
        }

        private WarmThroughput warm() throws IOException {
            return new WarmThroughput(in.readLong(), in.readLong());
        }

        private Instant time() throws IOException {
            return Instant.ofEpochSecond(in.readLong(), in.readInt());
        }

        private <T> List<T> list(Take<T> element) throws IOException {
            int size = in.readInt();
            List<T> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(element.take());
            }
            return list;
        }

        private <T> Map<String, T> map(Take<T> value) throws IOException {
            int size = in.readInt();
            Map<String, T> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(in.readUTF(), value.take());
            }
            return map;
        }

        private <T> @Nullable T optional(Take<T> take) throws IOException {
            return in.readBoolean() ? take.take() : null;
        }
    }
}
