package dev.tablewright.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicySyntaxException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Objects;

/** One value of a request against one value of a policy, for every operator. */
class OperatorTest {
    private static boolean holds(String operator, String request, String policy) {
        ConditionContext context =
                ConditionContext.builder()
                        .put("the:key", request)
                        .put("aws:username", "Alice")
                        .put("aws:PrincipalAccount", "123456789012")
                        .build();
        return condition(operator, policy).holds(context);
    }

    private static Condition condition(String operator, String policy) {
        OperatorForm form = Objects.requireNonNull(OperatorForm.parse(operator));
        return Condition.compile(form, "The:Key", List.of(policy), true);
    }

    @ParameterizedTest(name = "{0}: request {1}, policy {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    StringEquals | Alice | Alice | true | the same text
                    StringEquals | alice | Alice | false | case counts
                    StringEquals | Alice | Al* | false | a star is an ordinary character
                    StringEquals | Al* | Al* | true | a star is an ordinary character
                    StringEquals | Alice | ${aws:username} | true | a variable
                    StringEquals | Alice | ${aws:absent} | false | unresolved: cannot match
                    StringEquals | * | ${*} | true | the character itself
                    StringNotEquals | Bob | Alice | true | another text
                    StringNotEquals | Alice | Alice | false | the same text
                    StringNotEquals | Alice | ${aws:username} | false | a variable
                    StringNotEquals | Alice | ${aws:absent} | true | unresolved: true where negated
                    StringEqualsIgnoreCase | aLICE | Alice | true | case does not count
                    StringEqualsIgnoreCase | Alic | Alice | false | another text
                    StringEqualsIgnoreCase | alice | ${aws:username} | true | a variable
                    StringEqualsIgnoreCase | alice | ${aws:absent} | false | unresolved: cannot match
                    StringEqualsIgnoreCase | ALx | al* | false | a star is an ordinary character
                    StringNotEqualsIgnoreCase | aLICE | Alice | false | case does not count
                    StringNotEqualsIgnoreCase | Bob | Alice | true | another text
                    StringNotEqualsIgnoreCase | Bob | ${aws:absent} | true | unresolved: true where negated
                    StringLike | Alice | Al?c* | true | wildcards
                    StringLike | alice | Al* | false | case counts
                    StringLike | a/b:c | a*c | true | crosses slash and colon
                    StringLike | Alice_1 | ${aws:username}_? | true | a variable and a wildcard
                    StringLike | Alice | ${aws:absent}* | false | unresolved: cannot match
                    StringNotLike | Alice | Al* | false | matches
                    StringNotLike | Bob | Al* | true | does not match
                    StringNotLike | Bob | ${aws:absent} | true | unresolved: true where negated
                    """)
    void string(String operator, String request, String policy, boolean expected, String reason) {
        assertThat(holds(operator, request, policy)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: request {1}, policy {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NumericEquals | 1.0 | 1 | true | scale is not part of a number
                    NumericEquals | 1 | 2 | false | another number
                    NumericEquals | -3 | -3.00 | true | negative
                    NumericEquals | ten | 10 | false | no number: no match
                    NumericNotEquals | 1 | 2 | true | another number
                    NumericNotEquals | 1.0 | 1 | false | the same number
                    NumericNotEquals | ten | 9 | false | no number: no match, negated or not
                    NumericLessThan | 9 | 10 | true | compared as numbers, not as text
                    NumericLessThan | 10 | 10 | false | strictly less
                    NumericLessThanEquals | 10 | 10 | true | or equal
                    NumericLessThanEquals | 10.01 | 10 | false | greater
                    NumericGreaterThan | 10 | 9.99 | true | greater
                    NumericGreaterThan | 10 | 10 | false | strictly greater
                    NumericGreaterThanEquals | 10 | 10 | true | or equal
                    NumericGreaterThanEquals | 9 | 10 | false | less
                    NumericGreaterThan | '' | 1 | false | no number: no match
                    NumericGreaterThan | 1e999999999 | 1 | true | huge exponents cost nothing
                    """)
    void numeric(String operator, String request, String policy, boolean expected, String reason) {
        assertThat(holds(operator, request, policy)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: request {1}, policy {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DateEquals | 2026-01-02T03:04:05Z | 2026-01-02T03:04:05Z | true | the same instant
                    DateEquals | 2026-01-02T03:04:05Z | 2026-01-02T05:04:05+02:00 | true | the same instant, another offset
                    DateEquals | 2026-01-02T03:04:05Z | 2026-01-01T22:04:05-05:00 | true | the same instant, another offset
                    DateEquals | 2026-01-02T03:04:05.500Z | 2026-01-02T03:04:05.5Z | true | fractions
                    DateEquals | 2026-01-02T03:04:05.500Z | 2026-01-02T03:04:05Z | false | fractions count
                    DateEquals | 2026-01-02T00:00:00Z | 2026-01-02 | true | a day begins at midnight UTC
                    DateEquals | 2026-01-01T00:00:00Z | 2026-01 | true | a month begins on its first day
                    DateEquals | 2026-01-02T03:04:00Z | 2026-01-02T03:04Z | true | without seconds
                    DateEquals | 2026-01-02T03:04:05Z | 2026-01-02T03:04:05 | true | without offset: UTC
                    DateEquals | 1767323045 | 2026-01-02T03:04:05Z | true | seconds since 1970
                    DateEquals | 2026-01-02T03:04:05Z | 1767323045 | true | seconds since 1970
                    DateEquals | yesterday | 2026-01-02 | false | no date: no match
                    DateNotEquals | 2026-01-03 | 2026-01-02 | true | another instant
                    DateNotEquals | 2026-01-02 | 2026-01-02 | false | the same instant
                    DateNotEquals | yesterday | 2026-01-02 | false | no date: no match, negated or not
                    DateLessThan | 2026-01-01 | 2026-01-02 | true | before
                    DateLessThan | 2026-01-02 | 2026-01-02 | false | strictly before
                    DateLessThanEquals | 2026-01-02 | 2026-01-02 | true | or at
                    DateGreaterThan | 2026-01-03 | 2026-01-02 | true | after
                    DateGreaterThan | 2026-01-02 | 2026-01-02 | false | strictly after
                    DateGreaterThanEquals | 2026-01-02 | 2026-01-02 | true | or at
                    DateLessThan | 1767323045 | 9223372036854775807 | true | never
                    """)
    void date(String operator, String request, String policy, boolean expected, String reason) {
        assertThat(holds(operator, request, policy)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: request {1}, policy {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Bool | true | true | true | the same
                    Bool | true | TRUE | true | case does not count
                    Bool | False | false | true | case does not count
                    Bool | true | false | false | the opposite
                    Bool | yes | true | false | no truth value: no match
                    BinaryEquals | QmluYXJ5 | QmluYXJ5 | true | the same bytes
                    BinaryEquals | QmluYXJ5 | QmluYXJ6 | false | other bytes
                    BinaryEquals | QQ | QQ== | true | the bytes count, not their padding
                    BinaryEquals | ??? | QQ== | false | no base64: no match
                    """)
    void boolAndBinary(
            String operator, String request, String policy, boolean expected, String reason) {
        assertThat(holds(operator, request, policy)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: request {1}, policy {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    IpAddress | 203.0.113.7 | 203.0.113.0/24 | true | in the range
                    IpAddress | 203.0.114.7 | 203.0.113.0/24 | false | outside
                    IpAddress | 203.0.113.7 | 203.0.113.7 | true | a bare address is a range of one
                    IpAddress | 203.0.113.8 | 203.0.113.7 | false | a bare address is a range of one
                    IpAddress | 203.0.113.7 | 203.0.113.99/24 | true | bits behind the prefix do not count
                    IpAddress | 10.128.0.1 | 10.128.0.0/9 | true | a prefix inside a byte
                    IpAddress | 10.127.0.1 | 10.128.0.0/9 | false | a prefix inside a byte
                    IpAddress | 1.2.3.4 | 0.0.0.0/0 | true | everything
                    IpAddress | 2001:db8::1 | 2001:db8::/32 | true | in the range
                    IpAddress | 2001:db9::1 | 2001:db8::/32 | false | outside
                    IpAddress | 2001:DB8:0:0:0:0:0:1 | 2001:db8::1 | true | forms of one address
                    IpAddress | ::ffff:1.2.3.4 | ::ffff:102:304 | true | forms of one address
                    IpAddress | 1.2.3.4 | ::/0 | false | IPv4 is in no IPv6 range
                    IpAddress | ::1 | 0.0.0.0/0 | false | IPv6 is in no IPv4 range
                    IpAddress | localhost | 0.0.0.0/0 | false | no address: no match, and no name service
                    IpAddress | 1.2.3 | 0.0.0.0/0 | false | no address: no match
                    IpAddress | 1.2.3.256 | 0.0.0.0/0 | false | no address: no match
                    IpAddress | 1::2::3 | ::/0 | false | no address: no match
                    IpAddress | 1:2:3:4:5:6:7:8:9 | ::/0 | false | no address: no match
                    IpAddress | 1:2:3:4:5:6:7::8 | 1:2:3:4:5:6:7:8 | false | :: is at least one group
                    IpAddress | : | ::/0 | false | no address: no match
                    NotIpAddress | 203.0.113.7 | 203.0.113.0/24 | false | in the range
                    NotIpAddress | 203.0.114.7 | 203.0.113.0/24 | true | outside
                    NotIpAddress | 1.2.3.4 | ::/0 | true | IPv4 is in no IPv6 range
                    NotIpAddress | ::1 | 0.0.0.0/0 | true | IPv6 is in no IPv4 range
                    """)
    void ipAddress(
            String operator, String request, String policy, boolean expected, String reason) {
        assertThat(holds(operator, request, policy)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: request {1}, policy {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ArnEquals | arn:aws:iam::1:role/R | arn:aws:iam::1:role/R | true | the same
                    ArnEquals | arn:aws:iam::1:role/R | arn:aws:iam::1:role/* | true | Equals knows wildcards as well
                    ArnLike | arn:aws:iam::1:role/a/b:c | arn:aws:iam::*:role/* | true | the sixth part takes everything
                    ArnLike | arn:aws:iam::1:role/R | arn:aws:iam::1:ROLE/R | false | case counts
                    ArnLike | arn:aws:iam::1:role/R | arn:aws:*:role/R | false | a star stays in its part
                    ArnLike | arn:aws:iam::1:role/R | arn:aws:iam::* | true | a last star takes the rest
                    ArnLike | arn:aws:iam::1:role/R | arn:aws:iam::1 | false | too short
                    ArnLike | arn:aws:iam::123456789012:role/Alice | arn:aws:iam::${aws:PrincipalAccount}:role/${aws:username} | true | variables in every part
                    ArnLike | arn:aws:iam::1:role/R | arn:aws:iam::1:role/${aws:absent} | false | unresolved: cannot match
                    ArnLike | arn:aws:iam::1:role/R | * | true | everything
                    ArnLike | text | arn:aws:iam::1:role/R | false | no ARN
                    ArnNotEquals | arn:aws:iam::1:role/R | arn:aws:iam::1:role/R | false | the same
                    ArnNotEquals | arn:aws:iam::1:role/S | arn:aws:iam::1:role/R | true | another one
                    ArnNotLike | arn:aws:iam::1:role/R | arn:aws:iam::1:role/* | false | matches
                    ArnNotLike | arn:aws:iam::1:role/R | arn:aws:iam::1:role/${aws:absent} | true | unresolved: true where negated
                    ArnNotLike | text | arn:aws:iam::1:role/R | true | no ARN is not this one
                    """)
    void arn(String operator, String request, String policy, boolean expected, String reason) {
        assertThat(holds(operator, request, policy)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NumericEquals | ten | no number
                    NumericEquals | ${aws:EpochTime} | no variables
                    NumericLessThan | '' | no number
                    DateEquals | 01T | no date
                    DateEquals | 2026-13-01 | no month
                    DateEquals | 2026-02-30 | no day
                    DateEquals | 2026-01-01T24:01Z | no hour
                    DateEquals | ${aws:CurrentTime} | no variables
                    DateEquals | 99999999999999999999 | too many seconds
                    Bool | yes | no truth value
                    Bool | ${aws:SecureTransport} | no variables
                    BinaryEquals | a | no base64
                    IpAddress | 1.2.3 | no address
                    IpAddress | 1.2.3.4/33 | prefix too long
                    IpAddress | 1.2.3.4/ | no prefix
                    IpAddress | 1.2.3.4/-1 | no prefix
                    IpAddress | ::1/129 | prefix too long
                    IpAddress | ${aws:SourceIp} | no variables
                    Null | maybe | no truth value
                    """)
    void whatMeansNothingIsRefusedWhenStored(String operator, String policy, String reason) {
        assertThatExceptionOfType(PolicySyntaxException.class)
                .as(reason)
                .isThrownBy(() -> condition(operator, policy))
                .withMessage("The policy failed legacy parsing");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    stringEquals | operator names know case
                    StringEqualsifexists | suffixes know case
                    forAllValues:StringEquals | prefixes know case
                    ForAllValues:ForAnyValue:StringEquals | one prefix
                    StringEqualsIfExistsIfExists | one suffix
                    IfExistsStringEquals | a suffix
                    NullIfExists | Null asks for existence already
                    BinaryNotEquals | there is none
                    BoolNotEquals | there is none
                    '' | nothing
                    """)
    void thereIsNoOperator(String name, String reason) {
        assertThat(OperatorForm.parse(name)).as(reason).isNull();
    }
}
