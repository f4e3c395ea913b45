package dev.tablewright.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.identity.Tags.Tag;

import org.junit.jupiter.api.Test;

import java.util.List;

class TagsTest {
    private static final Tags TEAM_AND_ENV =
            new Tags(List.of(new Tag("Team", "blue"), new Tag("env", "dev")));

    @Test
    void aKeyIsReplacedInItsPlaceIgnoringCase() {
        assertThat(TEAM_AND_ENV.with(new Tags(List.of(new Tag("TEAM", "red")))).list())
                .containsExactly(new Tag("TEAM", "red"), new Tag("env", "dev"));
    }

    @Test
    void keysAreFoundAndRemovedIgnoringCase() {
        assertThat(TEAM_AND_ENV.get("tEAM")).isEqualTo("blue");
        assertThat(TEAM_AND_ENV.without(List.of("ENV", "none")).keys()).containsExactly("Team");
        assertThat(TEAM_AND_ENV.only(List.of("ENV")).keys()).containsExactly("env");
    }

    @Test
    void duplicatesDifferByCaseAtMost() {
        assertThat(TEAM_AND_ENV.hasDuplicates()).isFalse();
        assertThat(new Tags(List.of(new Tag("a", "1"), new Tag("A", "2"))).hasDuplicates())
                .isTrue();
    }
}
