package dev.tablewright.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which resources selections take. */
class SelectionTest {
    private static final String ORDERS =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-orders";
    private static final Map<String, String> TAGS = Map.of("idp-backup", "nightly", "team", "shop");

    private static Selection.Condition condition(
            Selection.Operator operator, String key, String value) {
        return new Selection.Condition(operator, Selection.TAG_PREFIX + key, value);
    }

    private static boolean takes(
            List<String> resources,
            List<String> except,
            List<Selection.Tag> tags,
            Selection.Condition... conditions) {
        return new Selection(
                        new Place("123456789012", "eu-west-1"),
                        "plan",
                        "id",
                        "name",
                        "role",
                        resources,
                        except,
                        tags,
                        List.of(conditions),
                        null,
                        Instant.EPOCH)
                .takes(ORDERS, TAGS);
    }

    /** AWS: without any condition it selects all resources. */
    @Test
    void nothingSaidTakesEverything() {
        assertThat(takes(List.of(), List.of(), List.of())).isTrue();
        assertThat(takes(List.of(), List.of(ORDERS), List.of())).isFalse();
    }

    @Test
    void namesResourcesWithWildcards() {
        assertThat(takes(List.of(ORDERS), List.of(), List.of())).isTrue();
        assertThat(takes(List.of("*"), List.of(), List.of())).isTrue();
        assertThat(takes(List.of("arn:aws:dynamodb:*:*:table/koa-*"), List.of(), List.of()))
                .isTrue();
        assertThat(takes(List.of("arn:aws:dynamodb:*:*:table/koa"), List.of(), List.of()))
                .isFalse();
        assertThat(takes(List.of("*"), List.of("arn:aws:*:table/*-orders"), List.of())).isFalse();
    }

    @Test
    void oneTagOfTheListIsEnoughAndAddsToTheResources() {
        var nightly = new Selection.Tag("idp-backup", "nightly");
        var weekly = new Selection.Tag("idp-backup", "weekly");
        assertThat(takes(List.of(), List.of(), List.of(weekly, nightly))).isTrue();
        assertThat(takes(List.of(), List.of(), List.of(weekly))).isFalse();
        assertThat(takes(List.of(ORDERS), List.of(), List.of(weekly))).isTrue();
    }

    @Test
    void allConditionsMustHoldAndNarrow() {
        var shop = condition(Selection.Operator.STRING_EQUALS, "team", "shop");
        var notNightly = condition(Selection.Operator.STRING_NOT_LIKE, "idp-backup", "night*");
        assertThat(takes(List.of(), List.of(), List.of(), shop)).isTrue();
        assertThat(takes(List.of("*"), List.of(), List.of(), shop, notNightly)).isFalse();
        assertThat(
                        takes(
                                List.of("*"),
                                List.of(),
                                List.of(),
                                condition(Selection.Operator.STRING_LIKE, "team", "s*p")))
                .isTrue();
    }

    /** As in IAM: what is not there is not equal. */
    @Test
    void missingTagsSatisfyOnlyTheNegatedConditions() {
        for (Selection.Operator operator : Selection.Operator.values()) {
            boolean negated =
                    operator == Selection.Operator.STRING_NOT_EQUALS
                            || operator == Selection.Operator.STRING_NOT_LIKE;
            assertThat(
                            takes(
                                    List.of("*"),
                                    List.of(),
                                    List.of(),
                                    condition(operator, "absent", "*")))
                    .as("%s", operator)
                    .isEqualTo(negated);
        }
    }
}
