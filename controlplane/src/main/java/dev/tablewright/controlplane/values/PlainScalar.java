package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an unquoted YAML scalar means to Helm.
 *
 * <p>Helm reads values with sigs.k8s.io/yaml, that is by YAML 1.1 rules: {@code y}, {@code N},
 * {@code on} are booleans, {@code 017} is octal, {@code 1_000} is a number. A YAML 1.2 parser would
 * accept {@code type: N} as text, and Helm would then refuse the same file. Time stamps stay text,
 * as they do there.
 */
final class PlainScalar {
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> INFINITE =
            Set.of(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
    private static final Set<String> NOT_A_NUMBER = Set.of(".nan", ".NaN", ".NAN");
    private static final Pattern WHOLE =
            Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private PlainScalar() {}

    /** Reads an unquoted scalar. */
    static YamlNode read(Position at, String source) {
        if (TRUE.contains(source) || FALSE.contains(source)) {
            return new YamlNode.Bool(at, source, TRUE.contains(source));
        }
        if (NULL.contains(source)) {
            return new YamlNode.Null(at);
        }
        Double number = number(source);
        return number == null
                ? new YamlNode.Text(at, source)
                : new YamlNode.Numeric(at, source, number);
    }

    private static @Nullable Double number(String source) {
        if (INFINITE.contains(source)) {
            return source.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (NOT_A_NUMBER.contains(source)) {
            return Double.NaN;
        }
        // "_1" stays text: only what begins like a number is looked at.
        if ("+-.0123456789".indexOf(source.charAt(0)) < 0) {
            return null;
        }
        String digits = source.replace("_", "");
        if (WHOLE.matcher(digits).matches()) {
            return whole(digits.toLowerCase(Locale.ROOT)).doubleValue();
        }
        return DECIMAL.matcher(digits).matches() ? Double.valueOf(digits) : null;
    }

    private static BigInteger whole(String digits) {
        boolean negative = digits.startsWith("-");
        String bare = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        BigInteger value = new BigInteger(bare.substring(prefixLength(bare)), radix(bare));
        return negative ? value.negate() : value;
    }

    private static int radix(String bare) {
        if (bare.length() < 2 || bare.charAt(0) != '0') {
            return 10;
        }
        return switch (bare.charAt(1)) {
            case 'x' -> 16;
            case 'b' -> 2;
            default -> 8;
        };
    }

    private static int prefixLength(String bare) {
        if (bare.length() < 2 || bare.charAt(0) != '0') {
            return 0;
        }
        return Character.isDigit(bare.charAt(1)) ? 1 : 2;
    }
}
