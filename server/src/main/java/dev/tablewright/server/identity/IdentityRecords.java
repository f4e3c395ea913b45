package dev.tablewright.server.identity;

import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * How identities lie in the storage engine: one record for each account, entity and session.
 *
 * <p>All keys are in space {@value #SPACE}. Partition {@code accounts} lists the accounts by
 * number; the partition of an account holds its entities by unique id, whose first four letters
 * tell the kind; partition {@code sessions} holds sessions by access key id; {@code head} holds one
 * key that every change writes, so that two writers conflict; {@code secrets} holds keys of our
 * own. Each value begins with the version of its form.
 */
final class IdentityRecords {
    static final long SPACE = 1;
    static final Bytes ACCOUNTS = bytes("accounts");
    static final Bytes SESSIONS = bytes("sessions");
    static final Bytes LAST_USED = bytes("last-used");
    static final Bytes SECRETS = bytes("secrets");
    static final Key HEAD = key(bytes("head"), "head");

    private static final int FORM = 1;

    /** Since 2 a session tells of its identity provider and of multi-factor authentication. */
    private static final int SESSION_FORM = 2;

    private IdentityRecords() {}

    static Key key(Bytes partition, String sort) {
        return new Key(SPACE, partition, bytes(sort));
    }

    static Key keyOf(String account, String entityId) {
        return key(partitionOf(account), entityId);
    }

    static Bytes partitionOf(String account) {
        return bytes("account " + account);
    }

    static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static Bytes encode(Account account) {
        var out =
                new RecordWriter()
                        .number(FORM)
                        .text(account.id())
                        .time(account.created())
                        .list(account.rootKeys(), IdentityRecords::writeKey)
                        .optional(account.alias())
                        .flag(account.passwordPolicy() != null);
        if (account.passwordPolicy() != null) {
            CredentialRecords.write(out, account.passwordPolicy());
        }
        Account.Outbound outbound = account.outbound();
        return out.number(account.tokenVersion())
                .optional(outbound == null ? null : outbound.issuer())
                .flag(outbound != null && outbound.enabled())
                .bytes();
    }

    static Account account(Bytes bytes) {
        RecordReader in = open(bytes);
        var account = new Account(in.text(), in.time(), in.list(IdentityRecords::readKey));
        if (in.atEnd()) {
            return account;
        }
        account =
                account.withAlias(in.optional())
                        .withPasswordPolicy(
                                in.flag() ? CredentialRecords.passwordPolicy(in) : null);
        if (in.atEnd()) {
            return account;
        }
        account = account.withTokenVersion(Math.toIntExact(in.number()));
        String issuer = in.optional();
        boolean enabled = in.flag();
        return issuer == null
                ? account
                : account.withOutbound(new Account.Outbound(issuer, enabled));
    }

    static Bytes encode(Entity entity) {
        var out = new RecordWriter().number(FORM);
        writeHead(out, entity.head());
        switch (entity) {
            case User user -> {
                writeTags(out, user.tags());
                writePolicies(out, user.policies());
                out.list(user.groups(), RecordWriter::text);
                out.list(user.keys(), IdentityRecords::writeKey);
                CredentialRecords.write(out, user.others());
            }
            case Group group -> writePolicies(out, group.policies());
            case Role role -> {
                writeTags(out, role.tags());
                writePolicies(out, role.policies());
                out.text(role.trust().text());
                out.text(role.description());
                out.number(role.maxSessionSeconds());
            }
            case ManagedPolicy policy -> {
                writeTags(out, policy.tags());
                out.text(policy.description());
                out.time(policy.updated());
                out.list(policy.versions(), IdentityRecords::writeVersion);
                out.number(policy.defaultVersion());
                out.number(policy.lastVersion());
            }
            case InstanceProfile profile -> {
                writeTags(out, profile.tags());
                out.optional(profile.role());
            }
            case SamlProvider provider -> {
                writeTags(out, provider.tags());
                CredentialRecords.write(out, provider);
            }
            case VirtualMfaDevice device -> {
                writeTags(out, device.tags());
                CredentialRecords.write(out, device);
            }
            case ServerCertificate certificate -> {
                writeTags(out, certificate.tags());
                out.text(certificate.body()).optional(certificate.chain());
                out.time(certificate.expires());
            }
            case OidcProvider provider -> {
                writeTags(out, provider.tags());
                out.flag(provider.plainHttp());
                out.list(provider.clientIds(), RecordWriter::text);
                out.list(provider.thumbprints(), RecordWriter::text);
            }
        }
        return out.bytes();
    }

    static Entity entity(Bytes bytes) {
        RecordReader in = open(bytes);
        Entity.Head head = new Entity.Head(in.text(), in.text(), in.text(), in.text(), in.time());
        return switch (kindOf(head.id())) {
            case USER ->
                    new User(
                            head,
                            readTags(in),
                            readPolicies(in),
                            in.list(RecordReader::text),
                            in.list(IdentityRecords::readKey),
                            in.atEnd() ? OtherCredentials.NONE : CredentialRecords.others(in));
            case GROUP -> new Group(head, readPolicies(in));
            case ROLE ->
                    new Role(
                            head,
                            readTags(in),
                            readPolicies(in),
                            StoredPolicy.stored(in.text(), PolicyKind.TRUST),
                            in.text(),
                            in.integer());
            case POLICY ->
                    new ManagedPolicy(
                            head,
                            readTags(in),
                            in.text(),
                            in.time(),
                            in.list(IdentityRecords::readVersion),
                            in.integer(),
                            in.integer());
            case INSTANCE_PROFILE -> new InstanceProfile(head, readTags(in), in.optional());
            case SAML_PROVIDER -> CredentialRecords.samlProvider(head, readTags(in), in);
            case MFA_DEVICE -> CredentialRecords.mfaDevice(head, readTags(in), in);
            case SERVER_CERTIFICATE ->
                    new ServerCertificate(head, readTags(in), in.text(), in.optional(), in.time());
            case OIDC_PROVIDER ->
                    new OidcProvider(
                            head,
                            readTags(in),
                            in.flag(),
                            in.list(RecordReader::text),
                            in.list(RecordReader::text));
        };
    }

    static Bytes encode(Session session) {
        var out =
                new RecordWriter()
                        .number(SESSION_FORM)
                        .text(session.accessKeyId())
                        .text(session.secret())
                        .text(session.token())
                        .text(session.account())
                        .text(session.owner())
                        .text(session.name())
                        .time(session.issued())
                        .time(session.expires())
                        .flag(session.policies() != null);
        if (session.policies() != null) {
            out.list(
                    session.policies(),
                    (w, p) -> w.text(p.name()).flag(p.managed()).text(p.document().text()));
        }
        writeTags(out, session.tags());
        out.list(session.transitiveKeys(), RecordWriter::text)
                .optional(session.sourceIdentity())
                .flag(session.multiFactor());
        writeFederation(out, session.federation());
        return out.bytes();
    }

    static Session session(Bytes bytes) {
        var in = new RecordReader(bytes);
        long form = requireKnown(in.number(), SESSION_FORM);
        return new Session(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.time(),
                in.time(),
                in.flag() ? in.list(IdentityRecords::readSessionPolicy) : null,
                readTags(in),
                in.list(RecordReader::text),
                in.optional(),
                form > 1 && in.flag(),
                form > 1 ? readFederation(in) : null);
    }

    private static void writeFederation(RecordWriter out, @Nullable Federation federation) {
        out.flag(federation != null);
        if (federation != null) {
            out.text(federation.provider());
            out.list(
                    federation.keys(),
                    (w, key) ->
                            w.text(key.name())
                                    .flag(key.multivalued())
                                    .list(key.values(), RecordWriter::text));
        }
    }

    private static @Nullable Federation readFederation(RecordReader in) {
        return in.flag()
                ? new Federation(in.text(), in.list(IdentityRecords::readFederationKey))
                : null;
    }

    private static Federation.Key readFederationKey(RecordReader in) {
        String name = in.text();
        boolean multivalued = in.flag();
        return new Federation.Key(name, in.list(RecordReader::text), multivalued);
    }

    private static Session.Policy readSessionPolicy(RecordReader in) {
        String name = in.text();
        boolean managed = in.flag();
        PolicyKind kind = managed ? PolicyKind.MANAGED : PolicyKind.SESSION;
        return new Session.Policy(name, managed, StoredPolicy.stored(in.text(), kind));
    }

    static Bytes encode(LastUse use) {
        return new RecordWriter()
                .number(FORM)
                .time(use.time())
                .text(use.service())
                .text(use.region())
                .bytes();
    }

    static LastUse lastUse(Bytes bytes) {
        RecordReader in = open(bytes);
        return new LastUse(in.time(), in.text(), in.text());
    }

    static Bytes head() {
        return new RecordWriter().number(FORM).bytes();
    }

    private static RecordReader open(Bytes bytes) {
        var in = new RecordReader(bytes);
        requireKnown(in.number(), FORM);
        return in;
    }

    private static long requireKnown(long form, int newest) {
        if (form < 1 || form > newest) {
            throw new IllegalStateException(
                    "identity record of form " + form + ": written by a newer version");
        }
        return form;
    }

    private static EntityKind kindOf(String id) {
        for (EntityKind kind : EntityKind.values()) {
            if (id.startsWith(kind.idPrefix())) {
                return kind;
            }
        }
        throw new IllegalStateException("unique id of no known kind: " + id);
    }

    private static void writeHead(RecordWriter out, Entity.Head head) {
        out.text(head.account())
                .text(head.id())
                .text(head.name())
                .text(head.path())
                .time(head.created());
    }

    private static void writeTags(RecordWriter out, Tags tags) {
        out.list(tags.list(), (w, tag) -> w.text(tag.key()).text(tag.value()));
    }

    private static Tags readTags(RecordReader in) {
        return new Tags(in.list(r -> new Tags.Tag(r.text(), r.text())));
    }

    private static void writePolicies(RecordWriter out, Policies policies) {
        out.list(
                policies.inline().entrySet(),
                (w, e) -> w.text(e.getKey()).text(e.getValue().text()));
        out.list(policies.attached(), RecordWriter::text);
        out.optional(policies.boundary());
    }

    private static Policies readPolicies(RecordReader in) {
        var inline = new TreeMap<String, StoredPolicy>();
        for (var entry : in.list(r -> Map.entry(r.text(), r.text()))) {
            inline.put(entry.getKey(), StoredPolicy.stored(entry.getValue(), PolicyKind.INLINE));
        }
        return new Policies(inline, in.list(RecordReader::text), in.optional());
    }

    private static void writeKey(RecordWriter out, AccessKey key) {
        out.text(key.id()).text(key.secret()).flag(key.active()).time(key.created());
    }

    private static AccessKey readKey(RecordReader in) {
        return new AccessKey(in.text(), in.text(), in.flag(), in.time());
    }

    private static void writeVersion(RecordWriter out, ManagedPolicy.Version version) {
        out.number(version.number()).text(version.document().text()).time(version.created());
    }

    private static ManagedPolicy.Version readVersion(RecordReader in) {
        return new ManagedPolicy.Version(
                in.integer(), StoredPolicy.stored(in.text(), PolicyKind.MANAGED), in.time());
    }
}
