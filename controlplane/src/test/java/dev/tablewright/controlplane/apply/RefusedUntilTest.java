package dev.tablewright.controlplane.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class RefusedUntilTest {
    /** As AWS has been seen to write it, and as our server does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in"
                        + " 1 day(s) from 2024. Last update at Wednesday, April 24, 2024 6:59:14 AM"
                        + " UTC. Next update can be made at Thursday, April 25, 2024 6:59:14 AM UTC",
                "Subscriber limit exceeded: Provisioned throughput decreases are limited. Next"
                        + " decrease can be made at Thursday, April 25, 2024 6:59:14\u202fAM UTC",
                "Next update can be made at Thu Apr 25 06:59:14 UTC 2024.",
                "Next update can be made at Thu Apr 25 08:59:14 CEST 2024",
            })
    void theMomentIsRead(String sentence) {
        assertThat(RefusedUntil.saidIn(sentence)).contains(Instant.parse("2024-04-25T06:59:14Z"));
    }

    /** Better no moment than a wrong one: then the longest wait that the rule allows holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Subscriber limit exceeded: There is a limit of 2500 tables",
                "Next update can be made at some other time",
                "Next update can be made at Thursday, April 31, 2024 6:59:14 AM XYZ",
                "Last update at Thursday, April 25, 2024 6:59:14 AM UTC",
            })
    void nothingIsGuessed(String sentence) {
        assertThat(RefusedUntil.saidIn(sentence)).isEmpty();
    }

    @Test
    void theFirstOfTheMonthHasOneDigit() {
        assertThat(RefusedUntil.saidIn("Next update can be made at Sat Jun 1 00:00:00 UTC 2024"))
                .contains(Instant.parse("2024-06-01T00:00:00Z"));
    }
}
