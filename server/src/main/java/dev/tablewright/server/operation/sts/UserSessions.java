package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.Caller;

import java.time.Duration;

/** How long the sessions of users last, in seconds. */
final class UserSessions {
    static final int MOST_SECONDS = 129_600;
    static final int DEFAULT_SECONDS = 43_200;

    /** The root user's sessions are cut to this, whatever was asked for. */
    private static final int MOST_SECONDS_OF_ROOT = 3_600;

    private UserSessions() {}

    static Duration lengthOf(Caller caller, int seconds) {
        boolean root = caller.principal().type() == Principal.Type.ACCOUNT;
        return Duration.ofSeconds(root ? Math.min(seconds, MOST_SECONDS_OF_ROOT) : seconds);
    }
}
