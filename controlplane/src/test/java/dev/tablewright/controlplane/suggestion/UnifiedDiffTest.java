package dev.tablewright.controlplane.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    @Test
    void showsThreeLinesAround() {
        assertThat(UnifiedDiff.of("f", lines("abcdefghi"), lines("abcdXfghi")))
                .isEqualTo(
                        """
                        --- a/f
                        +++ b/f
                        @@ -2,7 +2,7 @@
                         b
                         c
                         d
                        -e
                        +X
                         f
                         g
                         h
                        """);
    }

    @Test
    void joinsNearChangesAndPartsFarOnes() {
        String far = UnifiedDiff.of("f", lines("abcdefghijklmno"), lines("Xbcdefghijklmn"));
        String near = UnifiedDiff.of("f", lines("abcdefg"), lines("Xbcdef"));

        assertThat(far.lines().filter(line -> line.startsWith("@@")))
                .containsExactly("@@ -1,4 +1,4 @@", "@@ -12,4 +12,3 @@");
        assertThat(near.lines().filter(line -> line.startsWith("@@")))
                .containsExactly("@@ -1,7 +1,6 @@");
    }

    @Test
    void saysThatTheLastLineHasNoEnd() {
        assertThat(UnifiedDiff.of("f", "a", "a\nb"))
                .isEqualTo(
                        """
                        --- a/f
                        +++ b/f
                        @@ -1,1 +1,2 @@
                        -a
                        \\ No newline at end of file
                        +a
                        +b
                        \\ No newline at end of file
                        """);
    }

    @Test
    void isEmptyForTheSame() {
        assertThat(UnifiedDiff.of("f", "a\n", "a\n")).isEmpty();
    }

    private static String lines(String letters) {
        return letters.replaceAll("(.)", "$1\n");
    }
}
