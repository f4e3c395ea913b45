package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user, group or role whose policies the simulator takes, as its ARN names it. */
record PolicySource(String arn, String account, EntityKind kind, String name) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):(user|group|role)/(?:.*/)?([^/]+)");

    /**
     * Reads an ARN.
     *
     * @throws IdentityException if it is none of a user, group or role
     */
    static PolicySource of(String arn) {
        Matcher parsed = ARN.matcher(arn);
        if (!parsed.matches()) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Invalid Entity Arn: "
                            + arn
                            + " does not clearly define entity type and name.");
        }
        EntityKind kind =
                List.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE).stream()
                        .filter(k -> k.resourceType().equals(parsed.group(2)))
                        .findFirst()
                        .orElseThrow();
        return new PolicySource(arn, parsed.group(1), kind, parsed.group(3));
    }

    /** The permission to look at it; only its own account can give that. */
    Access access(Needs needs, Identities identities) {
        boolean known = identities.image().account(account) != null;
        Access access = (known ? needs.on(account, kind, name) : needs).access();
        return new Access(access.action(), arn, arn, access.context());
    }

    /**
     * Finds it.
     *
     * @throws IdentityException if there is no such entity
     */
    PolicyHolder find(AccountImage image) {
        PolicyHolder holder = image.id().equals(account) ? image.holder(kind, name) : null;
        if (holder == null || !holder.arn().equals(arn)) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "The " + kind.noun() + " with name " + name + " cannot be found.");
        }
        return holder;
    }
}
