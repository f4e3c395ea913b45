package dev.tablewright.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.StorageException;
import dev.tablewright.storage.rocksdb.Durability;
import dev.tablewright.storage.rocksdb.RocksEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** What holds of identities whatever happens: unique names, durability, what a credential tells. */
class IdentitiesTest {
    private static final String ACCOUNT = "123456789012";
    private static final String ALLOW_ALL =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
            """;
    private static final String TRUST_ACCOUNT =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}\
            """;

    private final StorageEngine engine = new InMemoryEngine();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T06:00:00.123Z"));
    private final Identities identities = reopened();
    private final AccessKey rootKey = identities.createAccount(ACCOUNT);

    private Identities reopened() {
        return Identities.open(engine, clock, new Random(clock.instant().toEpochMilli()));
    }

    private User newUser(String name) {
        return identities.change(ACCOUNT, draft -> draft.put(user(draft, name)));
    }

    private static User user(Draft draft, String name) {
        draft.requireFree(EntityKind.USER, name);
        return new User(
                draft.newHead(EntityKind.USER, name, "/"),
                Tags.NONE,
                Policies.NONE,
                List.of(),
                List.of());
    }

    private Role newRole(String name) {
        return identities.change(
                ACCOUNT,
                draft ->
                        draft.put(
                                new Role(
                                        draft.newHead(EntityKind.ROLE, name, "/team/"),
                                        new Tags(List.of(new Tags.Tag("team", "blue"))),
                                        Policies.NONE,
                                        TrustPolicies.parse(TRUST_ACCOUNT, draft.image()),
                                        "",
                                        3600)));
    }

    private Session sessionOf(Role role, @Nullable List<Session.Policy> policies) {
        return identities
                .sessions()
                .opening(ACCOUNT, role.id(), clock.instant(), Duration.ofHours(1))
                .name("ci")
                .policies(policies)
                .tags(new Tags(List.of(new Tags.Tag("Team", "red"))), List.of())
                .sourceIdentity("alice")
                .open();
    }

    private AccessKey newKey(User user) {
        return identities.change(
                ACCOUNT,
                draft -> {
                    AccessKey key = draft.newAccessKey();
                    draft.put(draft.user(user.name()).withKeys(List.of(key)));
                    return key;
                });
    }

    @Test
    void idsAndKeysHaveTheFormsOfIam() {
        User user = newUser("alice");
        AccessKey key = newKey(user);

        assertThat(user.id()).matches("AIDA[A-Z2-7]{17}");
        assertThat(newRole("r").id()).matches("AROA[A-Z2-7]{17}");
        assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(key.secret()).matches("[A-Za-z0-9+/]{40}");
        assertThat(rootKey.id()).matches("AKIA[A-Z2-7]{16}");
    }

    @Test
    void rootKeyTellsTheRootUser() {
        Credential credential = credential(rootKey.id());

        assertThat(credential.caller().principal().type()).isEqualTo(Principal.Type.ACCOUNT);
        assertThat(credential.caller().principal().arn())
                .isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(credential.caller().context().get("aws:userid")).containsExactly(ACCOUNT);
        assertThat(credential.caller().context().get("aws:username")).isNull();
    }

    /** Otherwise a second account would silently replace the first one's root key. */
    @Test
    void anAccountIsMadeOnce() {
        assertThatThrownBy(() -> identities.createAccount(ACCOUNT))
                .isInstanceOf(IdentityException.class);
    }

    @Test
    void namesDifferByMoreThanCase() {
        newUser("Alice");

        assertThatThrownBy(() -> newUser("ALICE"))
                .isInstanceOf(IdentityException.class)
                .hasMessage("User with name ALICE already exists.");
        assertThat(account().user("alice")).as("names keep their case").isNull();
    }

    @Test
    void renamedUserKeepsIdAndLeavesNothingBehind() {
        User alice = newUser("alice");

        identities.change(ACCOUNT, draft -> draft.put(draft.user("alice").renamed("bob", "/x/")));

        assertThat(account().user("alice")).isNull();
        assertThat(account().user("bob")).isNotNull();
        assertThat(account().isTaken(EntityKind.USER, "alice")).isFalse();
        assertThat(account().byId(alice.id())).isEqualTo(account().user("bob"));
        assertThat(reopened().account(ACCOUNT).count(EntityKind.USER)).isEqualTo(1);
    }

