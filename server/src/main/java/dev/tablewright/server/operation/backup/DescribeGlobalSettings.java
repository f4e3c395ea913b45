package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DescribeGlobalSettings: whether backups go across accounts: never.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeGlobalSettings.html">DescribeGlobalSettings</a>
 */
final class DescribeGlobalSettings implements RestOperation<Place, Done> {

    @Override
    public String name() {
        return "DescribeGlobalSettings";
    }

    @Override
    public String route() {
        return "GET /global-settings";
    }

    @Override
    public Place decode(RequestReader in) {
        return Members.place(in);
    }

    @Override
    public List<Access> access(Place request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Done execute(Authorized<Place> authorized) {
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.object(
                "GlobalSettings", inside -> inside.string("isCrossAccountBackupEnabled", "false"));
    }
}
