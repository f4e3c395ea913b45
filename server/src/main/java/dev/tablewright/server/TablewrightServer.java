package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.AuthorizationMessages;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.authorization.TablePolicies;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.ConsumptionMeter;
import dev.tablewright.server.autoscaling.Scaler;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupScheduler;
import dev.tablewright.server.backup.JobRights;
import dev.tablewright.server.backup.VaultPolicies;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.federation.IdentityTokens;
import dev.tablewright.server.federation.OutboundTokens;
import dev.tablewright.server.http.HttpListener;
import dev.tablewright.server.http.TlsCertificate;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.metrics.UnitCounter;
import dev.tablewright.server.operation.administration.AdministrationOperations;
import dev.tablewright.server.operation.autoscaling.AutoScalingOperations;
import dev.tablewright.server.operation.backup.BackupOperations;
import dev.tablewright.server.operation.dynamodb.DynamoDbOperations;
import dev.tablewright.server.operation.iam.IamOperations;
import dev.tablewright.server.operation.streams.ShardIterators;
import dev.tablewright.server.operation.streams.StreamsOperations;
import dev.tablewright.server.operation.sts.StsOperations;
import dev.tablewright.server.protocol.Dispatcher;
import dev.tablewright.server.protocol.JsonProtocol;
import dev.tablewright.server.protocol.JsonService;
import dev.tablewright.server.protocol.Protocol;
import dev.tablewright.server.protocol.RequestIds;
import dev.tablewright.server.protocol.RestProtocol;
import dev.tablewright.server.protocol.RestService;
import dev.tablewright.server.protocol.Router;
import dev.tablewright.server.protocol.query.QueryProtocol;
import dev.tablewright.server.protocol.query.QueryService;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * DynamoDB, its Streams, IAM, STS and AWS Backup on one port, in this process. Made by {@link
 * #builder}, stopped by {@link #close}. Nobody can call it until there is an account, see {@link
 * Installation}.
 */
public final class TablewrightServer implements AutoCloseable {
    private static final Duration SLOW_SENDER = Duration.ofSeconds(60);

    private final BackgroundWork background;
    private final HttpListener listener;
    private final @Nullable HttpListener secure;
    private final String host;

    private TablewrightServer(
            BackgroundWork background,
            HttpListener listener,
            @Nullable HttpListener secure,
            String host) {
        this.background = background;
        this.listener = listener;
        this.secure = secure;
        this.host = host;
    }

    /**
     * Begins to describe a server.
     *
     * @param database not owned: close it after the server
     * @param identities who may call
     */
    public static Builder builder(Database database, Identities identities) {
        return new Builder(database, identities);
    }

