package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.Backup;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * CreateBackup: backs a table up as it is at this moment. CREATING until it is made.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html">CreateBackup</a>
 */
final class CreateBackup
        implements Operation<RequestReader, ResponseWriter, CreateBackup.Request, Backup> {
    private final Database database;

    CreateBackup(Database database) {
        this.database = database;
    }

    record Request(TableRef table, String backupName) {}

    @Override
    public String name() {
        return "CreateBackup";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.require(in);
        TableName.check(in);
        String backupName =
                in.requiredString(
                        "BackupName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        in.requireValid();
        return new Request(table, backupName);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(new TableAccess(database.tables()).to("CreateBackup", request.table()));
    }

    @Override
    public Backup execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return database.backups().create(request.table(), request.backupName());
    }

    @Override
    public void encode(Backup backup, ResponseWriter out) {
        BackupDescription.writeDetails(out, backup);
    }
}
