package dev.tablewright.server.identity;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every account as of one version. Immutable, but for caches of what follows from it: a new version
 * begins with empty ones, so a revocation holds from the next request on.
 */
public final class IdentityImage {
    private final @Nullable Version version;
    private final Map<String, AccountImage> accounts;
    private final Map<String, KeyOwner> keyOwners;

    final Map<String, Credential> credentials = new ConcurrentHashMap<>();
    final Map<String, AppliedPolicies> policies = new ConcurrentHashMap<>();

    /**
     * Whose access key it is.
     *
     * @param user null for the root user
     */
    record KeyOwner(AccountImage account, @Nullable User user, AccessKey key) {}

    private IdentityImage(@Nullable Version version, Map<String, AccountImage> accounts) {
        this.version = version;
        this.accounts = accounts;
        this.keyOwners = keyOwners(accounts.values());
    }

    /** An image of {@code accounts}; version is null when nothing was ever written. */
    static IdentityImage of(@Nullable Version version, Map<String, AccountImage> accounts) {
        return new IdentityImage(version, Map.copyOf(accounts));
    }

    private static Map<String, KeyOwner> keyOwners(Collection<AccountImage> accounts) {
        Map<String, KeyOwner> owners = new HashMap<>();
        for (AccountImage account : accounts) {
            for (AccessKey key : account.account().rootKeys()) {
                owners.put(key.id(), new KeyOwner(account, null, key));
            }
            for (User user : account.users()) {
                for (AccessKey key : user.keys()) {
                    owners.put(key.id(), new KeyOwner(account, user, key));
                }
            }
        }
        return owners;
    }

    @Nullable Version version() {
        return version;
    }

    /** Returns an account, or null. */
    public @Nullable AccountImage account(String id) {
        return accounts.get(id);
    }

    /** Returns all accounts. */
    public Collection<AccountImage> accounts() {
        return accounts.values();
    }

    /** Returns the account that runs the server: the one that was made first; or null. */
    public @Nullable AccountImage owner() {
        return accounts.values().stream()
                .min(Comparator.comparing((AccountImage account) -> account.account().created()))
                .orElse(null);
    }

    /** Returns {@code now}, or later: no two accounts are made at one time. */
    Instant afterAll(Instant now) {
        return accounts.values().stream()
                .map(account -> account.account().created().plusMillis(1))
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    /** Returns the user, group, role, policy or profile with that unique id, or null. */
    public @Nullable Entity byId(String id) {
        for (AccountImage account : accounts.values()) {
            Entity entity = account.byId(id);
            if (entity != null) {
                return entity;
            }
        }
        return null;
    }

    /** Returns whose long-term key that is, active or not, or null. */
    @Nullable KeyOwner ownerOf(String accessKeyId) {
        return keyOwners.get(accessKeyId);
    }

    /** Returns the user whose key that is; null for an unknown key and for one of a root user. */
    public @Nullable User userOf(String accessKeyId) {
        KeyOwner owner = keyOwners.get(accessKeyId);
        return owner == null ? null : owner.user();
    }

    /** Returns the account that a long-term key belongs to, or null. */
    public @Nullable AccountImage accountOf(String accessKeyId) {
        KeyOwner owner = keyOwners.get(accessKeyId);
        return owner == null ? null : owner.account();
    }

    /** Drops what the caches hold of sessions that are over; it is found again if asked for. */
    void forgetExpired(Instant now) {
        credentials
                .values()
                .removeIf(
                        credential -> {
                            Instant expires = credential.expires();
                            boolean over = expires != null && expires.isBefore(now);
                            if (over) {
                                policies.remove(credential.caller().entityId());
                            }
                            return over;
                        });
    }

    IdentityImage with(Version newVersion, AccountImage account) {
        var changed = new HashMap<>(accounts);
        changed.put(account.id(), account);
        return new IdentityImage(newVersion, Map.copyOf(changed));
    }
}
