package dev.tablewright.server.schedule;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * AWS's cron: minutes, hours, day of the month, month, day of the week, year; one of the two days
 * is {@code ?}. Days of the week count from Sunday, which is 1.
 *
 * <p>A time that the clocks skip in spring runs as much later; one that they show twice in autumn
 * runs the first time.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">Cron
 *     expressions</a>
 */
final class CronSchedule implements Schedule {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> WEEKDAYS =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final ZoneId zone;
    private final BitSet minutes;
    private final BitSet hours;
    private final Predicate<LocalDate> days;
    private final BitSet months;
    private final BitSet years;

    private CronSchedule(
            ZoneId zone,
            BitSet minutes,
            BitSet hours,
            Predicate<LocalDate> days,
            BitSet months,
            BitSet years) {
        this.zone = zone;
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.years = years;
    }

    /** Reads the six fields. */
    static CronSchedule parse(String text, ZoneId zone) {
        String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (fields.length != 6) {
            throw Schedule.invalid("cron(" + text + ")");
        }
        try {
            return new CronSchedule(
                    zone,
                    numbers(fields[0], 0, 59, List.of()),
                    numbers(fields[1], 0, 23, List.of()),
                    days(fields[2], fields[4]),
                    numbers(fields[3], 1, 12, MONTHS),
                    numbers(fields[5], FIRST_YEAR, LAST_YEAR, List.of()));
        } catch (IllegalArgumentException malformed) {
            throw Schedule.invalid("cron(" + text + ")");
        }
    }

    /** Exactly one of them is a question mark: the other says which days. */
    private static Predicate<LocalDate> days(String ofMonth, String ofWeek) {
        if (ofMonth.equals("?") == ofWeek.equals("?")) {
            throw new IllegalArgumentException();
        }
        return ofWeek.equals("?") ? daysOfMonth(ofMonth) : daysOfWeek(ofWeek);
    }

    private static Predicate<LocalDate> daysOfMonth(String field) {
        if (field.equals("L")) {
            return date -> date.getDayOfMonth() == date.lengthOfMonth();
        }
        if (field.equals("LW")) {
            return date -> date.equals(workday(date, date.lengthOfMonth()));
        }
        if (field.endsWith("W")) {
            int day = number(field.substring(0, field.length() - 1), 1, 31, List.of());
            return date -> day <= date.lengthOfMonth() && date.equals(workday(date, day));
        }
        BitSet numbers = numbers(field, 1, 31, List.of());
        return date -> numbers.get(date.getDayOfMonth());
    }

    /** The workday nearest to a day, in the same month. */
    private static LocalDate workday(LocalDate month, int day) {
        LocalDate date = month.withDayOfMonth(day);
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> day == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> day == month.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
        };
    }

    private static Predicate<LocalDate> daysOfWeek(String field) {
        int hash = field.indexOf('#');
        if (hash >= 0) {
            int weekday = number(field.substring(0, hash), 1, 7, WEEKDAYS);
            int which = number(field.substring(hash + 1), 1, 5, List.of());
            return date -> weekday(date) == weekday && (date.getDayOfMonth() - 1) / 7 + 1 == which;
        }
        if (field.equals("L")) {
            return date -> weekday(date) == 7;
        }
        if (field.endsWith("L")) {
            int weekday = number(field.substring(0, field.length() - 1), 1, 7, WEEKDAYS);
            return date ->
                    weekday(date) == weekday && date.getDayOfMonth() + 7 > date.lengthOfMonth();
        }
        BitSet numbers = numbers(field, 1, 7, WEEKDAYS);
        return date -> numbers.get(weekday(date));
    }

    private static int weekday(LocalDate date) {
        return date.getDayOfWeek().getValue() % 7 + 1;
    }

    /** Reads a list of numbers, ranges and steps. */
    private static BitSet numbers(String field, int least, int most, List<String> names) {
        BitSet numbers = new BitSet();
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : number(part.substring(slash + 1), 1, most, List.of());
            int dash = range.indexOf('-');
            int from;
            int to;
            if (range.equals("*")) {
                from = least;
                to = most;
            } else if (dash >= 0) {
                from = number(range.substring(0, dash), least, most, names);
                to = number(range.substring(dash + 1), least, most, names);
            } else {
                from = number(range, least, most, names);
                to = slash < 0 ? from : most;
            }
            fill(numbers, from, to, step, least, most);
        }
        return numbers;
    }

    /** A range whose end lies before its start goes around: FRI-MON. */
    private static void fill(BitSet numbers, int from, int to, int step, int least, int most) {
        int length = to >= from ? to - from : to - from + most - least + 1;
        for (int i = 0; i <= length; i += step) {
            numbers.set(least + (from - least + i) % (most - least + 1));
        }
    }

    private static int number(String text, int least, int most, List<String> names) {
        int name = names.indexOf(text);
        if (name >= 0) {
            return name + 1;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException(text);
        }
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    @Override
    public @Nullable Instant next(Instant start, Instant after) {
        LocalDate first = after.atZone(zone).toLocalDate().minusDays(1);
        for (LocalDate date = first; date.getYear() <= LAST_YEAR; date = following(date)) {
            Instant found = runs(date) ? firstOf(date, after) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The next day that can matter: months and years that do not are passed over whole. */
    private LocalDate following(LocalDate date) {
        LocalDate next = date.plusDays(1);
        if (!years.get(next.getYear())) {
            return LocalDate.of(next.getYear() + 1, 1, 1);
        }
        return months.get(next.getMonthValue()) ? next : next.withDayOfMonth(1).plusMonths(1);
    }

    private boolean runs(LocalDate date) {
        return years.get(date.getYear()) && months.get(date.getMonthValue()) && days.test(date);
    }

    /** The least of all: times that the clocks skip are not in the order of the day. */
    private @Nullable Instant firstOf(LocalDate date, Instant after) {
        Instant least = null;
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0);
                    minute >= 0;
                    minute = minutes.nextSetBit(minute + 1)) {
                Instant run = date.atTime(hour, minute).atZone(zone).toInstant();
                if (run.isAfter(after) && (least == null || run.isBefore(least))) {
                    least = run;
                }
            }
        }
        return least;
    }
}
