package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.model.Item;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes changes as the records of one stream, by its view. */
final class StreamRecordWriter {
    private static final String VERSION = "1.1";
    private static final String SOURCE = "aws:dynamodb";

    private final TableStream stream;
    private final List<String> keyNames;

    StreamRecordWriter(TableStream stream) {
        this.stream = stream;
        this.keyNames = stream.key().attributes();
    }

    /** Writes one record. */
    void write(ResponseWriter out, ChangeRecord change) {
        out.string("eventID", eventId(change));
        out.string("eventName", eventName(change));
        out.string("eventVersion", VERSION);
        out.string("eventSource", SOURCE);
        out.string("awsRegion", stream.table().region());
        out.object("dynamodb", inner -> writeChange(inner, change));
        if (change.origin() == Origin.EXPIRY) {
            out.object(
                    "userIdentity",
                    identity -> {
                        identity.string("Type", "Service");
                        identity.string("PrincipalId", "dynamodb.amazonaws.com");
                    });
        }
    }

    private void writeChange(ResponseWriter out, ChangeRecord change) {
        Item keys = change.either().only(keyNames);
        Item after = shows(StreamView.NEW_IMAGE) ? change.after() : null;
        Item before = shows(StreamView.OLD_IMAGE) ? change.before() : null;
        out.time("ApproximateCreationDateTime", change.time().truncatedTo(ChronoUnit.SECONDS));
        out.item("Keys", keys);
        if (after != null) {
            out.item("NewImage", after);
        }
        if (before != null) {
            out.item("OldImage", before);
        }
        out.string("SequenceNumber", SequenceNumber.write(change.sequence()));
        out.number("SizeBytes", keys.sizeBytes() + sizeOf(after) + sizeOf(before));
        out.string("StreamViewType", stream.view().name());
    }

    private boolean shows(StreamView image) {
        return stream.view() == image || stream.view() == StreamView.NEW_AND_OLD_IMAGES;
    }

    private static long sizeOf(@Nullable Item image) {
        return image == null ? 0 : image.sizeBytes();
    }

    private static String eventName(ChangeRecord change) {
        if (change.before() == null) {
            return "INSERT";
        }
        return change.after() == null ? "REMOVE" : "MODIFY";
    }

    /** 32 hexadecimal digits: another one for every record of every stream, and always the same. */
    private String eventId(ChangeRecord change) {
        return "%016x%016x"
                .formatted(
                        mixed(change.sequence() ^ stream.space()),
                        mixed(mixed(stream.start()) + change.sequence()));
    }

    /** The finalizer of MurmurHash3: one to one. */
    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
