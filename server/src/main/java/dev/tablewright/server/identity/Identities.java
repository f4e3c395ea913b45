package dev.tablewright.server.identity;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.identity.IdentityImage.KeyOwner;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.ReadView.Range;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.StorageException;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Who there is and what they may do: accounts and all that is in them, kept in a storage engine and
 * read from an immutable image.
 *
 * <p>What a change returned is durable and seen by every later call. Safe for use by many threads.
 */
public final class Identities implements Credentials {
    private static final int MAX_ATTEMPTS = 10;
    private static final int SECRET_BYTES = 32;

    /** What a federated user of the root user has before session policies limit it. */
    private static final AttachedPolicy ALL_OF_ROOT =
            new AttachedPolicy(
                    "rights of the root user",
                    false,
                    StoredPolicy.parse(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                                    "Action":"*","Resource":"*"}]}\
                                    """,
                                    PolicyKind.INLINE)
                            .compiled());

    private final StorageEngine engine;
    private final InstantSource clock;
    private final UniqueIds ids;
    private final Sessions sessions;
    private final LastUses lastUses;
    private final MfaGuesses mfaGuesses = new MfaGuesses();
    private volatile IdentityImage image;

    /** A commit ended without an answer: the image may lack what the store has. */
    private boolean behind;

    private Identities(StorageEngine engine, InstantSource clock, RandomGenerator random) {
        this.engine = engine;
        this.clock = clock;
        this.ids = new UniqueIds(random);
        this.sessions = new Sessions(engine, ids);
        this.lastUses = new LastUses(engine);
        this.image = load(engine);
    }

    /**
     * Opens what {@code engine} holds; nothing at first, see {@link #createAccount}.
     *
     * @param random source of ids and secrets: cryptographically strong in a real server
     */
    public static Identities open(
            StorageEngine engine, InstantSource clock, RandomGenerator random) {
        return new Identities(engine, clock, random);
    }

    /** Returns everything as of the newest change. Cheap. */
    public IdentityImage image() {
        return image;
    }

    /** Returns the temporary credentials. */
    public Sessions sessions() {
        return sessions;
    }

    /**
     * Returns 32 bytes that nobody else knows, always the same for one purpose: made when they are
     * first asked for, and kept in the store.
     */
    public byte[] secretFor(String purpose) {
        return secretFor(purpose, () -> ids.bytes(SECRET_BYTES));
    }

    /** As {@link #secretFor(String)}, where a secret is no mere bytes. */
    public byte[] secretFor(String purpose, Supplier<byte[]> maker) {
        Key key = IdentityRecords.key(IdentityRecords.SECRETS, purpose);
        while (true) {
            try (ReadView view = engine.read()) {
                Stored stored = view.get(key);
                if (stored != null) {
                    return stored.value().array().clone();
                }
            }
            var write = new Write.Put(key, Bytes.wrap(maker.get()));
            // Whoever loses a race reads what the winner wrote.
            engine.commit(new Commit(List.of(Check.absent(key)), List.of(write)));
        }
    }

    /**
     * Returns one account as of the newest change.
     *
     * @throws IllegalStateException if there is no such account: callers always belong to one
     */
    public AccountImage account(String id) {
        AccountImage account = image.account(id);
        if (account == null) {
            throw new IllegalStateException("no account " + id);
        }
        return account;
    }

    /**
     * Makes an account and a key of its root user, which may do everything in it.
     *
     * @param id 12 digits
     * @return the key; its secret cannot be asked for again
     * @throws IdentityException if the account exists
     */
    public AccessKey createAccount(String id) {
        return createAccount(id, ids.longTermKey(), ids.secret());
    }

    /** Returns a number that no account has. */
    public String freeAccountId() {
        String id = ids.account();
        while (image.account(id) != null) {
            id = ids.account();
        }
        return id;
    }

    /**
     * As {@link #createAccount(String)}, with a root key that somebody chose.
     *
     * @param accessKeyId unknown so far
     * @throws IdentityException if the account exists
     */
    public synchronized AccessKey createAccount(
            String id, String accessKeyId, String secretAccessKey) {
        if (!id.matches("[0-9]{12}")) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT, "An account has 12 digits, not " + id);
        }
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            IdentityImage before = newest();
            Instant now = before.afterAll(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            var key = new AccessKey(accessKeyId, secretAccessKey, true, now);
            var account = new Account(id, now, List.of(key));
            if (before.account(id) != null) {
                throw new IdentityException(
                        IdentityException.Code.ENTITY_ALREADY_EXISTS,
                        "Account " + id + " already exists.");
            }
            if (commit(before, AccountImage.empty(account), List.of(put(account)))) {
                return key;
            }
        }
        throw new IllegalStateException("too many writers");
    }

    /**
     * Changes an account: {@code decide} is run on a draft, what it put is committed, and readers
     * see it when this returns. When {@code decide} throws, nothing happens.
     *
     * @param decide may run again when another writer came first: no effects but on the draft
     * @throws StorageException if the outcome is unknown
     */
    public synchronized <T> T change(String account, Function<Draft, T> decide) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            IdentityImage before = newest();
            AccountImage then = before.account(account);
            if (then == null) {
                throw new IllegalStateException("no account " + account);
            }
            var draft = new Draft(before, then, clock.instant(), ids);
            T result = decide.apply(draft);
            if (draft.isEmpty() || commit(before, draft.account(), writesOf(draft))) {
                return result;
            }
        }
        throw new IllegalStateException("too many writers");
    }

    /**
     * Checks a code of an MFA device, and uses it up: none is accepted twice. After ten wrong codes
     * in a row only one in a minute is looked at.
     *
     * @param user unique id of the user that must have the device
     * @param serialNumber ARN of the device
     * @return whether the code is right, now
     */
    public synchronized boolean verifyCode(
            String account, String user, String serialNumber, String code) {
        Instant now = clock.instant();
        if (!(account(account).byArn(EntityKind.MFA_DEVICE, serialNumber)
                        instanceof VirtualMfaDevice device)
                || !device.isOf(user)
                || !mfaGuesses.mayTry(serialNumber, now)) {
            return false;
        }
        boolean right = useUp(device, code);
        mfaGuesses.tried(serialNumber, right, now);
        return right;
    }

    private boolean useUp(VirtualMfaDevice seen, String code) {
        return change(
                seen.account(),
                draft -> {
                    if (!(draft.account().byArn(EntityKind.MFA_DEVICE, seen.arn())
                                    instanceof VirtualMfaDevice device)
                            || !device.head().id().equals(seen.head().id())) {
                        return false;
                    }
                    VirtualMfaDevice after = device.used(code, draft.now());
                    if (after != null) {
                        draft.put(after);
                    }
                    return after != null;
                });
    }

    /** Looks something up as {@link #change} would, with the same errors; nothing is changed. */
    public <T> T read(String account, Function<Draft, T> lookup) {
        IdentityImage now = image;
        AccountImage there = now.account(account);
        if (there == null) {
            throw new IllegalStateException("no account " + account);
        }
        return lookup.apply(new Draft(now, there, clock.instant(), ids));
    }

    private IdentityImage newest() {
        if (behind) {
            image = load(engine);
            behind = false;
        }
        return image;
    }

    private boolean commit(IdentityImage before, AccountImage account, List<Write> changes) {
        List<Write> writes = new ArrayList<>(changes);
        writes.add(new Write.Put(IdentityRecords.HEAD, IdentityRecords.head()));
        var check = new Check(IdentityRecords.HEAD, before.version());
        Commit.Result result;
        try {
            result = engine.commit(new Commit(List.of(check), writes));
        } catch (StorageException unknown) {
            behind = true;
            throw unknown;
        }
        return switch (result) {
            case Commit.Result.Committed(var version) -> {
                image = before.with(version, account);
                yield true;
            }
            case Commit.Result.Conflict _ -> {
                behind = true;
                yield false;
            }
        };
    }

    private static List<Write> writesOf(Draft draft) {
        List<Write> writes = new ArrayList<>();
        String account = draft.account().id();
        draft.writes()
                .forEach(
                        (id, entity) -> {
                            var key = IdentityRecords.keyOf(account, id);
                            writes.add(
                                    entity.isPresent()
                                            ? new Write.Put(
                                                    key, IdentityRecords.encode(entity.get()))
                                            : new Write.Delete(key));
                        });
        Account changed = draft.changedAccount();
        if (changed != null) {
            writes.add(put(changed));
        }
        return writes;
    }

    private static Write put(Account account) {
        return new Write.Put(
                IdentityRecords.key(IdentityRecords.ACCOUNTS, account.id()),
                IdentityRecords.encode(account));
    }

    private static IdentityImage load(StorageEngine engine) {
        try (ReadView view = engine.read()) {
            Stored head = view.get(IdentityRecords.HEAD);
            Version version = head == null ? null : head.version();
            Map<String, AccountImage> accounts = new HashMap<>();
            for (Bytes stored : valuesOf(view, IdentityRecords.ACCOUNTS)) {
                Account account = IdentityRecords.account(stored);
                List<Entity> entities =
                        valuesOf(view, IdentityRecords.partitionOf(account.id())).stream()
                                .map(IdentityRecords::entity)
                                .toList();
                accounts.put(account.id(), AccountImage.of(account, entities));
            }
            return IdentityImage.of(version, accounts);
        }
    }

    private static List<Bytes> valuesOf(ReadView view, Bytes partition) {
        List<Bytes> values = new ArrayList<>();
        var all = new Range(IdentityRecords.SPACE, partition, null, false, null, false, true);
        try (Cursor cursor = view.range(all)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                values.add(entry.stored().value());
            }
        }
        return values;
    }

    @Override
    public @Nullable Credential find(String accessKeyId) {
        IdentityImage now = image;
        Credential known = now.credentials.get(accessKeyId);
        if (known != null) {
            return known;
        }
        Credential found =
                accessKeyId.startsWith("ASIA")
                        ? temporary(now, accessKeyId)
                        : longTerm(now, accessKeyId);
        if (found != null) {
            now.credentials.put(accessKeyId, found);
        }
        return found;
    }

    private static @Nullable Credential longTerm(IdentityImage image, String accessKeyId) {
        KeyOwner owner = image.ownerOf(accessKeyId);
        if (owner == null || !owner.key().active()) {
            return null;
        }
        User user = owner.user();
        Caller caller = user == null ? Callers.root(owner.account().account()) : Callers.user(user);
        return new Credential(accessKeyId, owner.key().secret(), null, null, caller);
    }

    private @Nullable Credential temporary(IdentityImage image, String accessKeyId) {
        Session session = sessions.find(accessKeyId);
        if (session == null) {
            return null;
        }
        Caller caller = callerOf(image, session);
        return caller == null
                ? null
                : new Credential(
                        accessKeyId, session.secret(), session.token(), session.expires(), caller);
    }

    /** Null when the role or user is gone: its sessions end with it. */
    private static @Nullable Caller callerOf(IdentityImage image, Session session) {
        AccountImage account = image.account(session.account());
        if (account == null) {
            return null;
        }
        if (session.owner().equals(account.id())) {
            return session.ofFederatedUser()
                    ? Callers.federatedUser(session)
                    : Callers.rootSession(account.account(), session);
        }
        return switch (account.byId(session.owner())) {
            case Role role -> Callers.roleSession(role, session);
            case User user ->
                    session.ofFederatedUser()
                            ? Callers.federatedUser(user, session)
                            : Callers.userSession(user, session);
            case Group _,
                    ManagedPolicy _,
                    InstanceProfile _,
                    OidcProvider _,
                    SamlProvider _,
                    VirtualMfaDevice _,
                    ServerCertificate _ ->
                    null;
            case null -> null;
        };
    }

    @Override
    public AppliedPolicies policiesOf(Caller caller) {
        IdentityImage now = image;
        AppliedPolicies known = now.policies.get(caller.entityId());
        if (known != null) {
            return known;
        }
        AppliedPolicies collected = collect(now, caller);
        now.policies.put(caller.entityId(), collected);
        return collected;
    }

    private AppliedPolicies collect(IdentityImage image, Caller caller) {
        AccountImage account = image.account(caller.account());
        if (account == null) {
            return AppliedPolicies.NONE;
        }
        String owner = caller.entityId();
        List<AttachedPolicy> passed = null;
        if (owner.startsWith("ASIA")) {
            Session session = sessions.find(owner);
            if (session == null) {
                return AppliedPolicies.NONE;
            }
            owner = session.owner();
            passed = session.policies() == null ? null : attached(session.policies());
            if (session.ofFederatedUser() && owner.equals(account.id())) {
                return new AppliedPolicies(List.of(ALL_OF_ROOT), null, passed);
            }
        }
        return account.byId(owner) instanceof PolicyHolder holder
                ? applied(account, holder, passed)
                : AppliedPolicies.NONE;
    }

    private static List<AttachedPolicy> attached(List<Session.Policy> policies) {
        return policies.stream()
                .map(p -> new AttachedPolicy(p.name(), p.managed(), p.document().compiled()))
                .toList();
    }

    /**
     * Returns the policies that apply to a user or role, as they stand in {@code account}.
     *
     * @param session null for no session policy
     */
    public static AppliedPolicies applied(
            AccountImage account, PolicyHolder holder, @Nullable List<AttachedPolicy> session) {
        List<AttachedPolicy> identity = new ArrayList<>();
        collect(account, holder, identity);
        if (holder instanceof User user) {
            account.groupsOf(user).forEach(group -> collect(account, group, identity));
        }
        String boundary = holder.policies().boundary();
        return new AppliedPolicies(
                identity, boundary == null ? null : managed(account, boundary), session);
    }

    private static void collect(
            AccountImage account, PolicyHolder holder, List<AttachedPolicy> into) {
        holder.policies()
                .inline()
                .forEach(
                        (name, policy) ->
                                into.add(
                                        new AttachedPolicy(
                                                "inline policy "
                                                        + name
                                                        + " of "
                                                        + holder.kind().noun()
                                                        + " "
                                                        + holder.name(),
                                                false,
                                                policy.compiled())));
        holder.policies().attached().forEach(arn -> into.add(managed(account, arn)));
    }

    private static AttachedPolicy managed(AccountImage account, String arn) {
        ManagedPolicy policy = account.policy(arn);
        if (policy == null) {
            throw new IllegalStateException("policy " + arn + " is attached and does not exist");
        }
        return new AttachedPolicy(arn, true, policy.inForce().document().compiled());
    }

    @Override
    public void noteUse(String accessKeyId, String service, String region, Instant now) {
        boolean temporary = accessKeyId.startsWith("ASIA");
        Session session = temporary ? sessions.find(accessKeyId) : null;
        if (!temporary) {
            if (lastUses.note(accessKeyId, service, region, now)) {
                noteUseOfService(ownerOf(accessKeyId), service, region, now);
            }
        } else if (session != null
                && (!session.ofRole() || lastUses.note(session.owner(), service, region, now))) {
            noteUseOfService(session.owner(), service, region, now);
        }
    }

    private @Nullable String ownerOf(String accessKeyId) {
        KeyOwner owner = image.ownerOf(accessKeyId);
        User user = owner == null ? null : owner.user();
        return user == null ? null : user.id();
    }

    private void noteUseOfService(
            @Nullable String owner, String service, String region, Instant now) {
        if (owner != null) {
            lastUses.note(owner + "/" + service, service, region, now);
        }
    }

    /**
     * Returns when the user or role with that unique id last used a service, allowed or not; null
     * for never.
     */
    public @Nullable LastUse lastUseOf(String id, String service) {
        return lastUses.of(id + "/" + service);
    }

    /** Returns when an access key, or the role with that unique id, was used last, or null. */
    public @Nullable LastUse lastUseOf(String id) {
        return lastUses.of(id);
    }

    /** Writes what is only in memory, and forgets sessions that ended long ago. */
    public void runOnce(Instant now) {
        lastUses.save();
        sessions.removeExpired(now);
        image.forgetExpired(now);
    }
}
