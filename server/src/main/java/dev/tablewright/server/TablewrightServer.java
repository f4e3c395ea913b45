package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.http.HttpListener;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.dynamodb.DynamoDbOperations;
import dev.tablewright.server.protocol.Dispatcher;
import dev.tablewright.server.protocol.JsonProtocol;
import dev.tablewright.server.protocol.Protocol;
import dev.tablewright.server.protocol.RequestIds;
import dev.tablewright.server.protocol.Router;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.storage.StorageEngine;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * DynamoDB, IAM and STS on one port, in this process. Made by {@link #builder}, stopped by {@link
 * #close}. Nobody can call it until an account is made: {@link Identities#createAccount}.
 */
public final class TablewrightServer implements AutoCloseable {
    private static final Duration SLOW_SENDER = Duration.ofSeconds(60);

    private final Database database;
    private final Identities identities;
    private final BackgroundWork background;
    private final HttpListener listener;
    private final String host;

    private TablewrightServer(
            Database database,
            Identities identities,
            BackgroundWork background,
            HttpListener listener,
            String host) {
        this.database = database;
        this.identities = identities;
        this.background = background;
        this.listener = listener;
        this.host = host;
    }

    /**
     * Begins to describe a server.
     *
     * @param storage where everything is kept; owned by the server once it has started
     */
    public static Builder builder(StorageEngine storage) {
        return new Builder(storage);
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

    /** Returns the accounts, for what must be done before anyone can sign a request. */
    public Identities identities() {
        return identities;
    }

    /** Returns the tables, without asking for permissions. */
    public Database database() {
        return database;
    }

    /**
     * Stops: answers the requests at work, at most ten seconds long, ends background work, and
     * closes the storage.
     */
    @Override
    public void close() {
        listener.close();
        background.close();
        database.close();
    }

    /** Describes a server; what is not said is 127.0.0.1, any free port, and the system's time. */
    public static final class Builder {
        private final StorageEngine storage;
        private String host = "127.0.0.1";
        private int port;
        private String region = "eu-west-1";
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder(StorageEngine storage) {
            this.storage = storage;
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

        /**
         * Opens what the storage holds, and starts to listen.
         *
         * @throws IOException if the address cannot be bound; the storage is still open then
         */
        public TablewrightServer start() throws IOException {
            Database database = Database.open(storage, clock, random);
            Identities identities = Identities.open(storage, clock, random);
            HttpListener listener =
                    HttpListener.start(
                            host, port, clock, SLOW_SENDER, router(database, identities));
            return new TablewrightServer(
                    database,
                    identities,
                    new BackgroundWork(database, identities, clock),
                    listener,
                    host);
        }

        private Router router(Database database, Identities identities) {
            var dispatcher = new Dispatcher(new Authorizer(identities));
            var signatures = new SignatureVerifier(identities, clock);
            List<Protocol> protocols =
                    List.of(
                            new JsonProtocol(
                                    DynamoDbOperations.on(database),
                                    dispatcher,
                                    signatures,
                                    clock));
            return new Router(protocols, new RequestIds(random), region, () -> true);
        }
    }
}
