package dev.tablewright.controlplane.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;

/** Times as people write them. It is Saturday, 21 November 2026, 16:00:30 in Berlin. */
class MomentTest {
    private static final Instant NOW = Instant.parse("2026-11-21T15:00:30.75Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} is {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-11-21T14:37:05Z          | 2026-11-21T14:37:05Z | ISO
                    2026-11-21T14:37:05.9Z        | 2026-11-21T14:37:05Z | restores are to a second
                    2026-11-21T14:37:05+02:00     | 2026-11-21T12:37:05Z | ISO with offset
                    2026-11-21T14:37+02:00        | 2026-11-21T12:37:00Z | seconds may be missing
                    2026-11-21 14:37              | 2026-11-21T13:37:00Z | no zone is the zone here
                    2026-07-01 14:37              | 2026-07-01T12:37:00Z | summer time
                    2026-11-21 14:37 UTC          | 2026-11-21T14:37:00Z | a zone after it
                    2026-11-21 14:37 Asia/Tokyo   | 2026-11-21T05:37:00Z | a zone by name
                    2026-11-21 14:37:09 -0500     | 2026-11-21T19:37:09Z | an offset after a space
                    14:30                         | 2026-11-21T13:30:00Z | today
                    today 9:05                    | 2026-11-21T08:05:00Z | one digit of the hour
                    yesterday 14:00               | 2026-11-20T13:00:00Z | the day before
                    Yesterday 14:00 UTC           | 2026-11-20T14:00:00Z | whose day it is, says the zone
                    10 minutes ago                | 2026-11-21T14:50:30Z | relative
                    10m                           | 2026-11-21T14:50:30Z | short
                    1h30m ago                     | 2026-11-21T13:30:30Z | two units
                    an hour ago                   | 2026-11-21T14:00:30Z | a word for one
                    2 days and 3 hours ago        | 2026-11-19T12:00:30Z | as it is said
                    90s                           | 2026-11-21T14:59:00Z | seconds
                    """)
    void isRead(String text, Instant expected, String reason) throws Exception {
        assertThat(Moment.of(text, NOW, BERLIN).when(NOW)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-13-01 12:00",
                "25:00",
                "10",
                "minutes ago",
                "14:00 Nowhere/Land",
                "2026-11-21",
                "-10m"
            })
    void otherTextsAreRefusedWithTheForms(String text) {
        assertThatThrownBy(() -> Moment.of(text, NOW, BERLIN))
                .isInstanceOf(Moment.NoMoment.class)
                .hasMessageContaining("is no time: write for instance 2026-03-01T12:00:00Z");
    }
}
