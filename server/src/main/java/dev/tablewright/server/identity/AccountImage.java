package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Everything in one account, as of one version. Immutable; a change makes a new one. */
public final class AccountImage {
    private final Account account;

    /** By kind, then by key in lower case: IAM lists by name and tells names apart by letters. */
    private final Map<EntityKind, NavigableMap<String, Entity>> byName;

    private final Map<String, Entity> byId;

    private volatile @Nullable Map<String, Integer> attachments;

    private AccountImage(
            Account account,
            Map<EntityKind, NavigableMap<String, Entity>> byName,
            Map<String, Entity> byId) {
        this.account = account;
        this.byName = byName;
        this.byId = byId;
    }

    static AccountImage empty(Account account) {
        Map<EntityKind, NavigableMap<String, Entity>> byName = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : EntityKind.values()) {
            byName.put(kind, Collections.emptyNavigableMap());
        }
        return new AccountImage(account, byName, Map.of());
    }

    static AccountImage of(Account account, Iterable<Entity> entities) {
        Map<EntityKind, NavigableMap<String, Entity>> byName = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : EntityKind.values()) {
            byName.put(kind, new TreeMap<>());
        }
        Map<String, Entity> byId = new HashMap<>();
        for (Entity entity : entities) {
            byId.put(entity.id(), entity);
            named(byName, entity.kind()).put(lower(entity.key()), entity);
        }
        return new AccountImage(account, byName, byId);
    }

    /** Returns the account itself, with the root user's keys. */
    public Account account() {
        return account;
    }

    /** Returns the account's number, 12 digits. */
    public String id() {
        return account.id();
    }

    /** Returns the user with exactly that name, or null. */
    public @Nullable User user(String name) {
        return (User) find(EntityKind.USER, name);
    }

    /** Returns the group with exactly that name, or null. */
    public @Nullable Group group(String name) {
        return (Group) find(EntityKind.GROUP, name);
    }

    /** Returns the role with exactly that name, or null. */
    public @Nullable Role role(String name) {
        return (Role) find(EntityKind.ROLE, name);
    }

    /** Returns the instance profile with exactly that name, or null. */
    public @Nullable InstanceProfile instanceProfile(String name) {
        return (InstanceProfile) find(EntityKind.INSTANCE_PROFILE, name);
    }

    /** Returns the policy with that ARN, of this account or of AWS, or null. */
    public @Nullable ManagedPolicy policy(String arn) {
        ManagedPolicy ofAws = AwsManagedPolicies.find(arn);
        if (ofAws != null) {
            return ofAws;
        }
        Entity entity = find(EntityKind.POLICY, arn.substring(arn.lastIndexOf('/') + 1));
        return entity != null && entity.arn().equals(arn) ? (ManagedPolicy) entity : null;
    }

    /** Returns the OIDC identity provider with that ARN, or null. */
    public @Nullable OidcProvider oidcProvider(String arn) {
        String prefix = EntityKind.OIDC_PROVIDER.arn(id(), "/", "");
        return arn.startsWith(prefix)
                ? (OidcProvider) find(EntityKind.OIDC_PROVIDER, arn.substring(prefix.length()))
                : null;
    }

    /** Returns all OIDC identity providers. */
    public List<OidcProvider> oidcProviders() {
        return all(EntityKind.OIDC_PROVIDER).stream().map(OidcProvider.class::cast).toList();
    }

    /** Returns the user, group or role with exactly that name, or null. */
    public @Nullable PolicyHolder holder(EntityKind kind, String name) {
        return (PolicyHolder) find(kind, name);
    }

    /** Returns the entity with exactly that name, or null. */
    public @Nullable Entity find(EntityKind kind, String name) {
        Entity entity = named(byName, kind).get(lower(name));
        return entity != null && entity.key().equals(name) ? entity : null;
    }

    /** Returns the provider or device of a kind with that ARN, or null. */
    public @Nullable Entity byArn(EntityKind kind, String arn) {
        String stem = kind.arn(id(), "/", "");
        return arn.startsWith(stem) ? find(kind, arn.substring(stem.length())) : null;
    }

    /** Whether a name is taken, in whatever case. */
    public boolean isTaken(EntityKind kind, String name) {
        return named(byName, kind).containsKey(lower(name));
    }

    /** Returns the entity with that unique id, or null. */
    public @Nullable Entity byId(String id) {
        return byId.get(id);
    }

    /** Returns all entities of a kind in the order of their names, ignoring case. */
    public Collection<Entity> all(EntityKind kind) {
        return named(byName, kind).values();
    }

    /** Returns how many there are of a kind. */
    public int count(EntityKind kind) {
        return named(byName, kind).size();
    }

    /** Returns all users. */
    public List<User> users() {
        return all(EntityKind.USER).stream().map(User.class::cast).toList();
    }

    /** Returns all roles. */
    public List<Role> roles() {
        return all(EntityKind.ROLE).stream().map(Role.class::cast).toList();
    }

    /** Returns all groups. */
    public List<Group> groups() {
        return all(EntityKind.GROUP).stream().map(Group.class::cast).toList();
    }

    /** Returns all instance profiles. */
    public List<InstanceProfile> instanceProfiles() {
        return all(EntityKind.INSTANCE_PROFILE).stream().map(InstanceProfile.class::cast).toList();
    }

    /** Returns all virtual MFA devices. */
    public List<VirtualMfaDevice> mfaDevices() {
        return all(EntityKind.MFA_DEVICE).stream().map(VirtualMfaDevice.class::cast).toList();
    }

    /** Returns the MFA devices that a user has. */
    public List<VirtualMfaDevice> mfaDevicesOf(User user) {
        return mfaDevices().stream().filter(device -> device.isOf(user.id())).toList();
    }

    /** Returns the policies that the account made itself. */
    public List<ManagedPolicy> policies() {
        return all(EntityKind.POLICY).stream().map(ManagedPolicy.class::cast).toList();
    }

    /** Returns the users in a group. */
    public List<User> members(Group group) {
        return users().stream().filter(user -> user.groups().contains(group.id())).toList();
    }

    /** Returns the groups of a user, in the order of joining. */
    public List<Group> groupsOf(User user) {
        return user.groups().stream()
                .map(id -> (Group) byId.get(id))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Returns the instance profiles that hold a role. */
    public List<InstanceProfile> profilesOf(Role role) {
        return instanceProfiles().stream()
                .filter(profile -> role.id().equals(profile.role()))
                .toList();
    }

    /** Returns how many users, groups and roles a managed policy is attached to. */
    public int attachmentsOf(String policyArn) {
        return counted().getOrDefault(policyArn, 0);
    }

    /** Returns how many users and roles have a managed policy as their permissions boundary. */
    public int boundaryUsesOf(String policyArn) {
        return counted().getOrDefault("boundary " + policyArn, 0);
    }

    private Map<String, Integer> counted() {
        Map<String, Integer> counts = attachments;
        if (counts == null) {
            counts = new HashMap<>();
            for (Entity entity : byId.values()) {
                if (entity instanceof PolicyHolder holder) {
                    for (String arn : holder.policies().attached()) {
                        counts.merge(arn, 1, Integer::sum);
                    }
                    if (holder.policies().boundary() != null) {
                        counts.merge("boundary " + holder.policies().boundary(), 1, Integer::sum);
                    }
                }
            }
            attachments = counts;
        }
        return counts;
    }

    AccountImage with(Account changed) {
        return new AccountImage(changed, byName, byId);
    }

    AccountImage with(Entity entity) {
        Entity before = byId.get(entity.id());
        var names = new TreeMap<>(named(byName, entity.kind()));
        if (before != null) {
            names.remove(lower(before.key()));
        }
        names.put(lower(entity.key()), entity);
        var ids = new HashMap<>(byId);
        ids.put(entity.id(), entity);
        return new AccountImage(account, replaced(entity.kind(), names), ids);
    }

    AccountImage without(Entity entity) {
        var names = new TreeMap<>(named(byName, entity.kind()));
        names.remove(lower(entity.key()));
        var ids = new HashMap<>(byId);
        ids.remove(entity.id());
        return new AccountImage(account, replaced(entity.kind(), names), ids);
    }

    private Map<EntityKind, NavigableMap<String, Entity>> replaced(
            EntityKind kind, NavigableMap<String, Entity> names) {
        var changed = new EnumMap<>(byName);
        changed.put(kind, names);
        return changed;
    }

    private static NavigableMap<String, Entity> named(
            Map<EntityKind, NavigableMap<String, Entity>> byName, EntityKind kind) {
        NavigableMap<String, Entity> names = byName.get(kind);
        if (names == null) {
            throw new IllegalStateException("no map of " + kind);
        }
        return names;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
