package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Import;
import dev.tablewright.engine.backup.Imports;
import dev.tablewright.engine.backup.TransferRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeImport: shows an import, and how far it got.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeImport.html">DescribeImport</a>
 */
final class DescribeImport
        implements Operation<RequestReader, ResponseWriter, TransferArn, Import> {
    private final Imports imports;

    DescribeImport(Imports imports) {
        this.imports = imports;
    }

    @Override
    public String name() {
        return "DescribeImport";
    }

    @Override
    public TransferArn decode(RequestReader in) {
        TransferArn arn = TransferArn.read(in, TransferRef.Kind.IMPORT);
        in.requireValid();
        return arn;
    }

    @Override
    public List<Access> access(TransferArn arn) {
        return List.of(arn.access("DescribeImport"));
    }

    @Override
    public Import execute(Authorized<TransferArn> authorized) {
        TransferRef ref = authorized.request().ref();
        if (ref == null) {
            throw Imports.notFound(authorized.request().text());
        }
        return imports.describe(ref);
    }

    @Override
    public void encode(Import found, ResponseWriter out) {
        ImportDescription.write(out, found);
    }
}
