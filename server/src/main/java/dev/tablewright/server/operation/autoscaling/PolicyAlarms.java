package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.autoscaling.ScalingPolicy;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * The alarms of a policy, by the names that AWS would give them. They are not in any CloudWatch:
 * the server watches by itself.
 */
final class PolicyAlarms {
    private PolicyAlarms() {}

    static void write(ResponseWriter out, ScalingPolicy policy) {
        var table = policy.capacity().table();
        out.objects(
                "Alarms",
                List.of("AlarmHigh", "AlarmLow"),
                (alarm, kind) -> {
                    String name =
                            "TargetTracking-"
                                    + policy.capacity().resourceId()
                                    + "-"
                                    + kind
                                    + "-"
                                    + policy.id();
                    alarm.string("AlarmName", name);
                    alarm.string(
                            "AlarmARN",
                            "arn:aws:cloudwatch:"
                                    + table.region()
                                    + ":"
                                    + table.account()
                                    + ":alarm:"
                                    + name);
                });
    }
}
