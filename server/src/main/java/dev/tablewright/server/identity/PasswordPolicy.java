package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * What an account asks of the passwords of its users.
 *
 * @param minimumLength characters, 6 to 128
 * @param usersMayChange whether users may change their own password in the console
 * @param maxAgeDays 1 to 1,095; null when passwords do not expire
 * @param reusePrevention how many earlier passwords must not come back, 1 to 24; null for none
 * @param hardExpiry whether an expired password can be changed by an administrator only; null when
 *     nothing was said
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html">Set
 *     an account password policy</a>
 */
public record PasswordPolicy(
        int minimumLength,
        boolean symbols,
        boolean numbers,
        boolean uppercase,
        boolean lowercase,
        boolean usersMayChange,
        @Nullable Integer maxAgeDays,
        @Nullable Integer reusePrevention,
        @Nullable Boolean hardExpiry) {
    /** Length that UpdateAccountPasswordPolicy sets when the request names none. */
    public static final int LEAST_LENGTH = 6;

    private static final int DEFAULT_LENGTH = 8;
    private static final int DEFAULT_CLASSES = 3;
    private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";

    /** Returns how many of the newest passwords cannot be chosen again. */
    static int remembered(@Nullable PasswordPolicy policy) {
        return policy == null || policy.reusePrevention() == null ? 0 : policy.reusePrevention();
    }

    /**
     * Checks a password.
     *
     * @param policy null for the default one: 8 characters, of at least three of the four classes
     * @throws IdentityException if a rule is broken
     */
    public static void require(@Nullable PasswordPolicy policy, String password) {
        requireThat(
                password.length() >= (policy == null ? DEFAULT_LENGTH : policy.minimumLength()),
                "Password should have a minimum length of "
                        + (policy == null ? DEFAULT_LENGTH : policy.minimumLength()));
        if (policy == null) {
            requireThat(
                    classesOf(password) >= DEFAULT_CLASSES,
                    "Password should have at least three of the following: uppercase letters,"
                            + " lowercase letters, numbers, symbols");
            return;
        }
        for (Rule rule : policy.rules()) {
            requireThat(
                    !rule.wanted() || password.chars().anyMatch(rule.characters()),
                    "Password should have at least one " + rule.noun());
        }
    }

    private record Rule(boolean wanted, String noun, IntPredicate characters) {}

    private List<Rule> rules() {
        return List.of(
                new Rule(uppercase, "uppercase letter", PasswordPolicy::isUppercase),
                new Rule(lowercase, "lowercase letter", PasswordPolicy::isLowercase),
                new Rule(numbers, "number", PasswordPolicy::isNumber),
                new Rule(symbols, "symbol", PasswordPolicy::isSymbol));
    }

    private static long classesOf(String password) {
        return Stream.<IntPredicate>of(
                        PasswordPolicy::isUppercase,
                        PasswordPolicy::isLowercase,
                        PasswordPolicy::isNumber,
                        PasswordPolicy::isSymbol)
                .filter(characters -> password.chars().anyMatch(characters))
                .count();
    }

    private static boolean isUppercase(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLowercase(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isNumber(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSymbol(int c) {
        return SYMBOLS.indexOf(c) >= 0;
    }

    private static void requireThat(boolean holds, String otherwise) {
        if (!holds) {
            throw new IdentityException(
                    IdentityException.Code.PASSWORD_POLICY_VIOLATION, otherwise);
        }
    }
}
