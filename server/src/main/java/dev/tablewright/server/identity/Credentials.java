package dev.tablewright.server.identity;

import dev.tablewright.policy.AppliedPolicies;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What a request's signature and permissions are judged by. */
public interface Credentials {
    /** Returns the active credential with that id, or null. Expired sessions are still returned. */
    @Nullable Credential find(String accessKeyId);

    /** Returns the policies that apply to {@code caller} now. */
    AppliedPolicies policiesOf(Caller caller);

    /**
     * Notes that a request was rightly signed with {@code accessKeyId}. Must be cheap: it is called
     * for every request.
     *
     * @param service as it stands in the credential scope, for instance {@code dynamodb}
     */
    default void noteUse(String accessKeyId, String service, String region, Instant now) {}
}
