package dev.tablewright.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** When rules run. */
class CronScheduleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest(name = "{0} in {1} after {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cron(0 3 * * ? *)        | Etc/UTC          | 2026-11-21T03:00:00Z | 2026-11-22T03:00:00Z | a run is not after itself
                    cron(0 3 * * ? *)        | Europe/Amsterdam | 2026-07-01T00:00:00Z | 2026-07-01T01:00:00Z | the zone's summer time counts
                    cron(0 5 ? * MON-FRI *)  | Etc/UTC          | 2026-11-20T06:00:00Z | 2026-11-23T05:00:00Z | from Friday to Monday
                    cron(0 5 ? * 2-6 *)      | Etc/UTC          | 2026-11-20T06:00:00Z | 2026-11-23T05:00:00Z | Sunday is 1
                    cron(0 5 ? * L *)        | Etc/UTC          | 2026-11-20T06:00:00Z | 2026-11-21T05:00:00Z | the last day of the week is Saturday
                    cron(0 5 ? * 6L *)       | Etc/UTC          | 2026-11-01T00:00:00Z | 2026-11-27T05:00:00Z | the last Friday of the month
                    cron(0 5 ? * 3#2 *)      | Etc/UTC          | 2026-11-01T00:00:00Z | 2026-11-10T05:00:00Z | the second Tuesday
                    cron(0 5 ? * 1#5 *)      | Etc/UTC          | 2026-11-01T00:00:00Z | 2026-11-29T05:00:00Z | a fifth Sunday there is
                    cron(30 1 L * ? *)       | Etc/UTC          | 2028-02-01T00:00:00Z | 2028-02-29T01:30:00Z | the last day of a leap February
                    cron(30 1 LW * ? *)      | Etc/UTC          | 2026-05-01T00:00:00Z | 2026-05-29T01:30:00Z | the last workday: the 31st is a Sunday
                    cron(30 1 15W * ? *)     | Etc/UTC          | 2026-11-01T00:00:00Z | 2026-11-16T01:30:00Z | the 15th is a Sunday
                    cron(30 1 1W * ? *)      | Etc/UTC          | 2026-07-31T12:00:00Z | 2026-08-03T01:30:00Z | never in the month before
                    cron(30 1 31W * ? *)     | Etc/UTC          | 2026-11-01T00:00:00Z | 2026-12-31T01:30:00Z | November has no 31st
                    cron(0/15 8-17/3 1,20 * ? *) | Etc/UTC      | 2026-11-01T08:45:00Z | 2026-11-01T11:00:00Z | steps, ranges and lists
                    cron(0 12 1 JAN,jul ? 2027) | Etc/UTC       | 2026-11-01T08:45:00Z | 2027-01-01T12:00:00Z | names in any case, and a year
                    cron(30 2 * * ? *)       | Europe/Amsterdam | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z | a skipped 02:30 runs at 03:30
                    cron(30 2 * * ? *)       | Europe/Amsterdam | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z | of two 02:30 the first
                    rate(12 hours)           | Etc/UTC          | 2026-01-01T12:00:00Z | 2026-01-02T00:00:00Z | counted from the start
                    rate(1 day)              | Etc/UTC          | 2026-01-05T01:00:00Z | 2026-01-06T00:00:00Z | counted from the start
                    """)
    void runsNext(String text, String zone, Instant after, Instant next, String reason) {
        assertThat(Schedule.parse(text, zone).next(START, after)).as(reason).isEqualTo(next);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 3 * * ? *          | neither cron nor rate
                    cron(0 3 * * *)      | five fields
                    cron(0 3 * * * *)    | no question mark
                    cron(0 3 ? * ? *)    | two question marks
                    cron(60 3 * * ? *)   | no such minute
                    cron(0 3 32 * ? *)   | no such day
                    cron(0 3 ? * 0 *)    | days of the week begin with 1
                    cron(0 3 ? * MON#6 *)| no month has six
                    cron(0 3 * 13 ? *)   | no such month
                    cron(0 3 * * ? 1969) | before all years
                    cron(0 3 1-W * ? *)  | a range of nothing
                    cron(0/0 3 * * ? *)  | steps of nothing
                    cron(0 3 , * ? *)    | a list of nothing
                    rate(1 hours)        | one hour is singular
                    rate(2 hour)         | two are plural
                    rate(0 days)         | never
                    rate(1 week)         | no such unit
                    """)
    void refuses(String text, String reason) {
        assertThatThrownBy(() -> Schedule.parse(text, "Etc/UTC"))
                .as(reason)
                .isInstanceOf(ScheduleException.class)
                .hasMessage(text);
    }

    @Test
    void refusesUnknownZones() {
        assertThatThrownBy(() -> Schedule.parse("rate(1 day)", "Mars/Olympus"))
                .isInstanceOf(ScheduleException.class)
                .hasMessage("Mars/Olympus");
    }

    @Test
    void runsOnceAtALocalTime() {
        Schedule once = Schedule.parseAlsoOnce("at(2026-07-01T03:00:00)", "Europe/Berlin");
        Instant moment = Instant.parse("2026-07-01T01:00:00Z");

        assertThat(once.next(START, moment.minusMillis(1))).isEqualTo(moment);
        assertThat(once.next(START, moment)).isNull();
        for (String text : new String[] {"at(2026-07-01)", "at(2026-07-01T03:00:00Z)", "at()"}) {
            assertThatThrownBy(() -> Schedule.parseAlsoOnce(text, "Etc/UTC")).hasMessage(text);
        }
        assertThatThrownBy(() -> Schedule.parse("at(2026-07-01T03:00:00)", "Etc/UTC"))
                .isInstanceOf(ScheduleException.class);
    }

    /** The next run is the first minute, of all that follow, that each field takes. */
    @Test
    void agreesWithTryingEveryMinute() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int minute = random.nextInt(60);
            int hour = random.nextInt(24);
            boolean byWeek = random.nextBoolean();
            int from = byWeek ? 1 + random.nextInt(7) : 1 + random.nextInt(28);
            int to = byWeek ? Math.min(7, from + random.nextInt(3)) : from + random.nextInt(3);
            String days = from + "-" + to;
            String text =
                    "cron(%d %d/6 %s * %s *)"
                            .formatted(minute, hour, byWeek ? "?" : days, byWeek ? days : "?");
            Instant after = START.plus(Duration.ofMinutes(random.nextInt(525_600)));

            Instant wanted = after.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
            while (!takes(wanted.atZone(ZoneOffset.UTC), minute, hour, byWeek, from, to)) {
                wanted = wanted.plus(Duration.ofMinutes(1));
            }
            assertThat(Schedule.parse(text, "Etc/UTC").next(START, after))
                    .as("%s after %s, seed %d", text, after, seed)
                    .isEqualTo(wanted);
        }
    }

    private static boolean takes(
            ZonedDateTime time, int minute, int hour, boolean byWeek, int from, int to) {
        int day = byWeek ? time.getDayOfWeek().getValue() % 7 + 1 : time.getDayOfMonth();
        return time.getMinute() == minute
                && time.getHour() >= hour
                && (time.getHour() - hour) % 6 == 0
                && day >= from
                && day <= to;
    }
}
