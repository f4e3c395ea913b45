package dev.tablewright.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Keeps the tags of tables in front of a server that knows none, as AWS's local engine; all else
 * goes through. Without tags nobody could own a table.
 */
final class TagsInFront implements AutoCloseable {
    private final URI behind;
    private final HttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();

    TagsInFront(URI behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String operation = target.substring(target.indexOf('.') + 1);
            JsonNode request = Endpoint.JSON.readTree(exchange.getRequestBody());
            String arn = request.path("ResourceArn").asString("");
            switch (operation) {
                case "ListTagsOfResource" -> send(exchange, 200, list(arn));
                case "TagResource" -> {
                    keep(arn, request.path("Tags"));
                    send(exchange, 200, Endpoint.JSON.createObjectNode());
                }
                case "UntagResource" -> {
                    for (JsonNode key : request.path("TagKeys")) {
                        of(arn).remove(key.asString());
                    }
                    send(exchange, 200, Endpoint.JSON.createObjectNode());
                }
                default -> pass(exchange, operation, (ObjectNode) request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, String operation, ObjectNode request)
            throws IOException, InterruptedException {
        JsonNode own = request.remove("Tags");
        HttpRequest.Builder passed =
                HttpRequest.newBuilder(behind)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Endpoint.JSON.writeValueAsString(request)));
        for (String header : new String[] {"X-Amz-Target", "Content-Type", "Authorization"}) {
            passed.header(header, exchange.getRequestHeaders().getFirst(header));
        }
        HttpResponse<String> answer =
                http.send(passed.build(), HttpResponse.BodyHandlers.ofString());
        JsonNode body = Endpoint.JSON.readTree(answer.body());
        if (own != null && operation.equals("CreateTable") && answer.statusCode() == 200) {
            keep(body.path("TableDescription").path("TableArn").asString(""), own);
        }
        send(exchange, answer.statusCode(), body);
    }

    private Map<String, String> of(String arn) {
        return tags.computeIfAbsent(arn, _ -> new TreeMap<>());
    }

    private void keep(String arn, JsonNode more) {
        for (JsonNode tag : more) {
            of(arn).put(tag.path("Key").asString(), tag.path("Value").asString());
        }
    }

    private JsonNode list(String arn) {
        ObjectNode answer = Endpoint.JSON.createObjectNode();
        var list = answer.putArray("Tags");
        of(arn).forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Endpoint.JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
