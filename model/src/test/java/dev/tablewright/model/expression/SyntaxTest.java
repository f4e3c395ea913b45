package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where parsing stops: the first token that cannot stand where it is, and the text from the token
 * before it to the token after it. Every row was seen in DynamoDB Local.
 */
class SyntaxTest {
    @ParameterizedTest(name = "{0}: token {1} near {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    a|<EOF>|a|an operand is no condition
                    `a = `|<EOF>|`= `|the end has the blanks before it
                    a b|b|a b|two operands
                    `a b  `|b|`a b  `|the end counts as the token after
                    `  )`|)|`  )`|with no token before, from the start
                    a == :s|=|== :s|there is no ==
                    a != :s|!|a !=|no character of the language
                    a < > :s|>|< > :s|the parts of an operator stand together
                    a = 5|5|= 5|no literals
                    a = "x"|"|= "x|no literals
                    a = :|:|= :|a placeholder has a name
                    # = :s|#|# =|a placeholder has a name
                    _a = :s|_|_a|names start with a letter
                    1a = :s|1|1a|names start with a letter
                    a-b = :s|-|a-b|a dash ends a name
                    a..b = :s|.|..b|a step is missing
                    a[] = :s|]|[] =|an index is missing
                    a[-1] = :s|-|[-1|indexes count from 0
                    a[01] = :s|1|01]|a leading zero is a number of its own
                    a[x] = :s|x|[x]|an index is a literal number
                    a[0]b = :s|b|]b =|steps need a dot
                    AND|AND|AND|a keyword is no name
                    set = :s|set|set =|nor are the keywords of updates
                    a.remove = :s|remove|.remove =|not even inside a path
                    a = :s AND|<EOF>|AND|a condition is missing
                    a = :s AND AND b = :s|AND|AND AND b|a condition is missing
                    a = :s, b = :s|,|:s, b|conditions are joined by words
                    (a = :s|<EOF>|:s|parenthesis not closed
                    a = :s)|)|:s)|parenthesis not opened
                    (a)|<EOF>|)|an operand in parentheses is still no condition
                    (a) and b = :s|and|) and b|so a comparison must follow
                    (a = :s) = :s|=|) = :s|a condition is no operand
                    a = b = c|=|b = c|comparisons do not chain
                    (a).b = :s|.|).b|a path cannot go on after parentheses
                    a between :n|<EOF>|:n|the upper bound is missing
                    a in :s|:s|in :s|IN needs parentheses
                    a in ()|)|()|IN needs an operand
                    a in (:s,)|)|,)|an operand is missing
                    foo()|)|()|every function has operands
                    size(a|<EOF>|a|call not closed
                    NOT|<EOF>|NOT|a condition is missing
                    é = :s|é|é =|names are ASCII; others need a placeholder
                    """)
    void conditionStopsAt(String expression, String token, String near, String reason) {
        assertThat(Sample.refusal(() -> Sample.condition(expression)))
                .as(reason)
                .isEqualTo("Invalid ConditionExpression: " + syntaxError(token, near));
    }

    @ParameterizedTest(name = "{0}: token {1} near {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    `  `|<EOF>|`  `|blanks are not empty, but no section either
                    a = :s|a|a =|a section has a name
                    SET|<EOF>|SET|an action is missing
                    SET a|<EOF>|a|a value is missing
                    SET a = :s,|<EOF>|,|an action is missing
                    SET a = :s, REMOVE b|REMOVE|, REMOVE b|no comma between sections
                    SET a = :s b = :s|b|:s b =|a comma between actions
                    SET a = :s AND b = :s|AND|:s AND b|a comma between actions
                    SET :s = a|:s|SET :s =|only a path can be set
                    SET (a) = :s|(|SET (a|only a path can be set
                    SET set = :s|set|SET set =|a keyword is no name
                    SET a = :n + :n + :n|+|:n + :n|one sum at most
                    SET a = a - (a - :n)|-|a - :n|no sum inside a sum
                    SET a = (a - :n) - :n|-|) - :n|no sum inside a sum
                    SET a = list_append(:n + :n, :l)|+|:n + :n|no sum inside a call
                    SET a = :n * :n|*|:n * :n|sums and differences only
                    SET a = -:n|-|= -:n|no signs
                    SETa = :s|SETa|SETa =|a section name is a word
                    ADD a = :n|=|a = :n|ADD has no equals sign
                    ADD a b|b|a b|ADD takes a value, not a path
                    ADD a size(b)|size|a size(|nor a function
                    ADD a :n + :n|+|:n + :n|nor a sum
                    DELETE a|<EOF>|a|DELETE takes a value
                    REMOVE a b|b|a b|a comma between paths
                    REMOVE :s|:s|REMOVE :s|only a path can be removed
                    """)
    void updateStopsAt(String expression, String token, String near, String reason) {
        assertThat(Sample.refusal(() -> Sample.update(expression)))
                .as(reason)
                .isEqualTo("Invalid UpdateExpression: " + syntaxError(token, near));
    }

    @ParameterizedTest(name = "{0}: token {1} near {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    a,|<EOF>|,|a path is missing
                    ,a|,|,a|a path is missing
                    a b|b|a b|a comma between paths
                    a = b|=|a = b|paths only
                    (a)|(|(a|no parentheses
                    size(a)|(|size(a|no functions
                    :s|:s|:s|no values
                    a[0|<EOF>|0|bracket not closed
                    a.and|and|.and|a keyword is no name
                    """)
    void projectionStopsAt(String expression, String token, String near, String reason) {
        assertThat(Sample.refusal(() -> Sample.projection(expression)))
                .as(reason)
                .isEqualTo("Invalid ProjectionExpression: " + syntaxError(token, near));
    }

    @Test
    void emptyTextIsNamedForWhatItIs() {
        assertThat(Sample.refusal(() -> Sample.condition("")))
                .isEqualTo("Invalid ConditionExpression: The expression can not be empty;");
        assertThat(Sample.refusal(() -> Sample.update("")))
                .isEqualTo("Invalid UpdateExpression: The expression can not be empty;");
        assertThat(Sample.refusal(() -> Sample.projection("")))
                .isEqualTo("Invalid ProjectionExpression: The expression can not be empty;");
        assertThat(Sample.refusal(() -> Sample.keyCondition("")))
                .isEqualTo("Invalid KeyConditionExpression: The expression can not be empty;");
    }

    /** 4 KB, counted in UTF-8: checked before anything is parsed. */
    @Test
    void longTextIsRefusedUnread() {
        assertThat(Sample.refusal(() -> Sample.condition("a = b" + " ".repeat(4091))))
                .isEqualTo("none");
        assertThat(Sample.refusal(() -> Sample.condition("é".repeat(2049))))
                .isEqualTo(
                        "Invalid ConditionExpression: Expression size has exceeded the maximum"
                                + " allowed size; expression size: 4098");
    }

    @Test
    void keywordsHaveNoCaseAndBlanksNoMeaning() {
        assertThat(Sample.refusal(() -> Sample.condition("\tnOt(a=:s)AnD\r\nb bEtWeEn:n aNd:n2 ")))
                .isEqualTo("none");
        assertThat(Sample.refusal(() -> Sample.update("sEt a=:n+:n rEmOvE b aDd c:n dElEtE d:ss")))
                .isEqualTo("none");
        assertThat(Sample.refusal(() -> Sample.projection(" a . b [ 0 ] ,#b "))).isEqualTo("none");
    }

    private static String syntaxError(String token, String near) {
        return "Syntax error; token: \"" + token + "\", near: \"" + near + "\"";
    }
}
