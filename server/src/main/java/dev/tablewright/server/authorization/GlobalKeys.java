package dev.tablewright.server.authorization;

import dev.tablewright.policy.ConditionContext;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The condition keys that every request has, whatever it asks for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS
 *     global condition context keys</a>
 */
final class GlobalKeys {
    private static final ConditionContext ALWAYS =
            ConditionContext.builder()
                    .put("aws:ViaAWSService", "false")
                    .put("aws:PrincipalIsAWSService", "false")
                    .build();

    private GlobalKeys() {}

    /** Collects them; the caller's own keys (aws:username, aws:PrincipalTag/...) included. */
    static ConditionContext of(RequestContext request) {
        var principal = request.caller().principal();
        var keys =
                ConditionContext.builder()
                        .putAll(ALWAYS)
                        .put("aws:CurrentTime", () -> seconds(request).toString())
                        .put("aws:EpochTime", () -> "" + seconds(request).getEpochSecond())
                        .put("aws:SecureTransport", Boolean.toString(request.secure()))
                        .put("aws:SourceIp", request.sourceIp())
                        .put("aws:RequestedRegion", request.region())
                        .put("aws:PrincipalAccount", principal.account())
                        .put("aws:PrincipalType", principal.type().conditionValue());
        if (request.userAgent() != null) {
            keys.put("aws:UserAgent", request.userAgent());
        }
        keys.putAll(request.caller().context());
        if (request.caller().isMultiFactor()) {
            keys.put("aws:MultiFactorAuthAge", () -> age(request));
        }
        return keys.build();
    }

    /** Seconds since the session was made, which is when the code of the device was given. */
    private static String age(RequestContext request) {
        Instant now = seconds(request);
        List<String> issued = request.caller().context().get("aws:TokenIssueTime");
        Instant start = issued == null ? now : Instant.parse(issued.getFirst());
        return Long.toString(Duration.between(start, now).toSeconds());
    }

    private static Instant seconds(RequestContext request) {
        return request.time().truncatedTo(ChronoUnit.SECONDS);
    }
}
