package dev.tablewright.controlplane.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class YamlBlockTest {
    /** What Helm would take for a boolean, a number or nothing stands in quotes. */
    @Test
    void textsThatMeanSomethingElseAreQuoted() {
        YamlBlock block = new YamlBlock();
        Map<String, Object> tags = new LinkedHashMap<>();
        tags.put("N", "yes");
        tags.put("cost centre", "0123");
        tags.put("empty", "");
        tags.put("a: b", "it's #1");

        block.field("  ", "tags", tags);
        block.field("  ", "roles", List.of("null", "shop"));
        block.field("  ", "none", List.of());

        assertThat(block.toString())
                .isEqualTo(
                        """
                          tags:
                            'N': 'yes'
                            cost centre: '0123'
                            empty: ''
                            'a: b': 'it''s #1'
                          roles: ['null', shop]
                          none: []
                        """);
    }

    @Test
    void longListsAndCommentsAreBroken() {
        YamlBlock block = new YamlBlock();
        block.field("", "roles", List.of("a".repeat(60), "b".repeat(60)));
        block.comment("", "word ".repeat(25).strip());

        assertThat(block.toString())
                .contains("roles:\n  - " + "a".repeat(60) + "\n  - b")
                .contains("word\n# word");
        assertThat(block.toString().lines()).allMatch(line -> line.length() <= 100);
    }
}
