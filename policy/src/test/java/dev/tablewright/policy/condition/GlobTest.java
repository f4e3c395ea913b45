package dev.tablewright.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class GlobTest {
    @ParameterizedTest(name = "{0} on {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''      | ''      | true  | nothing is nothing
                    ''      | a       | false | nothing is not something
                    *       | ''      | true  | a run may be empty
                    *       | a/b:c   | true  | a run crosses everything
                    **      | ''      | true  | two runs are one
                    ?       | ''      | false | exactly one
                    ?       | a       | true  | exactly one
                    ?       | ab      | false | exactly one
                    a?c     | abc     | true  | one in the middle
                    a*c     | ac      | true  | an empty run in the middle
                    a*c     | abbbc   | true  | a run in the middle
                    a*c     | abcd    | false | the end is anchored
                    *a*b    | aab     | true  | the first run is tried short and must grow
                    a*b*c   | abxbxc  | true  | two runs
                    *ab     | aab     | true  | the literal begins inside a failed try
                    *?      | a       | true  | a run and one
                    ?*      | ''      | false | at least one
                    ?*?     | a       | false | at least two
                    a       | A       | false | case counts
                    a.c     | abc     | false | a point is a point
                    ?       | 😀      | true  | a character outside the basic plane is one
                    ??      | 😀      | false | a character outside the basic plane is one
                    *??     | 😀      | false | a character outside the basic plane is one
                    """)
    void matches(String pattern, String text, boolean expected, String reason) {
        assertThat(Glob.of(pattern).matches(text)).as(reason).isEqualTo(expected);
    }

    @Test
    void looksAtItsPartOfTheTextOnly() {
        assertThat(Glob.of("b*").matches("abbc", 1, 3)).isTrue();
        assertThat(Glob.of("b").matches("abbc", 1, 3)).isFalse();
        assertThat(Glob.of("bbc").matches("abbc", 1, 3)).isFalse();
    }

    /** Every pattern of up to five and every text of up to five characters over three letters. */
    @Test
    void agreesWithTheDefinitionOnEveryShortPattern() {
        List<String> texts = words("ab", 5);
        for (String pattern : words("a*?", 5)) {
            Glob glob = Glob.of(pattern);
            for (String text : texts) {
                assertThat(glob.matches(text))
                        .as("%s on %s", pattern, text)
                        .isEqualTo(byDefinition(pattern, text));
            }
        }
    }

    private static boolean byDefinition(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        return switch (pattern.charAt(0)) {
            case '*' ->
                    byDefinition(rest, text)
                            || (!text.isEmpty() && byDefinition(pattern, text.substring(1)));
            case '?' -> !text.isEmpty() && byDefinition(rest, text.substring(1));
            default ->
                    text.startsWith(pattern.substring(0, 1))
                            && byDefinition(rest, text.substring(1));
        };
    }

    private static List<String> words(String alphabet, int longest) {
        List<String> words = new ArrayList<>(List.of(""));
        for (int from = 0, length = 0; length < longest; length++) {
            int to = words.size();
            for (; from < to; from++) {
                for (int i = 0; i < alphabet.length(); i++) {
                    words.add(words.get(from) + alphabet.charAt(i));
                }
            }
        }
        return words;
    }

    /** Naive backtracking would take longer than the universe lasts. */
    @Test
    void noPatternMakesMatchingExplode() {
        String text = "a".repeat(2_000);
        assertTimeout(
                Duration.ofSeconds(5),
                () -> {
                    assertThat(Glob.of("a*".repeat(1_000) + "b").matches(text)).isFalse();
                    assertThat(Glob.of("*a?".repeat(600) + "b").matches(text)).isFalse();
                    assertThat(Glob.of("*".repeat(3_000) + "b").matches(text)).isFalse();
                    assertThat(Glob.of("*" + "a".repeat(1_000) + "b").matches(text)).isFalse();
                });
        assertThatNoException().isThrownBy(() -> Glob.of("?".repeat(100_000)).matches(text));
    }
}
