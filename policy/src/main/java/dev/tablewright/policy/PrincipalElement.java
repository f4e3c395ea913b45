package dev.tablewright.policy;

/**
 * One entry of a Principal or NotPrincipal element.
 *
 * @param type {@code AWS}, {@code Service}, {@code Federated}, {@code CanonicalUser}
 * @param value as it is written; {@code *} is everyone
 */
public record PrincipalElement(String type, String value) {
    /** Whether the entry means everyone. */
    public boolean isEveryone() {
        return type.equals("AWS") && value.equals("*");
    }

    /** Whether the entry names an account: by its 12 digits or as {@code arn:...:root}. */
    boolean namesAccount() {
        return type.equals("AWS") && (isAccountId(value) || value.endsWith(":root"));
    }

    /** Whether the entry names that account. */
    boolean namesAccount(String account) {
        return namesAccount()
                && (value.equals(account) || value.endsWith("::" + account + ":root"));
    }

    /** Whether the entry is an ARN or unique id of the principal itself. */
    boolean names(Principal principal) {
        return switch (type) {
            case "AWS" ->
                    principal.type() != Principal.Type.FEDERATED && isOneOfItsNames(principal);
            case "Service", "Federated" ->
                    principal.type() == Principal.Type.FEDERATED && isOneOfItsNames(principal);
            default -> false;
        };
    }

    private boolean isOneOfItsNames(Principal principal) {
        return principal.matches().contains(value) || value.equals(principal.arn());
    }

    /** Whether the entry is a role, by ARN or by unique id. */
    boolean isRole() {
        return value.contains(":role/") || value.startsWith("AROA");
    }

    /** Whether the entry is an IAM user, by ARN or by unique id. */
    boolean isUser() {
        return value.contains(":user/") || value.startsWith("AIDA");
    }

    static boolean isAccountId(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
