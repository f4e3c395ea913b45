package dev.tablewright.policy;

import java.util.List;

/**
 * Who asks, as far as policies can see.
 *
 * @param account 12 digits
 * @param arn as it stands in denials: user, assumed-role session, federated user or root
 * @param matches every ARN or id by which a Principal element may name this principal, the most
 *     specific first: session ARN, role ARN, unique id; without the account forms
 */
public record Principal(Type type, String account, String arn, List<String> matches) {
    /** Copies the list. */
    public Principal {
        matches = List.copyOf(matches);
    }

    /** Kinds of principal; the names are the values of aws:PrincipalType. */
    public enum Type {
        /** Root user of an account. */
        ACCOUNT("Account"),
        /** IAM user. */
        USER("User"),
        /** Session of a role. */
        ASSUMED_ROLE("AssumedRole"),
        /** STS federated user. */
        FEDERATED_USER("FederatedUser"),
        /** A service or an identity provider's user, in trust policies only. */
        FEDERATED("Federated"),
        /** Nobody known. */
        ANONYMOUS("Anonymous");

        private final String conditionValue;

        Type(String conditionValue) {
            this.conditionValue = conditionValue;
        }

        /** Returns the value of aws:PrincipalType. */
        public String conditionValue() {
            return conditionValue;
        }
    }
}
