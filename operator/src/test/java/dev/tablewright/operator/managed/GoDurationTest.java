package dev.tablewright.operator.managed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** Durations in annotations are Go's. */
final class GoDurationTest {
    @ParameterizedTest
    @CsvSource({"10m,600000", "1h30m,5400000", "1.5s,1500", "500ms,500", "2m0.5s,120500"})
    void reads(String text, long millis) {
        assertThat(GoDuration.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "10m ", "-1m", "0s", "1d", "1m x"})
    void refuses(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Test
    void tooLongIsNoDuration() {
        assertThat(GoDuration.parse("9999999999h")).isEmpty();
    }
}
