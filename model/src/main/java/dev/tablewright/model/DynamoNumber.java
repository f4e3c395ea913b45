package dev.tablewright.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * DynamoDB's numbers: up to 38 significant digits, magnitude 1E-130 to
 * 9.9999999999999999999999999999999999999E+125, or zero.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">
 *     Data types: Number</a>
 */
public final class DynamoNumber {
    /** Most significant digits. */
    public static final int MAX_DIGITS = 38;

    /** Least exponent of the leading significant digit. */
    public static final int MIN_EXPONENT = -130;

    /** Greatest exponent of the leading significant digit. */
    public static final int MAX_EXPONENT = 125;

    /**
     * Exponents beyond this are out of range whatever the digits: far more than a body can hold.
     */
    private static final long HUGE = 1L << 40;

    private DynamoNumber() {}

    /**
     * Reads a number in decimal or scientific notation, ASCII digits only; leading and trailing
     * zeros do not count as digits.
     *
     * @throws ValidationException with AWS's text if {@code text} is no number or beyond the limits
     */
    public static BigDecimal parse(String text) {
        if (text.isEmpty()) {
            throw new ValidationException("The parameter cannot be converted to a numeric value");
        }
        Scan scan = new Scan(text);
        if (!scan.number()) {
            throw new ValidationException(
                    "The parameter cannot be converted to a numeric value: " + text);
        }
        return scan.value();
    }

    /**
     * Returns {@code result}, provided that DynamoDB can hold it: for the results of arithmetic.
     *
     * @throws ValidationException with AWS's text if it is beyond the limits
     */
    public static BigDecimal checked(BigDecimal result) {
        if (result.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal stripped = result.stripTrailingZeros();
        checkLimits((long) stripped.precision() - stripped.scale() - 1, stripped.precision());
        return stripped;
    }

    /**
     * Bytes that a number takes of an item's size: one, plus one for each pair of digits that stand
     * on the same power of 100, plus one for a minus sign. Zero takes one.
     *
     * <p>AWS documents "approximately (attribute name) + (1 byte per two significant digits) + (1
     * byte)"; the exact rule is what consumed capacity of the real service shows.
     *
     * @param digits number of significant digits
     * @param exponent of the leading digit
     */
    static int sizeBytes(boolean negative, int digits, int exponent) {
        boolean leadingDigitAlone = (exponent & 1) == 0;
        int pairs = leadingDigitAlone ? 1 + digits / 2 : (digits + 1) / 2;
        return 1 + pairs + (negative ? 1 : 0);
    }

    /** Bytes that {@code number}, without trailing zeros, takes of an item's size. */
    static int sizeBytes(BigDecimal number) {
        if (number.signum() == 0) {
            return 1;
        }
        int digits = number.precision();
        return sizeBytes(number.signum() < 0, digits, digits - number.scale() - 1);
    }

    /** Bytes that the number with this canonical text takes of an item's size. */
    static int sizeBytes(byte[] text, int from, int to) {
        int first = -1;
        int last = -1;
        int point = to;
        for (int i = from; i < to; i++) {
            if (text[i] == '.') {
                point = i;
            } else if (text[i] != '0' && text[i] != '-') {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return 1;
        }
        boolean pointInside = first < point && point < last;
        int digits = last - first + (pointInside ? 0 : 1);
        int exponent = first < point ? point - first - 1 : point - first;
        return sizeBytes(text[from] == '-', digits, exponent);
    }

    private static void checkLimits(long exponent, int digits) {
        if (exponent > MAX_EXPONENT) {
            throw new ValidationException(
                    "Number overflow. Attempting to store a number with magnitude larger than"
                            + " supported range");
        }
        if (exponent < MIN_EXPONENT) {
            throw new ValidationException(
                    "Number underflow. Attempting to store a number with magnitude smaller than"
                            + " supported range");
        }
        if (digits > MAX_DIGITS) {
            throw new ValidationException(
                    "Attempting to store more than 38 significant digits in a Number");
        }
    }

    /**
     * One pass over the text. Keeps the significant digits only, so that a megabyte of zeros costs
     * no more than reading it.
     */
    private static final class Scan {
        private final String text;
        private int at;
        private boolean negative;
        private final StringBuilder digits = new StringBuilder(MAX_DIGITS);

        /** Significant digits seen, also those beyond what is kept. */
        private int significant;

        /** Zeros after the last significant digit; they count once another digit follows. */
        private int pendingZeros;

        /** Digits before the point, from the first significant one; negative after leading 0.00. */
        private long pointAfter;

        private long exponent;

        private Scan(String text) {
            this.text = text;
        }

        private boolean number() {
            negative = peek() == '-';
            if (negative || peek() == '+') {
                at++;
            }
            int read = digits(false);
            if (peek() == '.') {
                at++;
                read += digits(true);
            }
            if (read == 0) {
                return false;
            }
            return (peek() | 0x20) == 'e' ? exponent() : at == text.length();
        }

        private int digits(boolean fraction) {
            int start = at;
            for (; isDigit(peek()); at++) {
                int digit = peek();
                if (digit == '0' && significant == 0) {
                    pointAfter -= fraction ? 1 : 0;
                    continue;
                }
                pointAfter += fraction ? 0 : 1;
                if (digit == '0') {
                    pendingZeros++;
                } else {
                    significant += pendingZeros + 1;
                    if (significant <= MAX_DIGITS) {
                        digits.repeat('0', pendingZeros).append((char) digit);
                    }
                    pendingZeros = 0;
                }
            }
            return at - start;
        }

        private boolean exponent() {
            at++;
            boolean minus = peek() == '-';
            if (minus || peek() == '+') {
                at++;
            }
            int start = at;
            for (; isDigit(peek()); at++) {
                exponent = Math.min(exponent * 10 + (peek() - '0'), HUGE);
            }
            exponent = minus ? -exponent : exponent;
            return at > start && at == text.length();
        }

        private BigDecimal value() {
            if (significant == 0) {
                return BigDecimal.ZERO;
            }
            long leading = pointAfter - 1 + exponent;
            checkLimits(leading, significant);
            BigInteger unscaled = new BigInteger(digits.toString());
            return new BigDecimal(
                    negative ? unscaled.negate() : unscaled, significant - 1 - (int) leading);
        }

        private int peek() {
            return at < text.length() ? text.charAt(at) : -1;
        }

        private static boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }
    }
}
