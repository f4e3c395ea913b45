package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.Export.Content;
import dev.tablewright.engine.backup.Export.Destination;
import dev.tablewright.engine.backup.RecordBytes.Reader;
import dev.tablewright.engine.backup.RecordBytes.Writer;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableCodec;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

/** The record of an export in bytes. */
final class ExportCodec {
    private ExportCodec() {}

    static Bytes encode(Export export) {
        Destination to = export.destination();
        Writer out =
                new Writer()
                        .text(export.ref().id())
                        .text(export.status().name())
                        .bytes(TableCodec.encode(export.source()).array())
                        .text(to.bucket())
                        .optional(to.owner())
                        .optional(to.prefix())
                        .optional(to.encryption())
                        .optional(to.encryptionKey());
        return content(out, export.content())
                .request(export.request())
                .time(export.started())
                .optional(export.ended())
                .number(export.items())
                .number(export.bytes())
                .failure(export.failure())
                .number(export.scratch())
                .done();
    }

    private static Writer content(Writer out, Content content) {
        return switch (content) {
            case Content.Full(var moment) -> out.flag(true).time(moment);
            case Content.Changes(var from, var to, var oldImages) ->
                    out.flag(false).time(from).time(to).flag(oldImages);
        };
    }

    static Export decode(Stored stored) {
        Reader in = new Reader(stored.value());
        String id = in.text();
        Export.Status status = Export.Status.valueOf(in.text());
        Table source = TableCodec.decode(new Stored(Bytes.wrap(in.bytes()), new Version(0)));
        Destination destination =
                new Destination(
                        in.text(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText());
        Content content =
                in.flag()
                        ? new Content.Full(in.time())
                        : new Content.Changes(in.time(), in.time(), in.flag());
        return new Export(
                new TransferRef(source.ref(), TransferRef.Kind.EXPORT, id),
                status,
                content,
                destination,
                in.request(),
                source,
                in.time(),
                in.optionalTime(),
                in.number(),
                in.number(),
                in.failure(),
                in.number());
    }
}
