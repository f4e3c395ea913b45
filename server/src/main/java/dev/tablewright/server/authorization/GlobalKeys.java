package dev.tablewright.server.authorization;

import dev.tablewright.policy.ConditionContext;

import java.time.temporal.ChronoUnit;

/**
 * The condition keys that every request has, whatever it asks for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS
 *     global condition context keys</a>
 */
final class GlobalKeys {
    private GlobalKeys() {}

    /** Collects them; the caller's own keys (aws:username, aws:PrincipalTag/...) included. */
    static ConditionContext of(RequestContext request) {
        var principal = request.caller().principal();
        var now = request.time().truncatedTo(ChronoUnit.SECONDS);
        var keys =
                ConditionContext.builder()
                        .put("aws:CurrentTime", now.toString())
                        .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
                        .put("aws:SecureTransport", Boolean.toString(request.secure()))
                        .put("aws:SourceIp", request.sourceIp())
                        .put("aws:RequestedRegion", request.region())
                        .put("aws:ViaAWSService", "false")
                        .put("aws:PrincipalIsAWSService", "false")
                        .put("aws:PrincipalAccount", principal.account())
                        .put("aws:PrincipalType", principal.type().conditionValue());
        if (request.userAgent() != null) {
            keys.put("aws:UserAgent", request.userAgent());
        }
        return keys.putAll(request.caller().context()).build();
    }
}
