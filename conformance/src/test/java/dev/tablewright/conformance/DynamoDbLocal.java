package dev.tablewright.conformance;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** AWS's local engine, in this process, in memory, on loopback only. */
final class DynamoDbLocal implements AutoCloseable {
    private final DynamoDBProxyServer server;
    private final int port;

    DynamoDbLocal() throws Exception {
        port = freePort();
        server =
                ServerRunner.createServerFromCommandLineArgs(
                        new String[] {"-inMemory", "-disableTelemetry", "-port", "" + port});
        bindToLoopback();
        server.start();
    }

    Endpoint endpoint() {
        return new Endpoint(
                URI.create("http://127.0.0.1:" + port + "/"), "oracle", "oracle", "eu-west-1");
    }

    /** It would listen on every interface and has no option against that. */
    private void bindToLoopback() throws ReflectiveOperationException {
        var field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        for (var connector : ((Server) field.get(server)).getConnectors()) {
            ((ServerConnector) connector).setHost("127.0.0.1");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
