package dev.tablewright.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class PolicyWriterTest {
    @Test
    void sameGrantsGiveTheSameText() {
        String text =
                new PolicyWriter()
                        .allow(
                                "Read",
                                List.of("dynamodb:Query", "dynamodb:GetItem", "dynamodb:Query"),
                                List.of(
                                        "arn:aws:dynamodb:eu-west-1:123456789012:table/T/index/*",
                                        "arn:aws:dynamodb:eu-west-1:123456789012:table/T"))
                        .deny("NoScan", List.of("dynamodb:Scan"), List.of("*"))
                        .toJson();

        assertThat(text)
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + "{\"Sid\":\"Read\",\"Effect\":\"Allow\","
                                + "\"Action\":[\"dynamodb:GetItem\",\"dynamodb:Query\"],"
                                + "\"Resource\":["
                                + "\"arn:aws:dynamodb:eu-west-1:123456789012:table/T\","
                                + "\"arn:aws:dynamodb:eu-west-1:123456789012:table/T/index/*\"]},"
                                + "{\"Sid\":\"NoScan\",\"Effect\":\"Deny\","
                                + "\"Action\":[\"dynamodb:Scan\"],\"Resource\":[\"*\"]}]}");
        assertThat(PolicyDocument.parse(text, PolicyKind.MANAGED).statements()).hasSize(2);
    }

    @Test
    void sizeIsTheLengthSinceNothingIsBlank() {
        PolicyWriter writer = new PolicyWriter().allow("A", List.of("s3:Get*"), List.of("*"));

        assertThat(writer.size()).isEqualTo(writer.toJson().length());
    }

    /** IAM's documents may hold U+0020 to U+00FF only. */
    @Test
    void otherCharactersAreEscaped() {
        assertThat(new PolicyWriter().allow("A", List.of("s3:a\"\\ä\n中"), List.of()).toJson())
                .contains("\"s3:a\\\"\\\\ä\\u000a\\u4e2d\"")
                .contains("\"Resource\":[]");
    }

    @ParameterizedTest(name = "{0}: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `{"a":1}` | 7 | nothing is blank
                    ` { "a" :\t1 } ` | 7 | blanks between tokens are free
                    `{"a b":1}` | 9 | blanks in strings are counted
                    `{"\\" b":1}` | 10 | an escaped quote ends no string
                    `{"\\\\" : 1}` | 8 | an escaped backslash escapes nothing
                    `"a` | 2 | also for what is no JSON
                    `"\\` | 2 | also for what is no JSON
                    """)
    void sizeWithoutWhitespace(String document, int expected, String reason) {
        assertThat(PolicySize.withoutWhitespace(document)).as(reason).isEqualTo(expected);
    }

    @Test
    void canonicalTextDoesNotDependOnForm() {
        String one =
                """
                {"Statement": {"Resource": "*", "Action": ["b:B", "a:A", "b:B"], "Effect": "Allow",
                  "Condition": {"StringLike": {"k2": "x", "k1": [true, 1.0]}}}, "Version": "2012-10-17"}
                """;
        String other =
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:A", "b:B"],
                  "Resource": ["*"], "Condition": {"StringLike": {"k1": [true, 1.0], "k2": "x"}}}]}
                """;

        assertThat(PolicyDocument.parse(one, PolicyKind.MANAGED).canonicalText())
                .isEqualTo(PolicyDocument.parse(other, PolicyKind.MANAGED).canonicalText())
                .isEqualTo(
                        "{\"Statement\":[{\"Action\":[\"a:A\",\"b:B\"],\"Condition\":{\"StringLike\":"
                                + "{\"k1\":[true,1.0],\"k2\":\"x\"}},\"Effect\":\"Allow\",\"Resource\":"
                                + "[\"*\"]}],\"Version\":\"2012-10-17\"}");
    }
}
