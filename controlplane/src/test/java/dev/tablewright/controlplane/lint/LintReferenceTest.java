package dev.tablewright.controlplane.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.lint.RuleInfo;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class LintReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "lint.md");

    /** {@code -Dwrite.docs=true} writes the page instead of comparing it. */
    @Test
    void pageInDocsIsTheRules() throws IOException {
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(PAGE, LintReference.markdown());
        }

        assertThat(PAGE).content().isEqualTo(LintReference.markdown());
    }

    @Test
    void idsAreUnique() {
        assertThat(LintReference.rules()).extracting(RuleInfo::id).doesNotHaveDuplicates();
    }
}
