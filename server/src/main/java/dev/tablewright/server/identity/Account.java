package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An account and its root user.
 *
 * @param id 12 digits
 * @param rootKeys at most two
 * @param alias a name for the number, unique among all accounts; null for none
 * @param passwordPolicy null for AWS's default one
 * @param tokenVersion 1 or 2: which session tokens the global endpoint of STS gives out; here a
 *     setting that is kept and shown
 * @param outbound null where it never gave tokens to services outside
 */
public record Account(
        String id,
        Instant created,
        List<AccessKey> rootKeys,
        @Nullable String alias,
        @Nullable PasswordPolicy passwordPolicy,
        int tokenVersion,
        @Nullable Outbound outbound) {
    /**
     * Tokens by which principals of the account prove themselves to services outside.
     *
     * @param issuer URL that the tokens name, and below which the keys are found
     * @param enabled whether new ones are given
     */
    public record Outbound(String issuer, boolean enabled) {}

    /** Copies the list. */
    public Account {
        rootKeys = List.copyOf(rootKeys);
    }

    /** Creates an account without settings. */
    public Account(String id, Instant created, List<AccessKey> rootKeys) {
        this(id, created, rootKeys, null, null, 1, null);
    }

    /** Returns the ARN of the root user. */
    public String rootArn() {
        return "arn:aws:iam::" + id + ":root";
    }

    /** Returns this account with other keys of the root user. */
    public Account withRootKeys(List<AccessKey> changed) {
        return new Account(id, created, changed, alias, passwordPolicy, tokenVersion, outbound);
    }

    /** Returns this account with another alias; null for none. */
    public Account withAlias(@Nullable String changed) {
        return new Account(id, created, rootKeys, changed, passwordPolicy, tokenVersion, outbound);
    }

    /** Returns this account with another password policy; null for the default one. */
    public Account withPasswordPolicy(@Nullable PasswordPolicy changed) {
        return new Account(id, created, rootKeys, alias, changed, tokenVersion, outbound);
    }

    /** Returns this account with another version of tokens. */
    public Account withTokenVersion(int changed) {
        return new Account(id, created, rootKeys, alias, passwordPolicy, changed, outbound);
    }

    /** Returns this account with other tokens for services outside. */
    public Account withOutbound(Outbound changed) {
        return new Account(id, created, rootKeys, alias, passwordPolicy, tokenVersion, changed);
    }
}
