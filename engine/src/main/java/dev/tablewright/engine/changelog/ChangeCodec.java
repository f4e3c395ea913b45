package dev.tablewright.engine.changelog;

import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Bytes;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A change in bytes: the stored forms of both images as they are, behind six bytes.
 *
 * <pre>
 * format(1)  flags(1)  length of old image(4)  old image  new image
 * </pre>
 */
final class ChangeCodec {
    private static final byte FORMAT = 1;
    private static final int HEADER = 6;

    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int IN_STREAM = 4;
    private static final int EXPIRY = 8;
    private static final int REPLICATION = 16;

    private static final byte[] NOTHING = {};

    private ChangeCodec() {}

    static Bytes encode(Change change) {
        byte[] before = bytes(change.before());
        byte[] after = bytes(change.after());
        return Bytes.wrap(
                ByteBuffer.allocate(HEADER + before.length + after.length)
                        .put(FORMAT)
                        .put((byte) flags(change))
                        .putInt(before.length)
                        .put(before)
                        .put(after)
                        .array());
    }

    private static int flags(Change change) {
        return (change.before() == null ? 0 : OLD)
                | (change.after() == null ? 0 : NEW)
                | (change.inStream() ? IN_STREAM : 0)
                | switch (change.origin()) {
                    case REQUEST -> 0;
                    case EXPIRY -> EXPIRY;
                    case REPLICATION -> REPLICATION;
                };
    }

    private static byte[] bytes(@Nullable Item item) {
        return item == null ? NOTHING : item.encoded();
    }

    /** Whether a record belongs to the table's stream; nothing else is decoded. */
    static boolean inStream(Bytes encoded) {
        return (encoded.array()[1] & IN_STREAM) != 0;
    }

    /**
     * Reads a record.
     *
     * @throws IllegalStateException if a newer release wrote it
     */
    static ChangeRecord decode(long sequence, Bytes encoded) {
        byte[] bytes = encoded.array();
        if (bytes[0] != FORMAT) {
            throw new IllegalStateException("change record of unknown format " + bytes[0]);
        }
        int flags = bytes[1];
        int oldEnd = HEADER + ByteBuffer.wrap(bytes).getInt(2);
        Item before =
                (flags & OLD) == 0 ? null : Item.wrap(Arrays.copyOfRange(bytes, HEADER, oldEnd));
        Item after =
                (flags & NEW) == 0
                        ? null
                        : Item.wrap(Arrays.copyOfRange(bytes, oldEnd, bytes.length));
        return new ChangeRecord(sequence, before, after, (flags & IN_STREAM) != 0, originOf(flags));
    }

    private static Origin originOf(int flags) {
        if ((flags & EXPIRY) != 0) {
            return Origin.EXPIRY;
        }
        return (flags & REPLICATION) == 0 ? Origin.REQUEST : Origin.REPLICATION;
    }
}
