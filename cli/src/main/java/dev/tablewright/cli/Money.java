package dev.tablewright.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of money as they are printed: the only place that rounds. */
final class Money {
    private static final BigDecimal HALF_A_CENT = new BigDecimal("0.005");

    private Money() {}

    /** Returns two decimals; what is there but would be 0.00 says so. */
    static String of(BigDecimal amount) {
        return amount.signum() > 0 && amount.compareTo(HALF_A_CENT) < 0
                ? "<0.01"
                : rounded(amount).toPlainString();
    }

    /** Returns the difference with its sign. */
    static String change(BigDecimal from, BigDecimal to) {
        BigDecimal change = rounded(to.subtract(from));
        return (change.signum() < 0 ? "" : "+") + change.toPlainString();
    }

    static BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    /** Returns a number without the zeros and the digits that nobody reads. */
    static String quantity(BigDecimal number) {
        BigDecimal short3 = number.scale() > 3 ? number.setScale(3, RoundingMode.HALF_UP) : number;
        return short3.signum() == 0 && number.signum() != 0
                ? "<0.001"
                : short3.stripTrailingZeros().toPlainString();
    }
}
