package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import java.math.BigDecimal;

/**
 * The numbers that DynamoDB can hold: up to 38 significant digits, magnitudes from 1E-130 to
 * 9.9...E+125, and zero. Arithmetic leaves the range; literals are checked where they are decoded.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number">
 *     Number</a>
 */
final class NumberRange {
    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 125;
    private static final int MIN_EXPONENT = -130;

    private NumberRange() {}

    /**
     * Returns the number as a value.
     *
     * @throws ValidationException if DynamoDB cannot hold it exactly
     */
    static AttributeValue.N checked(BigDecimal number) {
        var value = new AttributeValue.N(number);
        BigDecimal normal = value.value();
        if (normal.signum() == 0) {
            return value;
        }
        long exponent = (long) normal.precision() - normal.scale() - 1;
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
        if (normal.precision() > MAX_DIGITS) {
            throw new ValidationException(
                    "Attempting to store more than 38 significant digits in a Number");
        }
        return value;
    }
}
