package dev.tablewright.policy;

import java.util.List;

/**
 * The Principal or NotPrincipal element.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">IAM
 *     JSON policy elements: Principal</a>
 */
final class PrincipalMatcher {
    private final boolean negated;
    private final List<PrincipalElement> elements;
    private final boolean everyone;

    PrincipalMatcher(boolean negated, List<PrincipalElement> elements) {
        this.negated = negated;
        this.elements = List.copyOf(elements);
        this.everyone = elements.stream().anyMatch(PrincipalElement::isEveryone);
    }

    /** Whether a Deny with this element reaches the caller. */
    boolean denies(Check check) {
        if (negated) {
            // AWS: a NotPrincipal with Deny hits whoever has a boundary, whatever it lists.
            return check.bounded() || !spares(check.principal());
        }
        return everyone || grantTo(check.principal()) != Grant.NONE;
    }

    /** Returns how an Allow with this element reaches the caller. */
    Grant allows(Check check) {
        // NotPrincipal with Allow is not supported by AWS and would open the resource to the world.
        return negated ? Grant.NONE : grantTo(check.principal());
    }

    private Grant grantTo(Principal principal) {
        Grant strongest = Grant.NONE;
        for (PrincipalElement element : elements) {
            Grant grant = grantTo(principal, element);
            if (grant.compareTo(strongest) > 0) {
                strongest = grant;
            }
        }
        return strongest;
    }

    private static Grant grantTo(Principal principal, PrincipalElement element) {
        if (element.isEveryone()) {
            // A user of an identity provider comes in by its provider's name only.
            return principal.type() == Principal.Type.FEDERATED ? Grant.NONE : Grant.FULL;
        }
        if (element.namesAccount()) {
            return principal.type() != Principal.Type.FEDERATED
                            && element.namesAccount(principal.account())
                    ? Grant.DELEGATED
                    : Grant.NONE;
        }
        if (!element.names(principal)) {
            return Grant.NONE;
        }
        boolean federatedUserByItsUser =
                element.isUser() && principal.type() == Principal.Type.FEDERATED_USER;
        return element.isRole() || federatedUserByItsUser ? Grant.TO_ROLE : Grant.FULL;
    }

    /**
     * Whether NotPrincipal leaves the caller alone. AWS checks the account first, then the role,
     * then the session, so each of them has to be listed.
     */
    private boolean spares(Principal principal) {
        if (everyone) {
            return true;
        }
        boolean account = false;
        boolean role = false;
        boolean self = false;
        for (PrincipalElement element : elements) {
            if (element.namesAccount(principal.account())) {
                account = true;
            } else if (element.names(principal)) {
                boolean isRole =
                        element.isRole() && principal.type() == Principal.Type.ASSUMED_ROLE;
                role |= isRole;
                self |= !isRole;
            }
        }
        return switch (principal.type()) {
            case ACCOUNT -> account;
            case USER, FEDERATED_USER -> account && self;
            case ASSUMED_ROLE -> account && role && self;
            case FEDERATED -> self;
            case ANONYMOUS -> false;
        };
    }
}
