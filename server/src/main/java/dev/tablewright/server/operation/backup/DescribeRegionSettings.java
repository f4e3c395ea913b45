package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DescribeRegionSettings: whether AWS Backup protects DynamoDB here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeRegionSettings.html">DescribeRegionSettings</a>
 */
final class DescribeRegionSettings implements RestOperation<Place, Boolean> {
    private final AwsBackup state;

    DescribeRegionSettings(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DescribeRegionSettings";
    }

    @Override
    public String route() {
        return "GET /account-settings";
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
    public Boolean execute(Authorized<Place> authorized) {
        return state.preferences().protectsDynamoDb(authorized.request());
    }

    @Override
    public void encode(Boolean answer, ResponseWriter out) {
        out.object("ResourceTypeOptInPreference", inside -> inside.bool(Members.DYNAMODB, answer));
        out.object(
                "ResourceTypeManagementPreference", inside -> inside.bool(Members.DYNAMODB, false));
    }
}
