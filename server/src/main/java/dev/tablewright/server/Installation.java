package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.objects.Buckets;
import dev.tablewright.engine.objects.DirectoryBuckets;
import dev.tablewright.engine.objects.DirectoryObjects;
import dev.tablewright.engine.objects.InMemoryObjects;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.server.audit.AuditSettings;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.audit.KeyValues;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.rocksdb.Durability;
import dev.tablewright.storage.rocksdb.RocksEngine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A server with everything under it: a data directory (or memory), the database and the identities
 * kept there, and the port. The only place where a storage engine is chosen.
 *
 * <p>The first start makes the account and its root key. The key is written to {@value
 * #ROOT_CREDENTIALS} in the data directory, in the form of an AWS credentials file, readable by its
 * owner only.
 */
public final class Installation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    /** File in the data directory that holds the root key. */
    public static final String ROOT_CREDENTIALS = "root-credentials";

    /** Directory in the data directory that holds the audit files. */
    public static final String AUDIT = "audit";

    /** Directory in the data directory that holds the items of backups. */
    public static final String BACKUPS = "backups";

    /**
     * Directory in the data directory whose directories are buckets: where tables are exported to
     * and imported from. Whoever runs the server makes them, or links to others.
     */
    public static final String BUCKETS = "buckets";

    /** AWS's documentation account, so that policies copied from its documentation work as is. */
    public static final String DEFAULT_ACCOUNT = "123456789012";

    /** The address that is bound unless told otherwise: this machine alone. */
    public static final String LOOPBACK = "127.0.0.1";

    private final Database database;
    private final AuditTrail audit;
    private final TablewrightServer server;
    private final Optional<RootKey> rootKey;

    private Installation(
            Database database,
            AuditTrail audit,
            TablewrightServer server,
            Optional<RootKey> rootKey) {
        this.database = database;
        this.audit = audit;
        this.server = server;
        this.rootKey = rootKey;
    }

    /**
     * What to open and where to serve it.
     *
     * @param directory null to keep everything in memory
     * @param host address to bind, for instance 127.0.0.1
     * @param port 0 for any free one
     * @param account 12 digits; made at the first start
     * @param firstRootKey the root key to make at the first start; null for a random one
     * @param enforcement whether what policy does not allow is refused
     * @param audit what is written to {@value #AUDIT} in the directory; in memory nothing is
     * @param oidcKeys files with the public keys of OIDC issuers, by issuer; others are asked for
     *     theirs over HTTPS
     * @param tls a second port, with TLS; null for none
     */
    public record Settings(
            @Nullable Path directory,
            Durability durability,
            String host,
            int port,
            String account,
            @Nullable RootKey firstRootKey,
            Enforcement enforcement,
            AuditSettings audit,
            Map<String, Path> oidcKeys,
            TablewrightServer.@Nullable Tls tls) {
        /** In memory, on any free port of 127.0.0.1. */
        public static final Settings IN_MEMORY =
                new Settings(null, Durability.DISK, LOOPBACK, 0, DEFAULT_ACCOUNT, null);

        /** Copies the map. */
        public Settings {
            oidcKeys = Map.copyOf(oidcKeys);
        }

        /** With policies enforced, the usual audit, and no files of keys. */
        public Settings(
                @Nullable Path directory,
                Durability durability,
                String host,
                int port,
                String account,
                @Nullable RootKey firstRootKey) {
            this(
                    directory,
                    durability,
                    host,
                    port,
                    account,
                    firstRootKey,
                    Enforcement.STRICT,
                    AuditSettings.DEFAULT,
                    Map.of(),
                    null);
        }

        /** Returns these settings with policies enforced or not, and another audit. */
        public Settings with(Enforcement otherEnforcement, AuditSettings otherAudit) {
            return new Settings(
                    directory,
                    durability,
                    host,
                    port,
                    account,
                    firstRootKey,
                    otherEnforcement,
                    otherAudit,
                    oidcKeys,
                    tls);
        }

        /** Returns these settings with another address to bind. */
        public Settings withHost(String address) {
            return new Settings(
                    directory,
                    durability,
                    address,
                    port,
                    account,
                    firstRootKey,
                    enforcement,
                    audit,
                    oidcKeys,
                    tls);
        }

        /** Returns these settings with a second port. */
        public Settings withTls(TablewrightServer.Tls second) {
            return new Settings(
                    directory,
                    durability,
                    host,
                    port,
                    account,
                    firstRootKey,
                    enforcement,
                    audit,
                    oidcKeys,
                    second);
        }

        /** Returns these settings with other files of keys. */
        public Settings withOidcKeys(Map<String, Path> files) {
            return new Settings(
                    directory,
                    durability,
                    host,
                    port,
                    account,
                    firstRootKey,
                    enforcement,
                    audit,
                    files,
                    tls);
        }
    }

    /** The root user's key. */
    public record RootKey(String accessKeyId, String secretAccessKey) {
        @Override
        public String toString() {
            return "RootKey[" + accessKeyId + "]";
        }
    }

    /**
     * Opens and serves.
     *
     * @throws dev.tablewright.storage.rocksdb.DirectoryInUseException if the directory is open
     *     already
     * @throws IOException if the directory cannot be opened, an address cannot be bound, or a file
     *     of keys or a certificate cannot be read; nothing stays open
     */
    public static Installation open(Settings settings) throws IOException {
        return open(settings, InstantSource.system());
    }

    /** Opens and serves, by another clock than the system's. */
    public static Installation open(Settings settings, InstantSource clock) throws IOException {
        StorageEngine storage = storage(settings);
        try {
            SecureRandom random = new SecureRandom();
            Identities identities = Identities.open(storage, clock, random);
            Optional<RootKey> root = rootKey(identities, settings);
            Database database =
                    Database.open(storage, objects(settings), buckets(settings), clock, random);
            AuditTrail audit = audit(settings, storage, clock, random);
            TablewrightServer.Builder server =
                    TablewrightServer.builder(database, identities)
                            .host(settings.host())
                            .port(settings.port())
                            .clock(clock)
                            .random(random)
                            .audit(audit)
                            .oidcKeys(settings.oidcKeys())
                            .budgets(EnvironmentBudgets.open(storage, database, clock))
                            .scaling(AutoScaling.open(storage, clock, random))
                            .backup(AwsBackup.open(storage, clock, random));
            if (settings.tls() != null) {
                server.tls(settings.tls());
            }
            return new Installation(database, audit, server.start(), root);
        } catch (IOException | RuntimeException failed) {
            storage.close();
            throw failed;
        }
    }

    /** The server, already listening. */
    public TablewrightServer server() {
        return server;
    }

    /** The database under the server. */
    public Database database() {
        return database;
    }

    /** The root user's key; none when the root user deleted it. */
    public Optional<RootKey> rootKey() {
        return rootKey;
    }

    /** Answers the requests at work, then closes audit and store. */
    @Override
    public void close() {
        server.close();
        try {
            audit.close();
        } catch (IOException failed) {
            LOG.error("the end of the audit is lost", failed);
        } finally {
            database.close();
        }
    }

    private static AuditTrail audit(
            Settings settings, StorageEngine storage, InstantSource clock, SecureRandom random)
            throws IOException {
        Path directory = settings.directory();
        if (directory == null) {
            return AuditTrail.inMemory(settings.enforcement(), clock, random);
        }
        return AuditTrail.in(
                directory.resolve(AUDIT),
                settings.audit(),
                KeyValues.in(storage, settings.audit().keys(), random),
                settings.enforcement(),
                clock,
                random);
    }

    private static StorageEngine storage(Settings settings) throws IOException {
        Path directory = settings.directory();
        if (directory == null) {
            return new InMemoryEngine();
        }
        // It holds what signatures are checked with: secret keys as they are.
        PrivateFile.close(directory.resolve("store"));
        return RocksEngine.open(directory.resolve("store"), settings.durability());
    }

    private static ObjectStore objects(Settings settings) throws IOException {
        Path directory = settings.directory();
        if (directory == null) {
            return new InMemoryObjects();
        }
        PrivateFile.close(directory.resolve(BACKUPS));
        return DirectoryObjects.in(directory.resolve(BACKUPS));
    }

    private static Buckets buckets(Settings settings) throws IOException {
        Path directory = settings.directory();
        if (directory == null) {
            return Buckets.NONE;
        }
        PrivateFile.close(directory.resolve(BUCKETS));
        return DirectoryBuckets.in(directory.resolve(BUCKETS));
    }

    private static Optional<RootKey> rootKey(Identities identities, Settings settings)
            throws IOException {
        var account = identities.image().account(settings.account());
        if (account == null) {
            RootKey chosen = settings.firstRootKey();
            AccessKey made =
                    chosen == null
                            ? identities.createAccount(settings.account())
                            : identities.createAccount(
                                    settings.account(),
                                    chosen.accessKeyId(),
                                    chosen.secretAccessKey());
            return Optional.of(keep(made, settings.directory()));
        }
        for (AccessKey key : account.account().rootKeys()) {
            return Optional.of(keep(key, settings.directory()));
        }
        return Optional.empty();
    }

    /** Also restores the file when somebody removed it: the store is what counts. */
    private static RootKey keep(AccessKey key, @Nullable Path directory) throws IOException {
        if (directory != null && Files.notExists(directory.resolve(ROOT_CREDENTIALS))) {
            PrivateFile.write(
                    directory.resolve(ROOT_CREDENTIALS),
                    """
                    [root]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                    """
                            .formatted(key.id(), key.secret()));
        }
        return new RootKey(key.id(), key.secret());
    }
}
