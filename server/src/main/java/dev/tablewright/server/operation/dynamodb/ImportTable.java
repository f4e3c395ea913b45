package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.Import;
import dev.tablewright.engine.backup.TransferRequest;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.VectorIndexDeclaration;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * ImportTable: makes a new table of the objects of a bucket. CREATING until all are read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ImportTable.html">ImportTable</a>
 */
final class ImportTable
        implements Operation<RequestReader, ResponseWriter, ImportTable.Request, Import> {
    private final Database database;
    private final EnvironmentBudgets budgets;

    ImportTable(Database database, EnvironmentBudgets budgets) {
        this.database = database;
        this.budgets = budgets;
    }

    /** DynamoDB's InputFormat. */
    private enum Format {
        DYNAMODB_JSON,
        ION,
        CSV
    }

    record Request(
            NewTable table,
            Import.Source source,
            Import.Form form,
            String tableParameters,
            TransferRequest request) {}

    @Override
    public String name() {
        return "ImportTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TransferRequest request = BucketMembers.request(in);
        Import.Source source = source(in.requiredStructure("S3BucketSource", "S3BucketSource"));
        Format format = in.requiredChoice("InputFormat", List.of(Format.values()));
        Import.Csv csv = csv(in.structure("InputFormatOptions", "InputFormatOptions"));
        Import.Compression compression =
                in.choice(
                        "InputCompressionType",
                        List.of(Import.Compression.values()),
                        Import.Compression.NONE);
        RequestReader parameters =
                in.requiredStructure("TableCreationParameters", "TableCreationParameters");
        Supplier<NewTable> table = parameters == null ? null : table(in, parameters);
        in.requireValid();
        if (parameters == null || table == null) {
            throw new IllegalStateException("a missing member was not refused");
        }
        return new Request(
                table.get(),
                checked(source),
                new Import.Form(form(format), compression, csv),
                in.json("TableCreationParameters"),
                request);
    }

    private static Import.Source source(@Nullable RequestReader in) {
        return in == null
                ? new Import.Source("", null, null)
                : new Import.Source(
                        BucketMembers.bucket(in),
                        BucketMembers.owner(in),
                        BucketMembers.prefix(in, "S3KeyPrefix"));
    }

    private static Import.Source checked(Import.Source source) {
        var _ = BucketMembers.requireKey(source.prefix());
        return source;
    }

    private static Import.@Nullable Csv csv(@Nullable RequestReader options) {
        RequestReader csv = options == null ? null : options.structure("Csv", "CsvOptions");
        return csv == null
                ? null
                : new Import.Csv(
                        csv.string(
                                "Delimiter",
                                Constraint.pattern("[,;:|\\t ]"),
                                Constraint.minLength(1),
                                Constraint.maxLength(1)),
                        csv.strings(
                                "HeaderList",
                                Constraint.minLength(1),
                                Constraint.maxLength(255),
                                Constraint.elements(
                                        Constraint.maxLength(65_536),
                                        Constraint.minLength(1),
                                        Constraint.pattern(
                                                "[\\x20-\\x21\\x23-\\x2B\\x2D-\\x7E]*"))));
    }

    private static Import.Format form(Format format) {
        return switch (format) {
            case DYNAMODB_JSON -> Import.Format.DYNAMODB_JSON;
            case CSV -> Import.Format.CSV;
            case ION ->
                    throw new ValidationException(
                            "One or more parameter values were invalid: InputFormat ION is not"
                                    + " supported by this server");
        };
    }

    /** Reads at once; what the members mean together is judged when the table is asked for. */
    private static Supplier<NewTable> table(RequestReader request, RequestReader in) {
        String name =
                in.requiredString(
                        "TableName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        List<AttributeDeclaration> attributes = TableMembers.requiredAttributes(in);
        List<KeyElement> key = TableMembers.simpleKey(in);
        BillingMode billing = TableMembers.billingMode(in);
        Throughput throughput = TableMembers.throughput(in);
        OnDemandLimit limit = TableMembers.onDemandLimit(in);
        Supplier<@Nullable EncryptionRequest> encryption = TableMembers.encryption(in);
        List<IndexDeclaration> global = TableMembers.globalIndexes(in);
        List<VectorIndexDeclaration> vectors = VectorIndexMembers.indexes(in);
        TableRef ref = new TableRef(request.account(), request.region(), name);
        return () ->
                new NewTable(
                        ref,
                        attributes,
                        key,
                        null,
                        global,
                        billing == null ? BillingMode.PROVISIONED : billing,
                        throughput,
                        limit,
                        null,
                        null,
                        encryption.get(),
                        null,
                        false,
                        Map.of(),
                        vectors);
    }

    /** Whoever could not read the objects may not read them as a table either. */
    @Override
    public List<Access> access(Request request) {
        Import.Source from = request.source();
        String prefix = from.prefix();
        return List.of(
                TableAccess.toNew("ImportTable", request.table().ref(), Map.of()),
                BucketMembers.access("ListBucket", from.bucket(), ""),
                BucketMembers.access(
                        "GetObject", from.bucket(), (prefix == null ? "" : prefix) + "*"));
    }

    @Override
    public Import execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return budgets.create(
                request.table().ref(),
                () ->
                        database.imports()
                                .begin(
                                        request.table(),
                                        request.source(),
                                        request.form(),
                                        request.tableParameters(),
                                        request.request()));
    }

    @Override
    public void encode(Import begun, ResponseWriter out) {
        ImportDescription.write(out, begun);
    }
}
