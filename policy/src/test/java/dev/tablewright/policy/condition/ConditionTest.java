package dev.tablewright.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.ConditionContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** How values are taken together: several in the policy, several or none in the request. */
class ConditionTest {
    private static Condition condition(String operator, String commaSeparated) {
        OperatorForm form = Objects.requireNonNull(OperatorForm.parse(operator));
        return Condition.compile(form, "k", list(commaSeparated), true);
    }

    private static List<String> list(String commaSeparated) {
        return commaSeparated.isEmpty() ? List.of() : Arrays.asList(commaSeparated.split(",", -1));
    }

    @ParameterizedTest(name = "{0} of {1} when absent: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    StringEquals | a | false | positive
                    StringNotEquals | a | true | negated
                    StringLike | * | false | positive, even for everything
                    StringNotLike | * | true | negated
                    NumericEquals | 1 | false | positive
                    NumericNotEquals | 1 | true | negated
                    NumericLessThan | 1 | false | positive
                    DateNotEquals | 2026-01-01 | true | negated
                    DateLessThan | 2026-01-01 | false | positive
                    Bool | false | false | absent is not false
                    BinaryEquals | QQ== | false | positive
                    IpAddress | 0.0.0.0/0 | false | positive
                    NotIpAddress | 0.0.0.0/0 | true | negated
                    ArnLike | * | false | positive
                    ArnNotLike | * | true | negated
                    StringEqualsIfExists | a | true | IfExists
                    StringNotEqualsIfExists | a | true | IfExists, negated as well
                    BoolIfExists | true | true | IfExists
                    Null | true | true | it is absent
                    Null | false | false | it is absent
                    ForAllValues:StringEquals | a | true | of no value, all
                    ForAllValues:StringNotEquals | a | true | of no value, all
                    ForAnyValue:StringEquals | a | false | of no value, none
                    ForAnyValue:StringNotEquals | a | false | of no value, none, also negated
                    ForAllValues:StringEqualsIfExists | a | true | IfExists
                    ForAnyValue:StringEqualsIfExists | a | true | IfExists
                    """)
    void absentAndEmptyKeys(String operator, String policy, boolean expected, String reason) {
        Condition condition = condition(operator, policy);

        assertThat(condition.holds(ConditionContext.EMPTY)).as(reason).isEqualTo(expected);
        assertThat(condition.holds(ConditionContext.builder().putAll("k", List.of()).build()))
                .as("a key without values is as good as absent")
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} of {1} on {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    StringEquals | a,b | b | true | values are alternatives
                    StringEquals | a,b | c | false | none of them
                    StringEquals | '' | a | false | no alternatives
                    StringNotEquals | a,b | b | false | one of them is enough
                    StringNotEquals | a,b | c | true | none of them
                    StringNotEquals | '' | a | true | none of them
                    StringEquals | ${absent},a | a | true | other values still count
                    StringNotEquals | ${absent},a | a | false | other values still count
                    StringEqualsIfExists | a | b | false | present: compared
                    StringNotEqualsIfExists | a | a | false | present: compared
                    NumericNotEquals | 1,2 | 2 | false | one of them is enough
                    NumericNotEquals | 1,2 | 3 | true | none of them
                    Null | false | a | true | it is present
                    Null | true | a | false | it is present
                    Null | true,false | a | true | values are alternatives
                    ForAllValues:StringEquals | a,b | a | true | a set of one
                    ForAnyValue:StringEquals | a,b | c | false | a set of one
                    """)
    void singleValuedKey(
            String operator, String policy, String request, boolean expected, String reason) {
        assertThat(
                        condition(operator, policy)
                                .holds(ConditionContext.builder().put("K", request).build()))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} of {1} on {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ForAllValues:StringEquals | a,b | a | true | every value is listed
                    ForAllValues:StringEquals | a,b | a,b | true | every value is listed
                    ForAllValues:StringEquals | a,b | a,c | false | c is not
                    ForAllValues:StringNotEquals | a,b | c,d | true | none is listed
                    ForAllValues:StringNotEquals | a,b | a,c | false | a is
                    ForAllValues:StringLike | a*,b | ax,b | true | every value is like one
                    ForAllValues:StringNotLike | a* | ax,b | false | ax is
                    ForAnyValue:StringEquals | a,b | c,a | true | a is listed
                    ForAnyValue:StringEquals | a,b | c,d | false | none is
                    ForAnyValue:StringNotEquals | a,b | a,c | true | c is not listed
                    ForAnyValue:StringNotEquals | a,b | a,b | false | all are
                    ForAnyValue:NumericLessThan | 5 | 9,4 | true | 4 is
                    ForAllValues:NumericNotEquals | 5 | 4,x | false | x is no number
                    ForAnyValue:NumericNotEquals | 5 | 5,x | false | x is no number
                    ForAllValues:Null | false | a | true | it is present
                    Null | false | a,b | true | it is present
                    StringEquals | a | a | false | no set operator: undefined, even for one value
                    StringNotEquals | a | b | false | no set operator: undefined, also negated
                    StringEqualsIfExists | a | a,b | false | no set operator: undefined
                    StringEquals | a,b | a,b | false | no set operator: undefined
                    """)
    void multiValuedKey(
            String operator, String policy, String request, boolean expected, String reason) {
        assertThat(
                        condition(operator, policy)
                                .holds(
                                        ConditionContext.builder()
                                                .putAll("k", list(request))
                                                .build()))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void keysDoNotKnowCase() {
        OperatorForm form = Objects.requireNonNull(OperatorForm.parse("StringEquals"));
        Condition condition = Condition.compile(form, "aws:PrincipalTag/Team", List.of("x"), true);

        assertThat(
                        condition.holds(
                                ConditionContext.builder()
                                        .put("AWS:principaltag/team", "x")
                                        .build()))
                .isTrue();
        assertThat(condition.key()).isEqualTo("aws:PrincipalTag/Team");
        assertThat(condition.operator()).isEqualTo("StringEquals");
        assertThat(condition.values()).containsExactly("x");
    }
}
