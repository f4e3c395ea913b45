package dev.tablewright.server.identity;

import dev.tablewright.policy.AppliedPolicies;
import org.jspecify.annotations.Nullable;

/** What a request's signature and permissions are judged by. */
public interface Credentials {
    /** Returns the active credential with that id, or null. Expired sessions are still returned. */
    @Nullable Credential find(String accessKeyId);

    /** Returns the policies that apply to {@code caller} now. */
    AppliedPolicies policiesOf(Caller caller);
}
