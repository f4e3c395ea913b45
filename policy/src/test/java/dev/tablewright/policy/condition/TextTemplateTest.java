package dev.tablewright.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.ConditionContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class TextTemplateTest {
    private static final ConditionContext CONTEXT =
            ConditionContext.builder()
                    .put("aws:username", "Alice")
                    .put("aws:PrincipalTag/team", "a*b?")
                    .put("aws:PrincipalTag/empty", "")
                    .put("aws:PrincipalTag/nested", "${aws:username}")
                    .putAll("aws:TagKeys", List.of("one"))
                    .build();

    @ParameterizedTest(name = "{0} on {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    x${aws:username}y | xAlicey | true | the value is inserted
                    ${AWS:UserName} | Alice | true | key names do not know case
                    ${aws:username} | alice | false | values do
                    ${aws:username}* | AliceX | true | wildcards beside a variable count
                    ${aws:PrincipalTag/team} | a*b? | true | the value is literal
                    ${aws:PrincipalTag/team} | axby | false | a wildcard in a value is none
                    ${aws:PrincipalTag/empty} | `` | true | an empty value is a value
                    ${aws:PrincipalTag/nested} | Alice | false | a value is not read again
                    ${aws:PrincipalTag/nested} | ${aws:username} | true | a value is not read again
                    ${aws:absent} | ${aws:absent} | false | unresolved: matches nothing
                    *${aws:absent}* | x | false | unresolved: matches nothing, stars or not
                    ${aws:absent, 'none'} | none | true | the default
                    ${aws:absent, ''} | `` | true | the default may be empty
                    ${aws:absent,'none'} | none | true | the blank is not needed
                    ${aws:absent, 'n*'} | nx | false | the default is literal
                    ${aws:username, 'none'} | Alice | true | a present key wins
                    ${aws:absent, none} | none | false | a default needs its quotes
                    ${aws:TagKeys} | one | false | multi-valued keys are not supported
                    ${*} | * | true | the character itself
                    ${*} | x | false | the character itself
                    ${?} | ? | true | the character itself
                    ${?} | x | false | the character itself
                    ${$}{aws:username} | ${aws:username} | true | the character itself
                    ${} | `` | false | no key: never resolved
                    ${aws:username | ${aws:username | true | never closed: ordinary text
                    """)
    void matches(String template, String text, boolean expected, String reason) {
        assertThat(TextTemplate.of(template, true, true).matches(text, CONTEXT))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} on {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ${aws:username} | ${aws:username} | true  | ordinary text
                    ${aws:username} | Alice           | false | ordinary text
                    ${*}            | ${anything}     | true  | the star in it is a wildcard
                    """)
    void oldVersionsHaveNoVariables(String template, String text, boolean expected, String reason) {
        assertThat(TextTemplate.of(template, false, true).matches(text, CONTEXT))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void withoutWildcardsStarsAreText() {
        assertThat(TextTemplate.of("a*", true, false).matches("ab", CONTEXT)).isFalse();
        assertThat(TextTemplate.of("a*", true, false).matches("a*", CONTEXT)).isTrue();
        assertThat(TextTemplate.of("a*${aws:username}", true, false).resolve(CONTEXT))
                .isEqualTo("a*Alice");
    }
}
