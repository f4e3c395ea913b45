package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ValuesReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "values.md");

    /** {@code -Dwrite.docs=true} writes the page instead of comparing it. */
    @Test
    void pageInDocsIsTheContract() throws IOException {
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(PAGE, ValuesReference.markdown());
        }

        assertThat(PAGE).content().isEqualTo(ValuesReference.markdown());
    }
}
