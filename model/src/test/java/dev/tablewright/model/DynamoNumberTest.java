package dev.tablewright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.AttributeValue.N;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

class DynamoNumberTest {
    private static final long SEED = 20261121;
    private static final String OVERFLOW =
            "Number overflow. Attempting to store a number with magnitude larger than supported"
                    + " range";
    private static final String UNDERFLOW =
            "Number underflow. Attempting to store a number with magnitude smaller than supported"
                    + " range";
    private static final String TOO_PRECISE =
            "Attempting to store more than 38 significant digits in a Number";

    @ParameterizedTest(name = "{0} is printed as {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1E+2        | 100      | DynamoDB prints no exponents
                    1e5         | 100000   | either case
                    1.50        | 1.5      | trailing zeros are not significant
                    -0          | 0        | there is one zero
                    0.0         | 0        | there is one zero
                    0E200       | 0        | zero is in range whatever its exponent
                    +1          | 1        | a plus sign is allowed
                    1.          | 1        | digits on one side of the point are enough
                    .5          | 0.5      | digits on one side of the point are enough
                    000100      | 100      | leading zeros are not significant
                    -0.00120e1  | -0.012   | all of it together
                    100E-2      | 1        | trailing zeros before the exponent
                    """)
    void printsCanonicalText(String text, String expected, String reason) {
        assertThat(new N(DynamoNumber.parse(text)).text()).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "x",
        "' 1'",
        "'1 '",
        "1_0",
        "0x1",
        "NaN",
        "Infinity",
        "--1",
        "+-1",
        "1e",
        "1E+",
        ".",
        "-",
        "e5",
        "1.2.3",
        "1d",
        "1f",
        "\u0661",
        "1e5.0"
    })
    void refusesWhatIsNoNumber(String text) {
        assertRefused(text, "The parameter cannot be converted to a numeric value: " + text);
    }

    /** AWS leaves the colon out when there is nothing to quote. */
    @Test
    void refusesNothing() {
        assertRefused("", "The parameter cannot be converted to a numeric value");
    }

    @Test
    void limitsAreExact() {
        assertThat(DynamoNumber.parse("9.9999999999999999999999999999999999999E125")).isPositive();
        assertThat(DynamoNumber.parse("1E-130")).isPositive();
        assertThat(DynamoNumber.parse("1".repeat(38) + "0".repeat(80))).isPositive();
        assertThat(DynamoNumber.parse("0".repeat(500) + "1." + "0".repeat(500))).isEqualTo("1");

        assertRefused("1E126", OVERFLOW);
        assertRefused("-1E126", OVERFLOW);
        assertRefused("1" + "0".repeat(126), OVERFLOW);
        assertRefused("1e99999999999999999999", OVERFLOW);
        assertRefused("1E-131", UNDERFLOW);
        assertRefused("-1E-131", UNDERFLOW);
        assertRefused("1e-99999999999999999999", UNDERFLOW);
        assertRefused("1".repeat(39), TOO_PRECISE);
        assertRefused("1".repeat(39) + "E130", OVERFLOW);
        assertRefused("1" + "0".repeat(60) + "1", TOO_PRECISE);
    }

    @Test
    void resultsOfArithmeticObeyTheSameLimits() {
        assertThat(DynamoNumber.checked(new BigDecimal("1.00"))).isEqualTo("1");
        assertThatThrownBy(() -> DynamoNumber.checked(new BigDecimal("1E126")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(OVERFLOW);
        assertThatThrownBy(() -> DynamoNumber.checked(new BigDecimal("1" + "0".repeat(40) + ".1")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(TOO_PRECISE);
    }

    @Test
    void readsEveryNotationOfOneNumberAlike() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            int scale = random.nextInt(180) - 80;
            BigDecimal number =
                    new BigDecimal(new BigInteger(1 + random.nextInt(120), random), scale);
            number = random.nextBoolean() ? number : number.negate();

            assertThat(DynamoNumber.parse(number.toString()))
                    .as("seed %s: %s", SEED, number)
                    .isEqualByComparingTo(number);
            assertThat(DynamoNumber.parse(number.toPlainString()))
                    .as("seed %s: %s", SEED, number)
                    .isEqualByComparingTo(number);
            assertThat(DynamoNumber.parse(number.toEngineeringString()))
                    .as("seed %s: %s", SEED, number)
                    .isEqualByComparingTo(number);
        }
    }

    @ParameterizedTest(name = "{0} takes {1} bytes, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0     | 1 | zero has no digits
                    1     | 2 | one pair
                    10    | 2 | one digit, on the tens
                    12    | 2 | 12 is one pair on 100^0
                    1.2   | 3 | 1 stands on 100^0 and 2 on 100^-1
                    123   | 3 | 01 23
                    -1    | 3 | the sign takes a byte
                    0.12  | 2 | 12 is one pair on 100^-1
                    0.012 | 3 | 01 20
                    """)
    void takesAByteForEachPairOfDigits(String number, int bytes, String reason) {
        assertThat(DynamoNumber.sizeBytes(DynamoNumber.parse(number))).as(reason).isEqualTo(bytes);
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> DynamoNumber.parse(text))
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }
}
