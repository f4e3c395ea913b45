package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.AccessChange;
import dev.tablewright.controlplane.plan.AccessChange.Direction;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A comment of a pull request: GitHub shows it as it is meant, whatever names and values say. */
class PlanMarkdownTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");
    private static final TableAddress ORDERS = new TableAddress("eu-west-1", "koa_dev_Orders");
    private static final String EVIL = "a|b*c_d\\e`f<g>\n|---|\r\n@team [x](y) ~z~ &lt;";

    private static String markdown(List<Step> steps, List<AccessChange> access) {
        return PlanMarkdown.of(new Plan(steps, access), RELEASE, "http://127.0.0.1:8000");
    }

    /** The cells of each row of each table, marks of escape and all. */
    private static List<List<List<String>>> tables(String markdown) {
        List<List<List<String>>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("|")) {
                assertThat(line).endsWith("|");
                if (!inside) {
                    tables.add(new ArrayList<>());
                }
                tables.getLast().add(List.of(line.substring(1).split("(?<!\\\\)\\|", -1)));
            }
            inside = line.startsWith("|");
        }
        return tables;
    }

    private static void assertTables(String markdown, int count) {
        List<List<List<String>>> tables = tables(markdown);
        assertThat(tables).as(markdown).hasSize(count);
        for (List<List<String>> table : tables) {
            assertThat(table.size()).as(markdown).isGreaterThan(2);
            assertThat(table).as(markdown).allMatch(row -> row.size() == table.getFirst().size());
            assertThat(table.get(1))
                    .as(markdown)
                    .allMatch(cell -> cell.equals("---") || cell.isEmpty());
        }
        // A table needs an empty line before it.
        assertThat(markdown).doesNotContainPattern("[^\\n|]\\n\\| ");
    }

    @Test
    void namesAndValuesAreNeverMarks() {
        String text =
                markdown(
                        List.of(
                                new Step.SetTags(ORDERS, "arn", Map.of(), Map.of("t", EVIL)),
                                new Step.Note("table " + ORDERS, EVIL),
                                new Step.Wait(
                                        new Step.DeleteIndex(ORDERS, "i"), Instant.EPOCH, EVIL)),
                        List.of(
                                new AccessChange(
                                        Principal.role("app_koa_dev"),
                                        Direction.LOSES,
                                        new TreeSet<>(List.of("dynamodb:GetItem")),
                                        "arn:aws:dynamodb:eu-west-1:123456789012:table/a_b*")));

        assertTables(text, 2);
        assertThat(text)
                .contains("a\\|b\\*c\\_d\\\\e\\`f&lt;g>")
                .contains("&#64;team \\[x\\](y) \\~z\\~ &amp;lt;")
                .contains("| waits |")
                .contains("| note |")
                .contains("role app\\_koa\\_dev")
                .contains("**loses**")
                .doesNotContain("@team");
    }

    /** What is asked for is above what is done for it, and what will not be done above all. */
    @Test
    void refusalsComeFirstWithTheEntryToCopy() {
        String text =
                markdown(
                        List.of(
                                new Step.DeleteIndex(ORDERS, "old"),
                                new Step.Refuse("table " + ORDERS, "its key is Id", null, null)
                                        .with("  - name: Orders-shadow\n    hashKey: Id\n")),
                        List.of());

        assertTables(text, 1);
        assertThat(text.indexOf("### Refused")).isLessThan(text.indexOf("### Steps"));
        assertThat(text)
                .contains("1 refusal: nothing of this plan will be done.")
                .contains("  ```yaml\n    - name: Orders-shadow\n      hashKey: Id\n  ```\n");
    }

    /** A comment that is written again must not differ when the plan does not. */
    @Test
    void thePlanAloneDecidesTheText() {
        List<Step> steps =
                List.of(
                        new Step.SetTags(
                                ORDERS,
                                "arn",
                                Map.of("a", "1", "b", "2", "c", "3"),
                                Map.of("c", "4", "b", "5", "a", "6")),
                        new Step.RemoveTags(ORDERS, "arn", Map.of("x", "1", "y", "2", "z", "3")));
        List<Step> again =
                List.of(
                        new Step.SetTags(
                                ORDERS,
                                "arn",
                                Map.of("c", "3", "a", "1", "b", "2"),
                                Map.of("a", "6", "c", "4", "b", "5")),
                        new Step.RemoveTags(ORDERS, "arn", Map.of("z", "3", "y", "2", "x", "1")));

        assertThat(markdown(steps, List.of())).isEqualTo(markdown(again, List.of()));
        assertThat(markdown(List.of(), List.of()))
                .isEqualTo(
                        """
                        ## Plan of the release dynamo-tables in namespace koa-dev

                        No changes. Target: http://127.0.0.1:8000.
                        """);
    }
}
