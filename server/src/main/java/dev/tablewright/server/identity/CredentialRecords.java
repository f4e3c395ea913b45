package dev.tablewright.server.identity;

/** How credentials other than access keys lie in the records of those who have them. */
final class CredentialRecords {
    private CredentialRecords() {}

    static void write(RecordWriter out, PasswordPolicy policy) {
        out.number(policy.minimumLength())
                .flag(policy.symbols())
                .flag(policy.numbers())
                .flag(policy.uppercase())
                .flag(policy.lowercase())
                .flag(policy.usersMayChange())
                .number(policy.maxAgeDays() == null ? 0 : policy.maxAgeDays())
                .number(policy.reusePrevention() == null ? 0 : policy.reusePrevention())
                .flag(policy.hardExpiry() != null)
                .flag(Boolean.TRUE.equals(policy.hardExpiry()));
    }

    static PasswordPolicy passwordPolicy(RecordReader in) {
        int length = in.integer();
        boolean symbols = in.flag();
        boolean numbers = in.flag();
        boolean uppercase = in.flag();
        boolean lowercase = in.flag();
        boolean usersMayChange = in.flag();
        int age = in.integer();
        int reuse = in.integer();
        boolean expirySaid = in.flag();
        boolean hardExpiry = in.flag();
        return new PasswordPolicy(
                length,
                symbols,
                numbers,
                uppercase,
                lowercase,
                usersMayChange,
                age == 0 ? null : age,
                reuse == 0 ? null : reuse,
                expirySaid ? hardExpiry : null);
    }

    static void write(RecordWriter out, OtherCredentials others) {
        LoginProfile login = others.login();
        out.flag(login != null);
        if (login != null) {
            out.text(login.passwords().salt())
                    .number(login.passwords().rounds())
                    .list(login.passwords().hashes(), RecordWriter::text)
                    .time(login.created())
                    .time(login.changed())
                    .flag(login.resetRequired());
        }
        out.list(
                others.sshKeys(),
                (w, key) ->
                        w.text(key.id()).text(key.body()).flag(key.active()).time(key.created()));
        out.list(
                others.certificates(),
                (w, c) -> w.text(c.id()).text(c.body()).flag(c.active()).time(c.created()));
        out.list(
                others.services(),
                (w, c) ->
                        w.text(c.id())
                                .text(c.service())
                                .text(c.name())
                                .flag(c.active())
                                .time(c.created()));
    }

    static OtherCredentials others(RecordReader in) {
        return new OtherCredentials(
                in.flag() ? login(in) : null,
                in.list(r -> new SshPublicKey(r.text(), r.text(), r.flag(), r.time())),
                in.list(r -> new SigningCertificate(r.text(), r.text(), r.flag(), r.time())),
                in.list(
                        r ->
                                new ServiceCredential(
                                        r.text(), r.text(), r.text(), r.flag(), r.time())));
    }

    private static LoginProfile login(RecordReader in) {
        var passwords = new Passwords(in.text(), in.integer(), in.list(RecordReader::text));
        return new LoginProfile(passwords, in.time(), in.time(), in.flag());
    }

    static void write(RecordWriter out, VirtualMfaDevice device) {
        VirtualMfaDevice.Use use = device.use();
        out.text(device.seed()).flag(use != null);
        if (use != null) {
            out.text(use.user())
                    .time(use.enabled())
                    .flag(use.drift() < 0)
                    .number(Math.abs(use.drift()))
                    .number(use.lastStep());
        }
    }

    static VirtualMfaDevice mfaDevice(Entity.Head head, Tags tags, RecordReader in) {
        return new VirtualMfaDevice(head, tags, in.text(), in.flag() ? use(in) : null);
    }

    private static VirtualMfaDevice.Use use(RecordReader in) {
        String user = in.text();
        var enabled = in.time();
        long sign = in.flag() ? -1 : 1;
        return new VirtualMfaDevice.Use(user, enabled, sign * in.number(), in.number());
    }

    static void write(RecordWriter out, SamlProvider provider) {
        out.text(provider.metadata())
                .time(provider.validUntil())
                .optional(provider.encryption())
                .list(provider.keys(), (w, key) -> w.text(key.id()).time(key.added()));
    }

    static SamlProvider samlProvider(Entity.Head head, Tags tags, RecordReader in) {
        return new SamlProvider(
                head,
                tags,
                in.text(),
                in.time(),
                in.optional(),
                in.list(r -> new SamlProvider.PrivateKey(r.text(), r.time())));
    }
}