    /** Returns the address for clients, for instance {@code http://127.0.0.1:8000}. */
    public URI endpoint() {
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + literal + ":" + listener.port());
    }

    /** Returns the port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Returns the port that is listened on with TLS; none without a certificate. */
    public OptionalInt securePort() {
        return secure == null ? OptionalInt.empty() : OptionalInt.of(secure.port());
    }

    /**
     * Stops: answers the requests at work, at most ten seconds long, and ends background work. The
     * database can be closed then.
     */
    @Override
    public void close() {
        if (secure != null) {
            secure.close();
        }
        listener.close();
        background.close();
    }

    /**
     * A second port, with TLS.
     *
     * @param host address to bind
     * @param port 0 for any free one
     * @param certificate PEM file, the server's own first; read again when it changes
     * @param key PEM file with its private key, not encrypted
     */
    public record Tls(String host, int port, Path certificate, Path key) {}

    /** Describes a server; what is not said is 127.0.0.1, any free port, and the system's time. */
    public static final class Builder {
        private final Database database;
        private final Identities identities;
        private String host = "127.0.0.1";
        private int port;
        private String region = "eu-west-1";
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();
        private @Nullable AuditTrail audit;
        private Map<String, Path> oidcKeys = Map.of();
        private @Nullable EnvironmentBudgets budgets;
        private @Nullable AutoScaling scaling;
        private @Nullable AwsBackup backup;
        private @Nullable Tls tls;

        private Builder(Database database, Identities identities) {
            this.database = database;
            this.identities = identities;
        }

        /** Sets the address to bind. */
        public Builder host(String address) {
            this.host = address;
            return this;
        }

        /** Sets the port; 0 takes any free one. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** Listens on a second port, with TLS. */
        public Builder tls(Tls second) {
            this.tls = second;
            return this;
        }

        /** Sets the region that the health text names; tables may be in any. */
        public Builder region(String name) {
            this.region = name;
            return this;
        }

        /** Sets the time of everything: signatures, sessions, conditions, background work. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * Sets what keys, ids and secrets are made of: cryptographically strong, and safe for use
         * by many threads.
         */
        public Builder random(RandomGenerator generator) {
            this.random = generator;
            return this;
        }

        /** Sets where the quotas of environments are kept; else they end with the server. */
        public Builder budgets(EnvironmentBudgets kept) {
            this.budgets = kept;
            return this;
        }

        /**
         * Sets where targets and policies of auto scaling are kept; else they end with the server.
         */
        public Builder scaling(AutoScaling kept) {
            this.scaling = kept;
            return this;
        }

        /**
         * Sets where vaults, plans and jobs of AWS Backup are kept; else they end with the server.
         */
        public Builder backup(AwsBackup kept) {
            this.backup = kept;
            return this;
        }

        /**
         * Sets where requests are recorded, and with it whether policies are enforced; without it
         * they are, and only the newest denials are remembered. Not owned: close it after the
         * server.
         */
        public Builder audit(AuditTrail trail) {
            this.audit = trail;
            return this;
        }

        /**
         * Sets where the public keys of OIDC issuers lie: files with a JSON Web Key Set. Issuers
         * that are not named here are asked for their keys over HTTPS.
         *
         * @param files by issuer, as its tokens name it: {@code https://...}
         */
        public Builder oidcKeys(Map<String, Path> files) {
            this.oidcKeys = Map.copyOf(files);
            return this;
        }

        /**
         * Starts to listen, and the work in the background.
         *
         * @throws IOException if an address cannot be bound, or a file of keys or a certificate
         *     cannot be read; nothing is running then
         */
        public TablewrightServer start() throws IOException {
            TlsCertificate certificate =
                    tls == null ? null : TlsCertificate.read(tls.certificate(), tls.key());
            AuditTrail trail =
                    audit == null ? AuditTrail.inMemory(Enforcement.STRICT, clock, random) : audit;
            EnvironmentBudgets quotas =
                    budgets == null
                            ? EnvironmentBudgets.open(new InMemoryEngine(), database, clock)
                            : budgets;
            AutoScaling scaled =
                    scaling == null
                            ? AutoScaling.open(new InMemoryEngine(), clock, random)
                            : scaling;
            AwsBackup backups =
                    backup == null ? AwsBackup.open(new InMemoryEngine(), clock, random) : backup;
            var authorizer =
                    new Authorizer(
                            identities,
                            new VaultPolicies(backups, new TablePolicies(database.tables())),
                            trail.enforcement());
            var rights = new JobRights(identities, authorizer, database.tables());
            var meter = new ConsumptionMeter();
            var counter =
                    new UnitCounter(
                            clock.instant(), table -> database.tables().find(table) != null);
            quotas.measuredBy(
                    consumed -> {
                        meter.note(consumed);
                        counter.note(consumed);
                    });
            Router router = router(trail, quotas, counter, scaled, backups, authorizer, rights);
            HttpListener listener = HttpListener.start(host, port, clock, SLOW_SENDER, router);
            HttpListener secure = listenSecurely(certificate, router, listener);
            var background =
                    new BackgroundWork(
                            database,
                            identities,
                            new Scaler(scaled, database, quotas, meter),
                            new BackupScheduler(backups, database, rights, quotas),
                            trail,
                            certificate,
                            clock);
            return new TablewrightServer(background, listener, secure, host);
        }

        private @Nullable HttpListener listenSecurely(
                @Nullable TlsCertificate certificate, Router router, HttpListener first)
                throws IOException {
            if (tls == null || certificate == null) {
                return null;
            }
            try {
                return HttpListener.start(
                        tls.host(), tls.port(), certificate, clock, SLOW_SENDER, router);
            } catch (IOException taken) {
                first.close();
                throw taken;
            }
        }

        private Router router(
                AuditTrail trail,
                EnvironmentBudgets quotas,
                UnitCounter counter,
                AutoScaling scaled,
                AwsBackup backups,
                Authorizer authorizer,
                JobRights rights)
                throws IOException {
            var dispatcher = new Dispatcher(authorizer);
            var signatures = new SignatureVerifier(identities, clock);
            var messages =
                    new AuthorizationMessages(
                            identities.secretFor(AuthorizationMessages.PURPOSE), random);
            var outbound = new OutboundTokens(identities);
            var services =
                    List.of(
                            QueryService.iam(IamOperations::admit, IamOperations.on(identities)),
                            QueryService.sts(
                                    StsOperations.on(
                                            identities,
                                            IdentityTokens.withKeys(oidcKeys, clock),
                                            outbound,
                                            messages,
                                            clock)));
            List<Protocol> protocols =
                    List.of(
                            new QueryProtocol(services, dispatcher, signatures, clock),
                            new RestProtocol(
                                    RestService.backup(
                                            BackupOperations.on(backups, rights, database)),
                                    dispatcher,
                                    signatures,
                                    clock),
                            new JsonProtocol(
                                    List.of(
                                            JsonService.dynamoDb(
                                                    DynamoDbOperations.on(
                                                            database,
                                                            identities,
                                                            authorizer,
                                                            quotas,
                                                            scaled)),
                                            JsonService.autoScaling(
                                                    AutoScalingOperations.on(
                                                            scaled, database.tables())),
                                            JsonService.streams(
                                                    StreamsOperations.on(
                                                            database.streams(),
                                                            new ShardIterators(
                                                                    identities.secretFor(
                                                                            ShardIterators
                                                                                    .PURPOSE)))),
                                            JsonService.administration(
                                                    AdministrationOperations.on(
                                                            identities,
                                                            database,
                                                            trail,
                                                            quotas,
                                                            counter,
                                                            clock,
                                                            clock.instant()))),
                                    dispatcher,
                                    signatures,
                                    clock,
                                    database.tables()::elsewhere));
            return new Router(
                    protocols,
                    new RequestIds(random),
                    region,
                    () -> true,
                    outbound::document,
                    trail,
                    new ServerGauges(database.tables(), clock.instant())::writeTo);
        }
    }
}
