package dev.tablewright.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.backup.RestoreRecord.Position;

import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final Position FIRST = Position.START;
    private static final Position SECOND = new Position(1, 0, null);

    private final ReadAhead<String> ahead = new ReadAhead<>();

    @Test
    void whatWasBegunIsTakenOnce() {
        ahead.begin(SECOND, () -> "begun");
        assertThat(ahead.take(SECOND, () -> "now")).isEqualTo("begun");
        assertThat(ahead.take(SECOND, () -> "now")).isEqualTo("now");
    }

    /** The page before could not be put, and is asked for again. */
    @Test
    void whatWasBegunForAnotherPlaceIsNeverTaken() {
        ahead.begin(SECOND, () -> "begun");
        assertThat(ahead.take(FIRST, () -> "again")).isEqualTo("again");
        assertThat(ahead.take(SECOND, () -> "now")).isEqualTo("now");
    }

    @Test
    void aFailureKeepsItsType() {
        ahead.begin(
                FIRST,
                () -> {
                    throw new DamagedExportException("torn");
                });
        assertThatThrownBy(() -> ahead.take(FIRST, () -> "now"))
                .isInstanceOf(DamagedExportException.class)
                .hasMessage("torn");
    }
}
