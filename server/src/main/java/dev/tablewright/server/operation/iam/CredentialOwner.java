package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.identity.OtherCredentials;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * The user whose passwords, keys or certificates a request is about.
 *
 * @param userName null for the root user, who has none of them here
 */
record CredentialOwner(String account, @Nullable String userName) {
    private static final int MOST_ATTEMPTS = 5;

    /** Reads the user, by default the caller. */
    static CredentialOwner read(QueryReader in, List<Constraint> rules) {
        return new CredentialOwner(in.account(), CallersUser.read(in, rules));
    }

    /** Reads a user that must be named. */
    static CredentialOwner required(QueryReader in, List<Constraint> rules) {
        return new CredentialOwner(in.account(), in.required("UserName", rules));
    }

    /** Completes a permission on the user. */
    List<Access> access(Needs needs) {
        return CallersUser.access(needs, account, userName);
    }

    /**
     * Returns the user.
     *
     * @throws IdentityException if there is none of that name, or it is the root user
     */
    User user(Draft draft) {
        if (userName == null) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR,
                    "Must specify userName when calling with non-User credentials");
        }
        return draft.user(userName);
    }

    /**
     * Returns the credentials of the user; the root user has none.
     *
     * @throws IdentityException if there is no user of that name
     */
    OtherCredentials credentials(Draft draft) {
        return userName == null ? OtherCredentials.NONE : draft.user(userName).others();
    }

    /**
     * Returns the password.
     *
     * @throws IdentityException if there is no user of that name, or it has no password
     */
    LoginProfile login(Draft draft) {
        LoginProfile login = credentials(draft).login();
        if (login == null) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "Login Profile for User "
                            + (userName == null ? "root" : userName)
                            + " cannot be found.");
        }
        return login;
    }

    /**
     * Replaces the password. Hashing takes long, and nobody else has to wait for it: a password
     * that somebody set meanwhile is not overwritten, but replaced in turn.
     *
     * @param next works the new one out of the user's present one; may be asked again
     * @throws IdentityException if there is no password, {@code next} refuses, or the password is
     *     changed over and over
     */
    void changeLogin(Identities identities, Function<Draft, LoginProfile> next) {
        record Step(LoginProfile before, LoginProfile after) {}
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Step step =
                    identities.read(account, draft -> new Step(login(draft), next.apply(draft)));
            boolean changed =
                    identities.change(
                            account,
                            draft -> {
                                boolean same = login(draft).equals(step.before());
                                if (same) {
                                    put(draft, step.after());
                                }
                                return same;
                            });
            if (changed) {
                return;
            }
        }
        throw new IdentityException(
                IdentityException.Code.ENTITY_TEMPORARILY_UNMODIFIABLE,
                "Login Profile for User "
                        + userName
                        + " cannot be modified while it is being"
                        + " changed. Please try again.");
    }

    /** Stores another password; null for none. */
    void put(Draft draft, @Nullable LoginProfile login) {
        User user = user(draft);
        draft.put(user.withOthers(user.others().withLogin(login)));
    }
}
