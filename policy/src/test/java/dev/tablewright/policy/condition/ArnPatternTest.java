package dev.tablewright.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.Arn;
import dev.tablewright.policy.ConditionContext;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArnPatternTest {
    private static final ConditionContext CONTEXT =
            ConditionContext.builder()
                    .put("aws:username", "Alice")
                    .put("aws:PrincipalAccount", "123456789012")
                    .build();

    @ParameterizedTest(name = "{0} on {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    arn:aws:dynamodb:us-west-2:1:table/T | arn:aws:dynamodb:us-west-2:1:table/T | true | the same
                    arn:aws:dynamodb:us-west-2:1:table/T | arn:aws:dynamodb:us-west-2:1:table/t | false | case counts
                    arn:aws:dynamodb:us-west-2:1:table/T | arn:aws:dynamodb:us-west-2:1:table/T/index/I | false | an index is not its table
                    arn:aws:dynamodb:us-west-2:1:table/T/* | arn:aws:dynamodb:us-west-2:1:table/T | false | the slash is missing
                    arn:aws:dynamodb:us-west-2:1:table/Al* | arn:aws:dynamodb:us-west-2:1:table/Alice/index/X | true | a slash means nothing
                    arn:aws:dynamodb:us-west-2:1:table/*/index/I | arn:aws:dynamodb:us-west-2:1:table/T/index/I | true | in the middle
                    arn:aws:dynamodb:us-west-2:1:table/T/stream/*:11 | arn:aws:dynamodb:us-west-2:1:table/T/stream/2024:10:11 | true | the resource may hold colons
                    arn:aws:dynamodb:*:1:table/T | arn:aws:dynamodb:us-west-2:1:table/T | true | one part
                    arn:aws:dynamodb:*:1:table/T | arn:aws:dynamodb:us-west-2:2:table/T | false | a star stays in its part
                    arn:aws:dynamodb:*:table/T | arn:aws:dynamodb:us-west-2:1:table/T | false | a star stays in its part
                    arn:aws:dynamodb:us-*-2:1:table/T | arn:aws:dynamodb:us-west:1:x-2:1:table/T | false | a star stays in its part
                    arn:aws:dynamodb:us-west-?:1:table/T | arn:aws:dynamodb:us-west-2:1:table/T | true | one character
                    arn:aws:dynamodb:us-west-2?1:table/T | arn:aws:dynamodb:us-west-2:1:table/T | false | a question mark is no colon
                    arn:aws:dynamodb:* | arn:aws:dynamodb:us-west-2:1:table/T | true | a last star takes the rest
                    arn:aws:dynamodb:us-west-2:1* | arn:aws:dynamodb:us-west-2:123:table/T | true | a last star takes the rest
                    arn:aws:dynamodb:us-west-2:1* | arn:aws:dynamodb:us-west-2:23:table/T | false | its part must match
                    arn:aws:dynamodb:us-west-2 | arn:aws:dynamodb:us-west-2:1:table/T | true | missing parts are filled up
                    arn:aws:dynamodb:us-west | arn:aws:dynamodb:us-west-2:1:table/T | false | its part must match
                    * | arn:aws:dynamodb:us-west-2:1:table/T | true | everything
                    * | * | true | everything
                    arn:aws:dynamodb:* | * | false | a request for * is no ARN
                    arn:aws:dynamodb:us-west-2:1:table/* | arn:aws:dynamodb:us-west-2:1:table/* | true | a listing's star is text
                    arn:aws:dynamodb:us-west-2:1:table/? | arn:aws:dynamodb:us-west-2:1:table/* | true | a listing's star is one character
                    arn:aws:dynamodb:us-west-2:1:table/Foo* | arn:aws:dynamodb:us-west-2:1:table/* | false | a listing's star is text
                    arn:aws:dynamodb:us-west-2:1:table/${aws:username} | arn:aws:dynamodb:us-west-2:1:table/Alice | true | a variable in the resource
                    arn:aws:dynamodb:us-west-2:1:table/${aws:absent} | arn:aws:dynamodb:us-west-2:1:table/ | false | unresolved
                    arn:aws:dynamodb:us-west-2:${aws:PrincipalAccount}:table/T | arn:aws:dynamodb:us-west-2:123456789012:table/T | false | no variables before the fifth colon
                    """)
    void identityResource(String pattern, String arn, boolean expected, String reason) {
        assertThat(ArnPattern.ofResource(pattern, true, true).matches(Arn.parse(arn), CONTEXT))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} on {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    arn:aws:dynamodb:us-west-2 | arn:aws:dynamodb:us-west-2:1:table/T | false | too short
                    arn:aws:dynamodb:* | arn:aws:dynamodb:us-west-2:1:table/T | true | short, but ends with a star
                    """)
    void resourceOfAResourcePolicy(String pattern, String arn, boolean expected, String reason) {
        assertThat(ArnPattern.ofResource(pattern, true, false).matches(Arn.parse(arn), CONTEXT))
                .as(reason)
                .isEqualTo(expected);
    }
}
