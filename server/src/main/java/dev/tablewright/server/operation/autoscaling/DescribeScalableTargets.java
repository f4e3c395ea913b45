package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.ScalableTarget;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeScalableTargets: the targets of the account in the region, at most 50 a page.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html">DescribeScalableTargets</a>
 */
final class DescribeScalableTargets
        implements Operation<
                RequestReader,
                ResponseWriter,
                DescribeScalableTargets.Request,
                ListPage<ScalableTarget>> {
    private static final int MAX_PAGE = 50;

    private final AutoScaling state;

    DescribeScalableTargets(AutoScaling state) {
        this.state = state;
    }

    record Request(
            String account, String region, TargetMembers.Filter filter, ListPage.Asked page) {}

    @Override
    public String name() {
        return "DescribeScalableTargets";
    }

    @Override
    public Request decode(RequestReader in) {
        TargetMembers.Filter filter = TargetMembers.filterByMany(in);
        ListPage.Asked page = ListPage.Asked.read(in, MAX_PAGE);
        in.requireValid();
        return new Request(in.account(), in.region(), filter, page);
    }

    @Override
    public List<Access> access(Request request) {
        return ScalingAccess.toList(name());
    }

    @Override
    public ListPage<ScalableTarget> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return ListPage.of(
                state.targets(request.account(), request.region()).stream()
                        .filter(target -> request.filter().admits(target.capacity()))
                        .toList(),
                request.page());
    }

    @Override
    public void encode(ListPage<ScalableTarget> page, ResponseWriter out) {
        page.write(out, "ScalableTargets", DescribeScalableTargets::write);
    }

    private static void write(ResponseWriter out, ScalableTarget target) {
        TargetMembers.write(out, target.capacity());
        out.number("MinCapacity", target.min());
        out.number("MaxCapacity", target.max());
        out.string("RoleARN", target.roleArn());
        out.time("CreationTime", target.created());
        out.object(
                "SuspendedState",
                suspended -> {
                    suspended.bool("DynamicScalingInSuspended", target.suspension().in());
                    suspended.bool("DynamicScalingOutSuspended", target.suspension().out());
                    suspended.bool("ScheduledScalingSuspended", target.suspension().scheduled());
                });
        out.string("ScalableTargetARN", target.arn());
    }
}
