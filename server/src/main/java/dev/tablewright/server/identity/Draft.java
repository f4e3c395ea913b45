package dev.tablewright.server.identity;

import dev.tablewright.server.identity.IdentityException.Code;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One change of one account while it is being decided: reads see what was put before. Nothing is
 * stored until the decision is over, and nothing at all when it throws. Not for use by several
 * threads, nor after the decision.
 */
public final class Draft {
    private final IdentityImage image;
    private final Instant now;
    private final UniqueIds ids;
    private final Map<String, Optional<Entity>> writes = new LinkedHashMap<>();
    private AccountImage account;
    private boolean accountChanged;

    Draft(IdentityImage image, AccountImage account, Instant now, UniqueIds ids) {
        this.image = image;
        this.account = account;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.ids = ids;
    }

    /** Returns the account with the changes so far. */
    public AccountImage account() {
        return account;
    }

    /** Returns all accounts, without the changes. */
    public IdentityImage image() {
        return image;
    }

    /** Returns the time of the change, in whole milliseconds. */
    public Instant now() {
        return now;
    }

    /** Returns the head of a new entity; its id was never used. */
    public Entity.Head newHead(EntityKind kind, String name, String path) {
        return new Entity.Head(account.id(), ids.entity(kind), name, path, now);
    }

    /** Returns a new, active access key. */
    public AccessKey newAccessKey() {
        return new AccessKey(ids.longTermKey(), ids.secret(), true, now);
    }

    /** Returns the id of a new SSH public key. */
    public String newPublicKeyId() {
        return ids.publicKey();
    }

    /** Returns the id of a new credential for one service. */
    public String newServiceCredentialId() {
        return ids.serviceCredential();
    }

    /** Returns a secret of 40 letters, digits, and the characters {@code +} and {@code /}. */
    public String newSecret() {
        return ids.secret();
    }

    /** Returns letters and digits with 5 bits of chance each. */
    public String newBase32(int length) {
        return ids.base32(length);
    }

    /** Returns random bytes. */
    public byte[] newBytes(int length) {
        return ids.bytes(length);
    }

    /**
     * Returns the user with that name.
     *
     * @throws IdentityException when there is none; so do all that follow
     */
    public User user(String name) {
        return (User) required(EntityKind.USER, name);
    }

    /** Returns the group with that name. */
    public Group group(String name) {
        return (Group) required(EntityKind.GROUP, name);
    }

    /** Returns the role with that name. */
    public Role role(String name) {
        return (Role) required(EntityKind.ROLE, name);
    }

    /** Returns the user, group or role with that name. */
    public PolicyHolder holder(EntityKind kind, String name) {
        return (PolicyHolder) required(kind, name);
    }

    /** Returns the instance profile with that name. */
    public InstanceProfile instanceProfile(String name) {
        return (InstanceProfile) required(EntityKind.INSTANCE_PROFILE, name);
    }

    /** Returns the policy with that ARN, of the account or of AWS. */
    public ManagedPolicy policy(String arn) {
        ManagedPolicy policy = account.policy(arn);
        if (policy == null) {
            throw IdentityException.noSuch(EntityKind.POLICY, arn);
        }
        return policy;
    }

    /** Returns the OIDC identity provider with that ARN. */
    public OidcProvider oidcProvider(String arn) {
        OidcProvider provider = account.oidcProvider(arn);
        if (provider == null) {
            throw IdentityException.noSuch(EntityKind.OIDC_PROVIDER, arn);
        }
        return provider;
    }

    /** Returns the provider or device of a kind with that ARN. */
    public Entity requiredArn(EntityKind kind, String arn) {
        Entity entity = account.byArn(kind, arn);
        if (entity == null) {
            throw IdentityException.noSuch(kind, arn);
        }
        return entity;
    }

    /** Returns the MFA device with that serial number. */
    public VirtualMfaDevice mfaDevice(String serialNumber) {
        return (VirtualMfaDevice) requiredArn(EntityKind.MFA_DEVICE, serialNumber);
    }

    /** Returns the entity with that name. */
    public Entity required(EntityKind kind, String name) {
        Entity entity = account.find(kind, name);
        if (entity == null) {
            throw IdentityException.noSuch(kind, name);
        }
        return entity;
    }

    /**
     * Checks that a name is free, in whatever case.
     *
     * @throws IdentityException when it is taken
     */
    public void requireFree(EntityKind kind, String name) {
        if (account.isTaken(kind, name)) {
            throw IdentityException.alreadyExists(kind, name);
        }
    }

    /**
     * Checks a quota.
     *
     * @throws IdentityException when {@code within} does not hold
     */
    public static void requireQuota(boolean within, String message) {
        if (!within) {
            throw new IdentityException(Code.LIMIT_EXCEEDED, message);
        }
    }

    /**
     * Checks that nothing hinders a deletion.
     *
     * @throws IdentityException when {@code unused} does not hold
     */
    public static void requireUnused(BooleanSupplier unused, String message) {
        if (!unused.getAsBoolean()) {
            throw new IdentityException(Code.DELETE_CONFLICT, message);
        }
    }

    /** Stores an entity, new or changed. */
    public <E extends Entity> E put(E entity) {
        Entity holder = account.byId(entity.id());
        if (!entity.equals(holder)) {
            account = account.with(entity);
            writes.put(entity.id(), Optional.of(entity));
        }
        return entity;
    }

    /** Stores the account itself. */
    public void put(Account changed) {
        account = account.with(changed);
        accountChanged = true;
    }

    /** Removes an entity. */
    public void remove(Entity entity) {
        account = account.without(entity);
        writes.put(entity.id(), Optional.empty());
    }

    /** By unique id, what is stored; empty for what is removed. */
    Map<String, Optional<Entity>> writes() {
        return writes;
    }

    @Nullable Account changedAccount() {
        return accountChanged ? account.account() : null;
    }

    boolean isEmpty() {
        return writes.isEmpty() && !accountChanged;
    }
}
