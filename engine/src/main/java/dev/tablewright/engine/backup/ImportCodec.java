package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.Import.Compression;
import dev.tablewright.engine.backup.Import.Counts;
import dev.tablewright.engine.backup.Import.Csv;
import dev.tablewright.engine.backup.Import.Form;
import dev.tablewright.engine.backup.Import.Format;
import dev.tablewright.engine.backup.Import.Source;
import dev.tablewright.engine.backup.RecordBytes.Reader;
import dev.tablewright.engine.backup.RecordBytes.Writer;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

/** The record of an import in bytes. */
final class ImportCodec {
    private ImportCodec() {}

    static Bytes encode(Import is) {
        TableRef table = is.ref().table();
        Writer out =
                new Writer()
                        .text(table.account())
                        .text(table.region())
                        .text(table.name())
                        .text(is.ref().id())
                        .text(is.status().name())
                        .text(is.source().bucket())
                        .optional(is.source().owner())
                        .optional(is.source().prefix())
                        .text(is.form().format().name())
                        .text(is.form().compression().name());
        Counts counts = is.counts();
        return csv(out, is.form().csv())
                .text(is.tableParameters())
                .request(is.request())
                .text(is.tableId())
                .time(is.started())
                .optional(is.ended())
                .number(counts.bytes())
                .number(counts.items())
                .number(counts.imported())
                .optional(counts.object())
                .number(counts.lines())
                .failure(is.failure())
                .done();
    }

    private static Writer csv(Writer out, @Nullable Csv csv) {
        return csv == null
                ? out.flag(false)
                : out.flag(true).optional(csv.delimiter()).texts(csv.headers());
    }

    static Import decode(Stored stored) {
        Reader in = new Reader(stored.value());
        TableRef table = new TableRef(in.text(), in.text(), in.text());
        return new Import(
                new TransferRef(table, TransferRef.Kind.IMPORT, in.text()),
                Import.Status.valueOf(in.text()),
                new Source(in.text(), in.optionalText(), in.optionalText()),
                new Form(
                        Format.valueOf(in.text()),
                        Compression.valueOf(in.text()),
                        in.flag() ? new Csv(in.optionalText(), in.texts()) : null),
                in.text(),
                in.request(),
                in.text(),
                in.time(),
                in.optionalTime(),
                new Counts(in.number(), in.number(), in.number(), in.optionalText(), in.number()),
                in.failure());
    }
}
