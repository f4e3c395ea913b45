package dev.tablewright.server.backup;

import dev.tablewright.model.TableRef;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids in AWS Backup's forms. */
final class Ids {
    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a random UUID, of version 4, as plans and selections have. */
    String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    /** Returns an id of a job, in capitals. */
    String job() {
        return uuid().toUpperCase(Locale.ROOT);
    }

    /** Returns the id of the job of a rule for a table at a time: always the same. */
    static String job(String ruleId, Instant time, TableRef table) {
        String name = ruleId + "/" + time + "/" + table.arn();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .toUpperCase(Locale.ROOT);
    }

    /** Returns an id of a version of a plan. */
    String version() {
        return Base64.getEncoder().encodeToString(uuid().getBytes(StandardCharsets.UTF_8));
    }
}
