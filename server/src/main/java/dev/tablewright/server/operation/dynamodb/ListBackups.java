package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.backup.BackupRef;
import dev.tablewright.engine.backup.Backups;
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
 * ListBackups: backups of the caller's account in the request's region, oldest first, those of
 * deleted tables too.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html">ListBackups</a>
 */
final class ListBackups
        implements Operation<RequestReader, ResponseWriter, ListBackups.Request, Backups.Page> {
    private static final int MAX_PAGE = 100;

    private final Backups backups;

    ListBackups(Backups backups) {
        this.backups = backups;
    }

    /** DynamoDB's BackupTypeFilter, in the order in which AWS prints it. */
    private enum Wanted {
        USER(Backup.Type.USER),
        SYSTEM(Backup.Type.SYSTEM),
        AWS_BACKUP(Backup.Type.AWS_BACKUP),
        ALL(null);

        private final Backup.@Nullable Type type;

        Wanted(Backup.@Nullable Type type) {
            this.type = type;
        }
    }

    record Request(
            String account,
            String region,
            Backups.Filter filter,
            @Nullable BackupRef after,
            int limit) {}

    @Override
    public String name() {
        return "ListBackups";
    }

    @Override
    public Request decode(RequestReader in) {
        String table = in.has("TableName") ? TableName.read(in).name() : null;
        Integer limit = in.integer("Limit", Constraint.atLeast(1), Constraint.atMost(MAX_PAGE));
        Instant from = in.time("TimeRangeLowerBound");
        Instant before = in.time("TimeRangeUpperBound");
        String after =
                in.string(
                        "ExclusiveStartBackupArn",
                        Constraint.minLength(37),
                        Constraint.maxLength(1024));
        Wanted wanted = in.choice("BackupType", List.of(Wanted.values()), Wanted.USER);
        in.requireValid();
        return new Request(
                in.account(),
                in.region(),
                new Backups.Filter(table, from, before, wanted.type),
                after == null ? null : start(after),
                limit == null ? MAX_PAGE : limit);
    }

    private static BackupRef start(String arn) {
        BackupRef ref = BackupRef.of(arn);
        if (ref == null) {
            throw new ValidationException("Invalid ExclusiveStartBackupArn: " + arn);
        }
        return ref;
    }

    /** It cannot be granted for one table. */
    @Override
    public List<Access> access(Request request) {
        return List.of(TableAccess.toText("ListBackups", "*"));
    }

    @Override
    public Backups.Page execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return backups.list(
                request.account(),
                request.region(),
                request.filter(),
                request.after(),
                request.limit());
    }

    @Override
    public void encode(Backups.Page page, ResponseWriter out) {
        out.objects("BackupSummaries", page.backups(), ListBackups::writeSummary);
        BackupRef last = page.last();
        if (last != null) {
            out.string("LastEvaluatedBackupArn", last.arn());
        }
    }

    private static void writeSummary(ResponseWriter out, Backup backup) {
        out.string("TableName", backup.ref().table().name());
        out.string("TableId", backup.source().id());
        out.string("TableArn", backup.ref().table().arn());
        out.string("BackupArn", backup.ref().arn());
        out.string("BackupName", backup.name());
        out.time("BackupCreationDateTime", backup.created());
        Instant expires = backup.expires();
        if (expires != null) {
            out.time("BackupExpiryDateTime", expires);
        }
        out.string("BackupStatus", backup.status().name());
        out.string("BackupType", backup.type().name());
        out.number("BackupSizeBytes", backup.bytes());
    }
}
