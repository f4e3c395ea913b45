package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservedWordsTest {
    /** AWS's page lists so many; a typing error would most likely make two of them one. */
    @Test
    void areAll573() {
        assertThat(ReservedWords.size()).isEqualTo(573);
    }

    @Test
    void haveNoCase() {
        assertThat(ReservedWords.contains("Abort")).isTrue();
        assertThat(ReservedWords.contains("zone")).isTrue();
        assertThat(ReservedWords.contains("timestamp")).isTrue();
        assertThat(ReservedWords.contains("title")).isFalse();
        assertThat(ReservedWords.contains("id")).isFalse();
    }
}