    @Test
    void aRefusedDecisionChangesNothing() {
        newUser("alice");
        IdentityImage before = identities.image();

        assertThatThrownBy(
                        () ->
                                identities.change(
                                        ACCOUNT,
                                        draft -> {
                                            draft.remove(draft.user("alice"));
                                            return draft.user("nobody");
                                        }))
                .hasMessage("The user with name nobody cannot be found.");
        assertThat(identities.image()).isSameAs(before);
        assertThat(reopened().account(ACCOUNT).user("alice")).isNotNull();
    }

    /** Law: whatever was changed, the store holds what readers see. */
    @Test
    void reopeningShowsTheSameImage() {
        long seed = 20261121;
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String name = "n" + random.nextInt(20);
            int step = random.nextInt(8);
            try {
                identities.change(ACCOUNT, draft -> draft.put(randomChange(draft, name, step)));
            } catch (IdentityException refused) {
                assertThat(refused).hasMessageContaining(name);
            }
            clock.advance(Duration.ofMillis(random.nextInt(5000)));
        }
        AccountImage reopened = reopened().account(ACCOUNT);

        for (EntityKind kind : EntityKind.values()) {
            assertThat(reopened.all(kind))
                    .as("%s with seed %d", kind, seed)
                    .containsExactlyElementsOf(account().all(kind));
        }
        assertThat(account().count(EntityKind.USER)).as("the test does something").isPositive();
        assertThat(reopened.account()).isEqualTo(account().account());
    }

    private static Entity randomChange(Draft draft, String name, int step) {
        StoredPolicy policy = StoredPolicy.parse(ALLOW_ALL, PolicyKind.INLINE);
        Tags tags = new Tags(List.of(new Tags.Tag("k" + step, "v \u00e9")));
        return switch (step) {
            case 0 -> user(draft, name);
            case 1 -> draft.user(name).withKeys(List.of(draft.newAccessKey()));
            case 2 -> {
                User user = draft.user(name).withTags(tags);
                yield user.withPolicies(
                        user.policies().withInline("p", policy).withBoundary("arn:b"));
            }
            case 3 -> {
                draft.requireFree(EntityKind.ROLE, name);
                yield new Role(
                        draft.newHead(EntityKind.ROLE, name, "/a/"),
                        tags,
                        Policies.NONE,
                        TrustPolicies.parse(TRUST_ACCOUNT, draft.image()),
                        "d",
                        7200);
            }
            case 4 -> {
                draft.requireFree(EntityKind.POLICY, name);
                StoredPolicy document = StoredPolicy.parse(ALLOW_ALL, PolicyKind.MANAGED);
                yield new ManagedPolicy(
                                draft.newHead(EntityKind.POLICY, name, "/"),
                                tags,
                                "about",
                                draft.now(),
                                List.of(),
                                0,
                                0)
                        .withVersion(document, draft.now(), true);
            }
            case 5 -> {
                draft.requireFree(EntityKind.GROUP, name);
                yield new Group(draft.newHead(EntityKind.GROUP, name, "/"), Policies.NONE);
            }
            case 6 -> draft.user(name).joined(draft.group(name).id());
            default -> {
                draft.requireFree(EntityKind.INSTANCE_PROFILE, name);
                yield new InstanceProfile(
                        draft.newHead(EntityKind.INSTANCE_PROFILE, name, "/"),
                        tags,
                        draft.role(name).id());
            }
        };
    }

    @Test
    void identitiesAndSessionsAreThereWhenTheDirectoryIsOpenedAgain(@TempDir Path directory)
            throws IOException {
        String keyId;
        Session session;
        OidcProvider provider;
        byte[] secret;
        try (var first = RocksEngine.open(directory, Durability.OS)) {
            Identities before = Identities.open(first, clock, new Random(1));
            keyId = before.createAccount(ACCOUNT).id();
            User alice = before.change(ACCOUNT, draft -> draft.put(user(draft, "alice")));
            session =
                    before.sessions()
                            .opening(ACCOUNT, alice.id(), clock.instant(), Duration.ofHours(1))
                            .multiFactor(true)
                            .federation(
                                    new Federation(
                                            "arn:aws:iam::123456789012:oidc-provider/x",
                                            List.of(
                                                    Federation.Key.of("x:sub", "pod"),
                                                    new Federation.Key(
                                                            "x:amr", List.of("a", "b"), true))))
                            .open();
            provider =
                    before.change(
                            ACCOUNT,
                            draft ->
                                    draft.put(
                                            new OidcProvider(
                                                    draft.newHead(
                                                            EntityKind.OIDC_PROVIDER, "x/y", "/"),
                                                    Tags.NONE,
                                                    true,
                                                    List.of("one", "two"),
                                                    List.of("0".repeat(40)))));
            secret = before.secretFor("messages");
            assertThat(before.secretFor("messages")).isEqualTo(secret);
            assertThat(before.secretFor("others")).isNotEqualTo(secret).hasSize(32);
        }
        try (var second = RocksEngine.open(directory, Durability.OS)) {
            Identities after = Identities.open(second, clock, new Random(2));
            assertThat(after.account(ACCOUNT).user("alice")).isNotNull();
            assertThat(after.find(keyId)).isNotNull();
            assertThat(after.sessions().find(session.accessKeyId())).isEqualTo(session);
            assertThat(after.find(session.accessKeyId())).isNotNull();
            assertThat(after.account(ACCOUNT).oidcProvider(provider.arn())).isEqualTo(provider);
            assertThat(after.secretFor("messages")).isEqualTo(secret);
            after.change(ACCOUNT, draft -> draft.put(draft.user("alice").renamed("bob", "/")));
            assertThat(after.account(ACCOUNT).user("bob")).isNotNull();
        }
    }

    /** Two servers on one store: without the common check one change would undo the other. */
    @Test
    void twoWritersOnOneStoreBothKeepTheirChanges() {
        Identities second = reopened();
        newUser("alice");
        second.change(ACCOUNT, draft -> draft.put(user(draft, "bob")));

        assertThat(reopened().account(ACCOUNT).users())
                .extracting(User::name)
                .containsExactly("alice", "bob");
        assertThat(second.account(ACCOUNT).user("alice")).isNotNull();
    }

    /** The commit may have happened: the next change must not be decided on an older image. */
    @Test
    void aChangeOfUnknownOutcomeIsReadAgain() {
        var losing = new LosesAnswers(engine);
        Identities unlucky = Identities.open(losing, clock, new Random(7));
        losing.loseNext = true;

        assertThatThrownBy(() -> unlucky.change(ACCOUNT, draft -> draft.put(user(draft, "alice"))))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> unlucky.change(ACCOUNT, draft -> draft.put(user(draft, "alice"))))
                .hasMessage("User with name alice already exists.");
    }

    @Test
    void inactiveAndDeletedKeysAreUnknown() {
        User alice = newUser("alice");
        AccessKey key = newKey(alice);
        assertThat(identities.find(key.id())).isNotNull();

        identities.change(
                ACCOUNT,
                draft -> draft.put(draft.user("alice").withKeys(List.of(key.withActive(false)))));
        assertThat(identities.find(key.id())).as("from the next request on").isNull();

        identities.change(ACCOUNT, draft -> draft.put(draft.user("alice").withKeys(List.of())));
        assertThat(identities.find(key.id())).isNull();
    }

    @Test
    void aSessionTellsTheRoleAndItsTags() {
        Role role = newRole("access");
        Session session = sessionOf(role, null);
        Credential credential = credential(session.accessKeyId());
        Caller caller = credential.caller();

        assertThat(session.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(credential.expires()).isEqualTo(Instant.parse("2026-11-21T07:00:00Z"));
        assertThat(caller.principal().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/access/ci");
        assertThat(caller.principal().matches())
                .containsExactly(
                        "arn:aws:sts::123456789012:assumed-role/access/ci",
                        "arn:aws:iam::123456789012:role/team/access",
                        role.id());
        assertThat(caller.context().get("aws:userid")).containsExactly(role.id() + ":ci");
        assertThat(caller.context().get("aws:PrincipalArn"))
                .containsExactly("arn:aws:iam::123456789012:role/team/access");
        assertThat(caller.context().get("aws:username")).as("never for roles").isNull();
        assertThat(caller.context().get("aws:PrincipalTag/team"))
                .as("the session's tag, not the role's")
                .containsExactly("red");
        assertThat(caller.context().get("aws:TokenIssueTime"))
                .containsExactly("2026-11-21T06:00:00Z");
        assertThat(caller.context().get("aws:SourceIdentity")).containsExactly("alice");
    }

    @Test
    void sessionsOutliveTheProcessAndTellTheirEnd() {
        Session session = sessionOf(newRole("access"), null);

        Identities later = reopened();
        Credential credential = Objects.requireNonNull(later.find(session.accessKeyId()));
        assertThat(credential.sessionToken()).isEqualTo(session.token());

        clock.advance(Duration.ofHours(2));
        later.runOnce(clock.instant());
        assertThat(later.find(session.accessKeyId())).as("expired is not unknown").isNotNull();

        clock.advance(Sessions.KEPT_AFTER_EXPIRY);
        later.runOnce(clock.instant());
        assertThat(reopened().find(session.accessKeyId())).isNull();
    }

    @Test
    void sessionsEndWithTheirRole() {
        Role role = newRole("access");
        Session session = sessionOf(role, null);
        assertThat(identities.find(session.accessKeyId())).isNotNull();

        identities.change(
                ACCOUNT,
                draft -> {
                    draft.remove(draft.role("access"));
                    return role;
                });
        newRole("access");

        assertThat(identities.find(session.accessKeyId()))
                .as("a role of the same name is another role")
                .isNull();
    }

    @Test
    void policiesAreThoseOfTheUserAndTheGroups() {
        identities.change(
                ACCOUNT,
                draft -> {
                    var group =
                            new Group(draft.newHead(EntityKind.GROUP, "devs", "/"), Policies.NONE);
                    draft.put(
                            group.withPolicies(
                                    Policies.NONE.withAttached(
                                            "arn:aws:iam::aws:policy/IAMReadOnlyAccess")));
                    var user = user(draft, "alice").joined(group.id());
                    StoredPolicy inline = StoredPolicy.parse(ALLOW_ALL, PolicyKind.INLINE);
                    return draft.put(
                            user.withPolicies(
                                    Policies.NONE
                                            .withInline("mine", inline)
                                            .withBoundary(
                                                    "arn:aws:iam::aws:policy/PowerUserAccess")));
                });
        AccessKey key = newKey(Objects.requireNonNull(account().user("alice")));

        AppliedPolicies applied = identities.policiesOf(credential(key.id()).caller());

        assertThat(applied.identity())
                .extracting(policy -> policy.name())
                .containsExactly(
                        "inline policy mine of user alice",
                        "arn:aws:iam::aws:policy/IAMReadOnlyAccess");
        assertThat(applied.boundary()).isNotNull();
        assertThat(applied.session()).isNull();
    }

    @Test
    void sessionPoliciesAreKeptWithTheSession() {
        var passed =
                new Session.Policy(
                        "session policy", false, StoredPolicy.parse(ALLOW_ALL, PolicyKind.SESSION));
        Session session = sessionOf(newRole("access"), List.of(passed));

        Identities later = reopened();
        Credential credential = Objects.requireNonNull(later.find(session.accessKeyId()));

        assertThat(later.policiesOf(credential.caller()).session()).hasSize(1);
    }

    @Test
    void lastUsesAreKept() {
        Role role = newRole("access");
        Session session = sessionOf(role, null);
        identities.noteUse(session.accessKeyId(), "dynamodb", "eu-west-1", clock.instant());
        identities.noteUse(rootKey.id(), "iam", "us-east-1", clock.instant());
        identities.runOnce(clock.instant());

        assertThat(reopened().lastUseOf(role.id()))
                .isEqualTo(new LastUse(clock.instant(), "dynamodb", "eu-west-1"));
        assertThat(reopened().lastUseOf(rootKey.id())).isNotNull();
    }

    private AccountImage account() {
        return identities.account(ACCOUNT);
    }

    private Credential credential(String accessKeyId) {
        return Objects.requireNonNull(identities.find(accessKeyId));
    }

    /** Commits, and then says that it does not know. */
    private static final class LosesAnswers implements StorageEngine {
        private final StorageEngine engine;
        private boolean loseNext;

        LosesAnswers(StorageEngine engine) {
            this.engine = engine;
        }

        @Override
        public ReadView read() {
            return engine.read();
        }

        @Override
        public Commit.Result commit(Commit commit) {
            Commit.Result result = engine.commit(commit);
            if (loseNext) {
                loseNext = false;
                throw new StorageException("connection lost", new IllegalStateException());
            }
            return result;
        }

        @Override
        public void dropSpace(long space) {
            engine.dropSpace(space);
        }

        @Override
        public void close() {}
    }
}
