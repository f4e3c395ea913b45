package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.ScalingActivity;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeScalingActivities: what was changed, newest first, at most 50 a page. Only the newest
 * activities since the server started are known; that nothing was done is no activity.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html">DescribeScalingActivities</a>
 */
final class DescribeScalingActivities
        implements Operation<
                RequestReader,
                ResponseWriter,
                DescribeScalingActivities.Request,
                ListPage<ScalingActivity>> {
    private static final int MAX_PAGE = 50;

    private final AutoScaling state;

    DescribeScalingActivities(AutoScaling state) {
        this.state = state;
    }

    record Request(
            String account, String region, TargetMembers.Filter filter, ListPage.Asked page) {}

    @Override
    public String name() {
        return "DescribeScalingActivities";
    }

    @Override
    public Request decode(RequestReader in) {
        TargetMembers.Filter filter = TargetMembers.filter(in);
        ListPage.Asked page = ListPage.Asked.read(in, MAX_PAGE);
        in.requireValid();
        return new Request(in.account(), in.region(), filter, page);
    }

    @Override
    public List<Access> access(Request request) {
        return ScalingAccess.toList(name());
    }

    @Override
    public ListPage<ScalingActivity> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return ListPage.of(
                state.activities(request.account(), request.region()).stream()
                        .filter(activity -> request.filter().admits(activity.capacity()))
                        .toList(),
                request.page());
    }

    @Override
    public void encode(ListPage<ScalingActivity> page, ResponseWriter out) {
        page.write(out, "ScalingActivities", DescribeScalingActivities::write);
    }

    private static void write(ResponseWriter out, ScalingActivity activity) {
        out.string("ActivityId", activity.id());
        TargetMembers.write(out, activity.capacity());
        out.string("Description", activity.description());
        out.string("Cause", activity.cause());
        out.time("StartTime", activity.time());
        out.time("EndTime", activity.time());
        out.string("StatusCode", activity.successful() ? "Successful" : "Failed");
        out.string("StatusMessage", activity.message());
    }
}
