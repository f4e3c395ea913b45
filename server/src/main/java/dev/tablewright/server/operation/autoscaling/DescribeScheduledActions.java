package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.ScheduledAction;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * DescribeScheduledActions: the scheduled actions of the account in the region, at most 50 a page.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html">DescribeScheduledActions</a>
 */
final class DescribeScheduledActions
        implements Operation<
                RequestReader,
                ResponseWriter,
                DescribeScheduledActions.Request,
                ListPage<ScheduledAction>> {
    private static final int MAX_PAGE = 50;

    private final AutoScaling state;

    DescribeScheduledActions(AutoScaling state) {
        this.state = state;
    }

    record Request(
            String account,
            String region,
            @Nullable List<String> names,
            TargetMembers.Filter filter,
            ListPage.Asked page) {
        boolean admits(ScheduledAction action) {
            return filter.admits(action.capacity())
                    && (names == null || names.isEmpty() || names.contains(action.name()));
        }
    }

    @Override
    public String name() {
        return "DescribeScheduledActions";
    }

    @Override
    public Request decode(RequestReader in) {
        List<String> names = in.strings("ScheduledActionNames", Constraint.maxLength(50));
        TargetMembers.Filter filter = TargetMembers.filter(in);
        ListPage.Asked page = ListPage.Asked.read(in, MAX_PAGE);
        in.requireValid();
        return new Request(in.account(), in.region(), names, filter, page);
    }

    @Override
    public List<Access> access(Request request) {
        return ScalingAccess.toList(name());
    }

    @Override
    public ListPage<ScheduledAction> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return ListPage.of(
                state.actions(request.account(), request.region()).stream()
                        .filter(request::admits)
                        .toList(),
                request.page());
    }

    @Override
    public void encode(ListPage<ScheduledAction> page, ResponseWriter out) {
        page.write(out, "ScheduledActions", DescribeScheduledActions::write);
    }

    private static void write(ResponseWriter out, ScheduledAction action) {
        out.string("ScheduledActionName", action.name());
        out.string("ScheduledActionARN", action.arn());
        TargetMembers.write(out, action.capacity());
        out.string("Schedule", action.schedule());
        String zone = action.zone();
        if (zone != null) {
            out.string("Timezone", zone);
        }
        Instant start = action.start();
        if (start != null) {
            out.time("StartTime", start);
        }
        Instant end = action.end();
        if (end != null) {
            out.time("EndTime", end);
        }
        out.object("ScalableTargetAction", bounds -> write(bounds, action.min(), action.max()));
        out.time("CreationTime", action.created());
    }

    private static void write(ResponseWriter out, @Nullable Long min, @Nullable Long max) {
        if (min != null) {
            out.number("MinCapacity", min);
        }
        if (max != null) {
            out.number("MaxCapacity", max);
        }
    }
}
