package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainScalarTest {
    @ParameterizedTest(name = "{0} is {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    N      | boolean false | YAML 1.1 knows one-letter booleans
                    y      | boolean true  | YAML 1.1 knows one-letter booleans
                    on     | boolean true  | YAML 1.1 knows switches
                    Off    | boolean false | three spellings of each word count
                    oN     | text oN       | but only three
                    S      | text S        | no boolean
                    B      | text B        | no boolean
                    ~      | null          | the short form
                    Null   | null          | any of three spellings
                    5      | number 5.0    | a decimal number
                    5.0    | number 5.0    | Helm turns every number into a double
                    017    | number 15.0   | a leading zero is octal
                    0o17   | number 15.0   | Go's own octal
                    08     | number 8.0    | no octal number, so a float
                    0x1F   | number 31.0   | hexadecimal
                    0b101  | number 5.0    | binary
                    -0b101 | number -5.0   | negative binary
                    1_000  | number 1000.0 | underscores are dropped
                    _1     | text _1       | but do not begin a number
                    1e3    | number 1000.0 | exponent
                    .5     | number 0.5    | no digit before the point
                    +.inf  | number Infinity | infinity
                    1.2.3  | text 1.2.3    | a version
                    -      | text -        | a sign alone
                    2026-11-21 | text 2026-11-21 | time stamps stay text
                    123456789012 | number 1.23456789012E11 | an account number loses its form
                    """)
    void meansToHelm(String source, String expected, String reason) {
        assertThat(meaning(source)).as(reason).isEqualTo(expected);
    }

    private static String meaning(String source) {
        return switch (PlainScalar.read(new Position("f", 1, 1), source)) {
            case YamlNode.Text(_, var text) -> "text " + text;
            case YamlNode.Bool(_, _, var value) -> "boolean " + value;
            case YamlNode.Numeric(_, _, var value) -> "number " + value;
            case YamlNode.Null _ -> "null";
            case YamlNode.Mapping _, YamlNode.Sequence _ -> "no scalar";
        };
    }
}
