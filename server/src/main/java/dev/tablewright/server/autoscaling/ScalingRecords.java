package dev.tablewright.server.autoscaling;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How targets, policies and scheduled actions lie in the storage engine: one record each, which
 * begins with its format.
 */
final class ScalingRecords {
    private static final int FORMAT = 1;
    private static final String TARGET = "target";
    private static final String POLICY = "policy/";
    private static final String ACTION = "scheduled/";

    private ScalingRecords() {}

    static Key keyOfTarget(Capacity capacity) {
        return key(capacity, TARGET);
    }

    static Key keyOfPolicy(Capacity capacity, String name) {
        return key(capacity, POLICY + name);
    }

    static Key keyOfAction(Capacity capacity, String name) {
        return key(capacity, ACTION + name);
    }

    static boolean isAction(Key key) {
        return new String(key.sort().array(), StandardCharsets.UTF_8).startsWith(ACTION);
    }

    static boolean isTarget(Key key) {
        return key.sort().equals(utf8(TARGET));
    }

    private static Key key(Capacity capacity, String sort) {
        String partition =
                String.join(
                        "/",
                        capacity.table().account(),
                        capacity.table().region(),
                        capacity.resourceId(),
                        capacity.dimension());
        return new Key(Keyspace.AUTO_SCALING, utf8(partition), utf8(sort));
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static Bytes record(Capacity capacity, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            write(out, capacity);
            body.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    static Bytes encode(ScalableTarget target) {
        return record(
                target.capacity(),
                out -> {
                    out.writeUTF(target.id());
                    out.writeLong(target.min());
                    out.writeLong(target.max());
                    out.writeBoolean(target.suspension().in());
                    out.writeBoolean(target.suspension().out());
                    out.writeBoolean(target.suspension().scheduled());
                    out.writeInt(target.tags().size());
                    for (var tag : target.tags().entrySet()) {
                        out.writeUTF(tag.getKey());
                        out.writeUTF(tag.getValue());
                    }
                    write(out, target.created());
                });
    }

    static Bytes encode(ScalingPolicy policy) {
        return record(
                policy.capacity(),
                out -> {
                    out.writeUTF(policy.name());
                    out.writeUTF(policy.id());
                    out.writeDouble(policy.utilization());
                    out.writeBoolean(policy.scaleInDisabled());
                    out.writeLong(policy.outCooldown().toSeconds());
                    out.writeLong(policy.inCooldown().toSeconds());
                    write(out, policy.created());
                });
    }

    static Bytes encode(ScheduledAction action) {
        return record(
                action.capacity(),
                out -> {
                    out.writeUTF(action.name());
                    out.writeUTF(action.id());
                    out.writeUTF(action.schedule());
                    optional(out, action.zone(), out::writeUTF);
                    optional(out, action.start(), time -> write(out, time));
                    optional(out, action.end(), time -> write(out, time));
                    optional(out, action.min(), out::writeLong);
                    optional(out, action.max(), out::writeLong);
                    write(out, action.created());
                    write(out, action.since());
                });
    }

    private interface Put<T> {
        void put(T value) throws IOException;
    }

    private static <T> void optional(DataOutputStream out, @Nullable T value, Put<T> put)
            throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            put.put(value);
        }
    }

    private static <T> @Nullable T optional(DataInputStream in, Reading<T> reading)
            throws IOException {
        return in.readBoolean() ? reading.read(in) : null;
    }

    private static void write(DataOutputStream out, Capacity capacity) throws IOException {
        out.writeUTF(capacity.table().account());
        out.writeUTF(capacity.table().region());
        out.writeUTF(capacity.table().name());
        @Nullable String index = capacity.index();
        out.writeUTF(index == null ? "" : index);
        out.writeUTF(capacity.direction().name());
    }

    private static void write(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> T read(Bytes record, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.array()))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("auto scaling record of unknown format " + format);
            }
            return reading.read(in);
        } catch (IOException damaged) {
            throw new IllegalStateException("damaged auto scaling record", damaged);
        }
    }

    static ScalableTarget target(Bytes record) {
        return read(
                record,
                in ->
                        new ScalableTarget(
                                capacity(in),
                                in.readUTF(),
                                in.readLong(),
                                in.readLong(),
                                new ScalableTarget.Suspension(
                                        in.readBoolean(), in.readBoolean(), in.readBoolean()),
                                tags(in),
                                time(in)));
    }

    static ScalingPolicy policy(Bytes record) {
        return read(
                record,
                in ->
                        new ScalingPolicy(
                                capacity(in),
                                in.readUTF(),
                                in.readUTF(),
                                in.readDouble(),
                                in.readBoolean(),
                                Duration.ofSeconds(in.readLong()),
                                Duration.ofSeconds(in.readLong()),
                                time(in)));
    }

    static ScheduledAction action(Bytes record) {
        return read(
                record,
                in ->
                        new ScheduledAction(
                                capacity(in),
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                optional(in, each -> each.readUTF()),
                                optional(in, ScalingRecords::time),
                                optional(in, ScalingRecords::time),
                                optional(in, each -> each.readLong()),
                                optional(in, each -> each.readLong()),
                                time(in),
                                time(in)));
    }

    private static Capacity capacity(DataInputStream in) throws IOException {
        TableRef table = new TableRef(in.readUTF(), in.readUTF(), in.readUTF());
        String index = in.readUTF();
        return new Capacity(
                table, index.isEmpty() ? null : index, Capacity.Direction.valueOf(in.readUTF()));
    }

    private static Map<String, String> tags(DataInputStream in) throws IOException {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            tags.put(in.readUTF(), in.readUTF());
        }
        return tags;
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
