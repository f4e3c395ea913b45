package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.ScalingPolicy;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * DescribeScalingPolicies: the policies of the account in the region, at most 10 a page.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html">DescribeScalingPolicies</a>
 */
final class DescribeScalingPolicies
        implements Operation<
                RequestReader,
                ResponseWriter,
                DescribeScalingPolicies.Request,
                ListPage<ScalingPolicy>> {
    private static final int MAX_PAGE = 10;

    private final AutoScaling state;

    DescribeScalingPolicies(AutoScaling state) {
        this.state = state;
    }

    record Request(
            String account,
            String region,
            @Nullable List<String> names,
            TargetMembers.Filter filter,
            ListPage.Asked page) {
        boolean admits(ScalingPolicy policy) {
            return filter.admits(policy.capacity())
                    && (names == null || names.isEmpty() || names.contains(policy.name()));
        }
    }

    @Override
    public String name() {
        return "DescribeScalingPolicies";
    }

    @Override
    public Request decode(RequestReader in) {
        List<String> names = in.strings("PolicyNames", Constraint.maxLength(50));
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
    public ListPage<ScalingPolicy> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return ListPage.of(
                state.policies(request.account(), request.region()).stream()
                        .filter(request::admits)
                        .toList(),
                request.page());
    }

    @Override
    public void encode(ListPage<ScalingPolicy> page, ResponseWriter out) {
        page.write(out, "ScalingPolicies", DescribeScalingPolicies::write);
    }

    private static void write(ResponseWriter out, ScalingPolicy policy) {
        out.string("PolicyARN", policy.arn());
        out.string("PolicyName", policy.name());
        TargetMembers.write(out, policy.capacity());
        out.string("PolicyType", "TargetTrackingScaling");
        out.object(
                "TargetTrackingScalingPolicyConfiguration",
                tracking -> {
                    tracking.decimal("TargetValue", policy.utilization());
                    tracking.object(
                            "PredefinedMetricSpecification",
                            metric -> metric.string("PredefinedMetricType", policy.metric()));
                    tracking.number("ScaleOutCooldown", policy.outCooldown().toSeconds());
                    tracking.number("ScaleInCooldown", policy.inCooldown().toSeconds());
                    tracking.bool("DisableScaleIn", policy.scaleInDisabled());
                });
        PolicyAlarms.write(out, policy);
        out.time("CreationTime", policy.created());
    }
}
