package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Export;
import dev.tablewright.engine.backup.Exports;
import dev.tablewright.engine.backup.TransferRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeExport: shows an export, and how far it got.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeExport.html">DescribeExport</a>
 */
final class DescribeExport
        implements Operation<RequestReader, ResponseWriter, TransferArn, Export> {
    private final Exports exports;

    DescribeExport(Exports exports) {
        this.exports = exports;
    }

    @Override
    public String name() {
        return "DescribeExport";
    }

    @Override
    public TransferArn decode(RequestReader in) {
        TransferArn arn = TransferArn.read(in, TransferRef.Kind.EXPORT);
        in.requireValid();
        return arn;
    }

    @Override
    public List<Access> access(TransferArn arn) {
        return List.of(arn.access("DescribeExport"));
    }

    @Override
    public Export execute(Authorized<TransferArn> authorized) {
        TransferRef ref = authorized.request().ref();
        if (ref == null) {
            throw Exports.notFound(authorized.request().text());
        }
        return exports.describe(ref);
    }

    @Override
    public void encode(Export found, ResponseWriter out) {
        ExportDescription.write(out, found);
    }
}
