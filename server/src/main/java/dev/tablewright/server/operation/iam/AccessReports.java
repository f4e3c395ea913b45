package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.LastUse;
import dev.tablewright.server.identity.PolicyHolder;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reports of last accessed services since the server started, the newest thousand. Each is made
 * at once.
 */
final class AccessReports {
    private static final int MOST = 1000;

    private final Map<String, Report> reports = new Newest();

    /**
     * A report as of the moment it was made.
     *
     * @param services that the policies give, by namespace
     */
    record Report(
            String account, String granularity, Instant created, List<ServiceReport> services) {}

    /**
     * One service.
     *
     * @param entities users and roles that can use it, whoever used it last first
     */
    record ServiceReport(ServedService service, List<EntityUse> entities) {
        ServiceReport {
            entities =
                    entities.stream()
                            .sorted(
                                    Comparator.comparing(
                                            EntityUse::time,
                                            Comparator.nullsLast(Comparator.reverseOrder())))
                            .toList();
        }

        List<EntityUse> used() {
            return entities.stream().filter(entity -> entity.use() != null).toList();
        }
    }

    /** A user or role, and when it used the service last; null for never. */
    record EntityUse(PolicyHolder entity, @Nullable LastUse use) {
        @Nullable Instant time() {
            return use == null ? null : use.time();
        }

        String type() {
            return entity.kind() == EntityKind.USER ? "USER" : "ROLE";
        }
    }

    synchronized void put(String job, Report report) {
        reports.put(job, report);
    }

    /**
     * Returns a report of the account.
     *
     * @throws IdentityException if there is none
     */
    synchronized Report require(String account, String job) {
        Report report = reports.get(job);
        if (report == null || !report.account().equals(account)) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY, "Job " + job + " cannot be found.");
        }
        return report;
    }

    private static final class Newest extends LinkedHashMap<String, Report> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Report> eldest) {
            return size() > MOST;
        }
    }
}
