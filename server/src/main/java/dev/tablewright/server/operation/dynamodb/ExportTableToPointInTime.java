package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.Export;
import dev.tablewright.engine.backup.Exports;
import dev.tablewright.engine.backup.TransferRequest;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * ExportTableToPointInTime: writes a table as it was at a moment, or what changed in it, to a
 * bucket.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html">ExportTableToPointInTime</a>
 */
final class ExportTableToPointInTime
        implements Operation<
                RequestReader, ResponseWriter, ExportTableToPointInTime.Request, Export> {
    private final Database database;

    ExportTableToPointInTime(Database database) {
        this.database = database;
    }

    /** DynamoDB's ExportFormat. */
    private enum Format {
        DYNAMODB_JSON,
        ION
    }

    /** DynamoDB's ExportType. */
    enum Type {
        FULL_EXPORT,
        INCREMENTAL_EXPORT
    }

    /** DynamoDB's ExportViewType. */
    enum View {
        NEW_IMAGE,
        NEW_AND_OLD_IMAGES
    }

    /** DynamoDB's S3SseAlgorithm. */
    private enum Encryption {
        AES256,
        KMS
    }

    record Request(
            TableRef table,
            Exports.Wanted wanted,
            Export.Destination destination,
            TransferRequest request) {}

    @Override
    public String name() {
        return "ExportTableToPointInTime";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn =
                in.requiredString("TableArn", Constraint.minLength(1), Constraint.maxLength(1024));
        Instant moment = in.time("ExportTime");
        TransferRequest request = BucketMembers.request(in);
        String bucket = BucketMembers.bucket(in);
        String owner = BucketMembers.owner(in);
        String prefix = BucketMembers.prefix(in, "S3Prefix");
        Encryption encryption = in.choice("S3SseAlgorithm", List.of(Encryption.values()));
        String encryptionKey =
                in.string("S3SseKmsKeyId", Constraint.minLength(1), Constraint.maxLength(2048));
        Format format = in.choice("ExportFormat", List.of(Format.values()), Format.DYNAMODB_JSON);
        Type type = in.choice("ExportType", List.of(Type.values()), Type.FULL_EXPORT);
        RequestReader window =
                in.structure("IncrementalExportSpecification", "IncrementalExportSpecification");
        Instant from = window == null ? null : window.time("ExportFromTime");
        Instant to = window == null ? null : window.time("ExportToTime");
        View view =
                window == null
                        ? View.NEW_AND_OLD_IMAGES
                        : window.choice(
                                "ExportViewType", List.of(View.values()), View.NEW_AND_OLD_IMAGES);
        in.requireValid();
        TableMembers.refuse(in, "FilterSpecification");
        if (format == Format.ION) {
            throw invalid("ExportFormat ION is not supported by this server");
        }
        return new Request(
                in.tableOfArn(arn),
                wanted(type, moment, window != null, from, to, view),
                new Export.Destination(
                        bucket,
                        owner,
                        BucketMembers.requireKey(prefix),
                        encryption == null ? null : encryption.name(),
                        encryptionKey),
                request);
    }

    private static Exports.Wanted wanted(
            Type type,
            @Nullable Instant moment,
            boolean windowed,
            @Nullable Instant from,
            @Nullable Instant to,
            View view) {
        return switch (type) {
            case FULL_EXPORT -> {
                if (windowed) {
                    throw invalid(
                            "IncrementalExportSpecification must not be specified for a"
                                    + " FULL_EXPORT");
                }
                yield new Exports.Wanted.Full(moment);
            }
            case INCREMENTAL_EXPORT -> {
                if (from == null) {
                    throw invalid("ExportFromTime is required for an INCREMENTAL_EXPORT");
                }
                if (moment != null) {
                    throw invalid("ExportTime must not be specified for an INCREMENTAL_EXPORT");
                }
                yield new Exports.Wanted.Changes(from, to, view == View.NEW_AND_OLD_IMAGES);
            }
        };
    }

    /** Our own texts: AWS's are not documented. */
    private static ValidationException invalid(String rule) {
        return new ValidationException("One or more parameter values were invalid: " + rule);
    }

    @Override
    public List<Access> access(Request request) {
        Export.Destination to = request.destination();
        String prefix = to.prefix();
        return List.of(
                new TableAccess(database.tables()).to("ExportTableToPointInTime", request.table()),
                BucketMembers.access(
                        "PutObject",
                        to.bucket(),
                        (prefix == null ? "" : prefix + "/") + "AWSDynamoDB/*"));
    }

    @Override
    public Export execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return database.exports()
                .begin(request.table(), request.wanted(), request.destination(), request.request());
    }

    @Override
    public void encode(Export export, ResponseWriter out) {
        ExportDescription.write(out, export);
    }
}
