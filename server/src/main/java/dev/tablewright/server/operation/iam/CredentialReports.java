package dev.tablewright.server.operation.iam;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest credential report of each account, since the server started. A report is made at once
 * and holds for four hours.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html">Getting
 *     credential reports</a>
 */
final class CredentialReports {
    private static final Duration VALIDITY = Duration.ofHours(4);

    private final Map<String, Report> newest = new ConcurrentHashMap<>();

    /** A report and when it was made. */
    record Report(String csv, Instant generated) {
        boolean isOld(Instant now) {
            return !now.isBefore(generated.plus(VALIDITY));
        }
    }

    void put(String account, Report report) {
        newest.put(account, report);
    }

    /** Returns the newest report, old or not, or null. */
    @Nullable Report of(String account) {
        return newest.get(account);
    }
}
