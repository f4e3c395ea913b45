package dev.tablewright.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Answers Kubernetes' probes: {@code /livez} and {@code /readyz}, 200 or 503. */
final class HealthEndpoint implements AutoCloseable {
    private final HttpServer server;

    /**
     * Begins to answer.
     *
     * @param port 0 for any free one
     * @throws IOException if the address is taken
     */
    HealthEndpoint(String host, int port, BooleanSupplier alive, BooleanSupplier ready)
            throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/livez", exchange -> answer(exchange, alive.getAsBoolean()));
        server.createContext("/readyz", exchange -> answer(exchange, ready.getAsBoolean()));
        server.start();
    }

    private static void answer(HttpExchange exchange, boolean well) throws IOException {
        byte[] body = (well ? "ok\n" : "not ok\n").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(well ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Returns the port. */
    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
