package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.http.HttpListener;
import dev.tablewright.server.identity.Credentials;
import dev.tablewright.server.operation.dynamodb.DynamoDbOperations;
import dev.tablewright.server.protocol.Dispatcher;
import dev.tablewright.server.protocol.JsonProtocol;
import dev.tablewright.server.protocol.Protocol;
import dev.tablewright.server.protocol.RequestIds;
import dev.tablewright.server.protocol.Router;
import dev.tablewright.server.sigv4.SignatureVerifier;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * DynamoDB, IAM and STS on one port, in this process. Made by {@link #builder}, stopped by {@link
 * #close}.
 */
public final class TablewrightServer implements AutoCloseable {
    private static final Duration SLOW_SENDER = Duration.ofSeconds(60);

    private final HttpListener listener;
    private final String host;

    private TablewrightServer(HttpListener listener, String host) {
        this.listener = listener;
        this.host = host;
    }

    /**
     * Begins to describe a server.
     *
     * @param database not owned: close it after the server
     * @param credentials who may call
     */
    public static Builder builder(Database database, Credentials credentials) {
        return new Builder(database, credentials);
    }

    /** Returns the address for clients, for instance {@code http://127.0.0.1:8000}. */
    public URI endpoint() {
        return URI.create("http://" + host + ":" + listener.port());
    }

    /** Returns the port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Stops after the requests at work are answered, at most ten seconds later. */
    @Override
    public void close() {
        listener.close();
    }

    /** Describes a server; what is not said is 127.0.0.1, any free port, and the system's time. */
    public static final class Builder {
        private final Database database;
        private final Credentials credentials;
        private String host = "127.0.0.1";
        private int port;
        private String region = "eu-west-1";
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder(Database database, Credentials credentials) {
            this.database = database;
            this.credentials = credentials;
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

        /** Sets the time that signatures, sessions and conditions are judged by. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** Sets what request ids are made of; must be safe for use by many threads. */
        public Builder random(RandomGenerator generator) {
            this.random = generator;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IOException if the address cannot be bound
         */
        public TablewrightServer start() throws IOException {
            var dispatcher = new Dispatcher(new Authorizer(credentials));
            var signatures = new SignatureVerifier(credentials, clock);
            List<Protocol> protocols =
                    List.of(
                            new JsonProtocol(
                                    DynamoDbOperations.on(database),
                                    dispatcher,
                                    signatures,
                                    clock));
            var router = new Router(protocols, new RequestIds(random), region, () -> true);
            return new TablewrightServer(
                    HttpListener.start(host, port, clock, SLOW_SENDER, router), host);
        }
    }
}
