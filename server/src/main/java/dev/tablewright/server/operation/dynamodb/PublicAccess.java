package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.policy.Effect;
import dev.tablewright.policy.PrincipalElement;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.condition.Condition;

import java.util.Locale;
import java.util.Set;

/**
 * Whether a statement opens a table to the public: it allows everyone, and no condition ties the
 * caller to fixed values.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html">Block
 *     public access</a>
 */
final class PublicAccess {
    /** Conditions on these say who may come, or from where. */
    private static final Set<String> PINNING =
            Set.of(
                    "aws:ec2instancesourcevpc",
                    "aws:principalaccount",
                    "aws:principalarn",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:principalservicename",
                    "aws:principalservicenameslist",
                    "aws:sourceaccount",
                    "aws:sourcearn",
                    "aws:sourceorgid",
                    "aws:sourceorgpaths",
                    "aws:sourcevpc",
                    "aws:sourcevpce",
                    "aws:userid");

    /** Hold only for a request that has the key, with one of the values. */
    private static final Set<String> OPERATORS =
            Set.of("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike");

    private static final String ANY_VALUE = "ForAnyValue:";

    private PublicAccess() {}

    static boolean isGivenBy(Statement statement) {
        Statement.Source source = statement.source();
        return source.effect() == Effect.ALLOW
                && (source.notPrincipal()
                        || source.principals().stream().anyMatch(PrincipalElement::isEveryone))
                && source.conditions().stream().noneMatch(PublicAccess::pins);
    }

    private static boolean pins(Condition condition) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        if (key.equals("aws:principalisawsservice")) {
            return condition.operator().equals("Bool")
                    && condition.values().stream().allMatch("true"::equalsIgnoreCase);
        }
        String operator = condition.operator();
        return PINNING.contains(key)
                && OPERATORS.contains(
                        operator.startsWith(ANY_VALUE)
                                ? operator.substring(ANY_VALUE.length())
                                : operator)
                && condition.values().stream().allMatch(PublicAccess::isFixed);
    }

    private static boolean isFixed(String value) {
        return value.chars().noneMatch(c -> c == '*' || c == '?') && !value.contains("${");
    }
}
