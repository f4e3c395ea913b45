package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A user's password for the console. There is no console here: it is kept, checked by
 * ChangePassword, and shown by GetLoginProfile and the credential report.
 *
 * @param changed when the password was set last
 * @param resetRequired whether the user has to choose another one first
 */
public record LoginProfile(
        Passwords passwords, Instant created, Instant changed, boolean resetRequired) {
    /**
     * Returns a profile with a first password.
     *
     * @param salt 16 random bytes
     * @param policy of the account, or null
     * @throws IdentityException if the password breaks the policy
     */
    public static LoginProfile of(
            String password,
            byte[] salt,
            @Nullable PasswordPolicy policy,
            boolean resetRequired,
            Instant now) {
        PasswordPolicy.require(policy, password);
        return new LoginProfile(Passwords.first(password, salt), now, now, resetRequired);
    }

    /** Whether {@code password} is the right one. Takes about a fifth of a second. */
    public boolean accepts(String password) {
        return passwords.isCurrent(password);
    }

    /**
     * Returns this profile with another password. Takes about a fifth of a second.
     *
     * @param policy of the account, or null
     * @throws IdentityException if the password breaks the policy, or was used before
     */
    public LoginProfile changedTo(
            String password, @Nullable PasswordPolicy policy, boolean reset, Instant now) {
        PasswordPolicy.require(policy, password);
        var changed = passwords.changedTo(password, PasswordPolicy.remembered(policy));
        return new LoginProfile(changed, created, now, reset);
    }

    /** Returns this profile with the duty to change the password, or without. */
    public LoginProfile withResetRequired(boolean required) {
        return new LoginProfile(passwords, created, changed, required);
    }
}
