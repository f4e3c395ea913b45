package dev.tablewright.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.storage.InMemoryEngine;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Passwords, devices, certificates and settings outlive the process, and never show secrets. */
class StoredCredentialsTest {
    private static final String ACCOUNT = "123456789012";
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00.123Z");

    private final InMemoryEngine engine = new InMemoryEngine();
    private final MovableClock clock = new MovableClock(NOW);

    private Identities opened() {
        return Identities.open(engine, clock, new Random(3));
    }

    private static User user(Draft draft) {
        return new User(
                draft.newHead(EntityKind.USER, "alice", "/"),
                Tags.NONE,
                Policies.NONE,
                List.of(),
                List.of());
    }

    @Test
    void everythingIsReadBackAsItWasWritten() {
        Identities identities = opened();
        identities.createAccount(ACCOUNT);
        AccountImage written =
                identities.change(
                        ACCOUNT,
                        draft -> {
                            fill(draft);
                            return draft.account();
                        });

        AccountImage read = opened().account(ACCOUNT);

        assertThat(read.account()).isEqualTo(written.account());
        for (EntityKind kind : EntityKind.values()) {
            assertThat(read.all(kind)).as("%s", kind).containsExactlyElementsOf(written.all(kind));
        }
        assertThat(read.mfaDevices()).hasSize(2);
    }

    private static void fill(Draft draft) {
        draft.put(
                draft.account()
                        .account()
                        .withAlias("koa-dev")
                        .withPasswordPolicy(
                                new PasswordPolicy(
                                        12, true, false, true, false, true, 90, null, false)));
        User user = user(draft);
        draft.put(
                user.withOthers(
                        new OtherCredentials(
                                LoginProfile.of("Passw0rd", new byte[16], null, true, draft.now()),
                                List.of(new SshPublicKey("APKA1", "ssh-rsa x", false, draft.now())),
                                List.of(new SigningCertificate("C1", "pem", true, draft.now())),
                                List.of(
                                        new ServiceCredential(
                                                "ACCA1", "s", "n", true, draft.now())))));
        var use = new VirtualMfaDevice.Use(user.id(), draft.now(), -2, 59_000_000);
        draft.put(device(draft, "/a/", use));
        draft.put(device(draft, "/b/", null));
        draft.put(
                new SamlProvider(
                        draft.newHead(EntityKind.SAML_PROVIDER, "idp", "/"),
                        Tags.NONE,
                        "<x/>",
                        draft.now(),
                        "Required",
                        List.of(new SamlProvider.PrivateKey("K", draft.now()))));
        draft.put(
                new ServerCertificate(
                        draft.newHead(EntityKind.SERVER_CERTIFICATE, "c", "/x/"),
                        new Tags(List.of(new Tags.Tag("k", "v"))),
                        "pem",
                        null,
                        draft.now()));
    }

    private static VirtualMfaDevice device(
            Draft draft, String path, VirtualMfaDevice.@org.jspecify.annotations.Nullable Use use) {
        return new VirtualMfaDevice(
                draft.newHead(EntityKind.MFA_DEVICE, "phone", path),
                Tags.NONE,
                draft.newBase32(64),
                use);
    }

    /** Data directories of the first release hold accounts without settings. */
    @Test
    void accountsWrittenBeforeThereWereSettingsAreReadable() {
        var old =
                new RecordWriter()
                        .number(1)
                        .text(ACCOUNT)
                        .time(clock.instant())
                        .list(List.of(), (out, key) -> {})
                        .bytes();

        Account account = IdentityRecords.account(old);

        assertThat(account.alias()).isNull();
        assertThat(account.passwordPolicy()).isNull();
        assertThat(account.tokenVersion()).isEqualTo(1);
    }

    /** Those of later releases had settings, and no version of tokens. */
    @Test
    void accountsWrittenBeforeTheVersionOfTokensAreReadable() {
        var old =
                new RecordWriter()
                        .number(1)
                        .text(ACCOUNT)
                        .time(clock.instant())
                        .list(List.of(), (out, key) -> {})
                        .optional("koa-dev")
                        .flag(false)
                        .bytes();

        Account account = IdentityRecords.account(old);

        assertThat(account.alias()).isEqualTo("koa-dev");
        assertThat(account.tokenVersion()).isEqualTo(1);
        assertThat(IdentityRecords.account(IdentityRecords.encode(account.withTokenVersion(2))))
                .isEqualTo(account.withTokenVersion(2));
        Account federated = account.withOutbound(new Account.Outbound("https://tw/1", false));
        assertThat(IdentityRecords.account(IdentityRecords.encode(federated)))
                .isEqualTo(federated);
    }

    @Test
    void textsOfCredentialsHoldNoSecrets() {
        LoginProfile login = LoginProfile.of("Passw0rd", new byte[16], null, false, NOW);

        assertThat(login.toString()).doesNotContain("Passw0rd").doesNotContain("hashes=");
        assertThat(login.accepts("Passw0rd")).isTrue();
        assertThat(login.accepts("passw0rd")).isFalse();
    }

    /** Whoever has a user's keys must not find a code of six digits by trying them all. */
    @Test
    void codesAreNotGuessedFast() {
        Identities identities = opened();
        identities.createAccount(ACCOUNT);
        VirtualMfaDevice device =
                identities.change(
                        ACCOUNT,
                        draft -> {
                            User user = draft.put(user(draft));
                            var use = new VirtualMfaDevice.Use(user.id(), draft.now(), 0, 0);
                            return draft.put(device(draft, "/", use));
                        });
        String user = identities.account(ACCOUNT).users().getFirst().id();
        for (int i = 0; i < MfaGuesses.FREE; i++) {
            assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), "wrong!")).isFalse();
        }

        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), code(device)))
                .as("not looked at: a minute has to pass first")
                .isFalse();
        clock.advance(MfaGuesses.PAUSE);
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), "wrong!")).isFalse();
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), code(device))).isFalse();
        clock.advance(MfaGuesses.PAUSE);
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), code(device))).isTrue();
        clock.advance(MfaGuesses.PAUSE);
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), "wrong!")).isFalse();
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), code(device)))
                .as("a right code begins the count anew")
                .isTrue();
    }

    private String code(VirtualMfaDevice device) {
        return Totp.code(device.seed(), Totp.stepAt(clock.instant()));
    }

    /** A code is good once; the device may be one step off from where it was. */
    @Test
    void aCodeIsAcceptedOnceAndNearItsTime() {
        Identities identities = opened();
        identities.createAccount(ACCOUNT);
        long step = Totp.stepAt(NOW);
        VirtualMfaDevice device =
                identities.change(
                        ACCOUNT,
                        draft -> {
                            User user = draft.put(user(draft));
                            var use = new VirtualMfaDevice.Use(user.id(), draft.now(), 0, step - 1);
                            return draft.put(device(draft, "/", use));
                        });
        String user = identities.account(ACCOUNT).users().getFirst().id();
        String now = Totp.code(device.seed(), step);

        assertThat(identities.verifyCode(ACCOUNT, "AIDAOTHER", device.arn(), now)).isFalse();
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn() + "x", now)).isFalse();
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), "12345")).isFalse();
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), now)).isTrue();
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), now)).isFalse();
        String far = Totp.code(device.seed(), step + 2);
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), far)).isFalse();
        String next = Totp.code(device.seed(), step + 1);
        assertThat(identities.verifyCode(ACCOUNT, user, device.arn(), next)).isTrue();
    }
}
