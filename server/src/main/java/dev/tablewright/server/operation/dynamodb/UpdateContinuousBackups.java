package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.PointInTimeRecovery;
import dev.tablewright.model.TableRef;
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
 * UpdateContinuousBackups: switches point-in-time recovery on or off.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html">UpdateContinuousBackups</a>
 */
final class UpdateContinuousBackups
        implements Operation<
                RequestReader, ResponseWriter, UpdateContinuousBackups.Request, ContinuousBackups> {
    private final Catalog tables;

    UpdateContinuousBackups(Catalog tables) {
        this.tables = tables;
    }

    record Request(TableRef table, boolean enabled, @Nullable Integer days, Instant now) {}

    @Override
    public String name() {
        return "UpdateContinuousBackups";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.read(in);
        RequestReader specification =
                in.requiredStructure(
                        "PointInTimeRecoverySpecification", "PointInTimeRecoverySpecification");
        boolean enabled = false;
        Integer days = null;
        if (specification != null) {
            enabled = specification.flag("PointInTimeRecoveryEnabled");
            if (!specification.has("PointInTimeRecoveryEnabled")) {
                specification.note("PointInTimeRecoveryEnabled", "null", "Member must not be null");
            }
            days =
                    specification.integer(
                            "RecoveryPeriodInDays",
                            Constraint.atLeast(1),
                            Constraint.atMost(PointInTimeRecovery.MAX_DAYS));
        }
        in.requireValid();
        return new Request(table, enabled, days, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(new TableAccess(tables).to("UpdateContinuousBackups", request.table()));
    }

    @Override
    public ContinuousBackups execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        PointInTimeRecovery recovery =
                tables.updateRecovery(request.table(), request.enabled(), request.days());
        return new ContinuousBackups(recovery, request.now());
    }

    @Override
    public void encode(ContinuousBackups backups, ResponseWriter out) {
        backups.write(out);
    }
}
