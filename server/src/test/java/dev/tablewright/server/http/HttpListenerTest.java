package dev.tablewright.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Raw sockets, because clients would hide what is tested here. */
class HttpListenerTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(java.time.Instant.parse("2026-11-01T06:05:04Z"));

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Echo echo = new Echo();
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start("127.0.0.1", 0, CLOCK, Duration.ofSeconds(20), echo);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    /** Answers with the target and the body; a target with "block" waits for the latch. */
    private static final class Echo implements HttpHandler {
        final CountDownLatch latch = new CountDownLatch(1);
        final CountDownLatch blocked = new CountDownLatch(1);

        @Override
        public boolean mayBlock(HttpRequest request) {
            return request.target().contains("pool") || request.target().contains("block");
        }

        @Override
        public HttpResponse handle(HttpRequest request) {
            if (request.target().contains("block")) {
                blocked.countDown();
                try {
                    latch.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            String text = request.target() + "|" + new String(request.body(), UTF_8);
            return new HttpResponse(200, List.of(), text.getBytes(UTF_8));
        }

        @Override
        public HttpResponse overloaded(HttpRequest request) {
            return new HttpResponse(503, List.of(), new byte[0]);
        }
    }

    /** Answers must come in the order of the questions, though the pool may finish in any. */
    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        var requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String target = i % 2 == 0 ? "/pool" + i : "/inline" + i;
            requests.append(post(target, "b" + i, i == 99));
        }
        String answers = exchange(requests.toString());

        int from = 0;
        for (int i = 0; i < 100; i++) {
            from = answers.indexOf((i % 2 == 0 ? "/pool" : "/inline") + i + "|b" + i, from);
            assertThat(from).as("answer %d", i).isPositive();
        }
    }

    @Test
    void readsChunkedBodies() throws IOException {
        String chunked =
                lines(
                                "POST /c HTTP/1.1",
                                "Host: x",
                                "Connection: close",
                                "Transfer-Encoding: chunked",
                                "")
                        + lines("3", "abc", "4", "defg", "0", "");

        assertThat(exchange(chunked)).endsWith("/c|abcdefg");
    }

    @Test
    void answersExpectContinue() throws IOException {
        String expecting =
                lines(
                        "POST /e HTTP/1.1",
                        "Host: x",
                        "Connection: close",
                        "Content-Length: 1",
                        "Expect: 100-continue",
                        "");

        assertThat(exchange(expecting + "a")).startsWith("HTTP/1.1 100 Continue").endsWith("/e|a");
    }

    @Test
    void headHasTheLengthButNoBody() throws IOException {
        String answer = exchange("HEAD /h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsIgnoringCase("content-length: 3").endsWith("\r\n\r\n");
    }

    @Test
    void takesTheFormThatIsMeantForProxies() throws IOException {
        String close = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        assertThat(exchange("GET http://x:1/p?q=/" + close)).endsWith("/p?q=/|");
        assertThat(exchange("GET http://x:1" + close)).endsWith("\r\n\r\n/|");
    }

    /** A client of HTTP/1.0 takes the connection for closed unless it is told otherwise. */
    @Test
    void tellsOldClientsThatTheirConnectionStays() throws IOException {
        String staying = "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        String answers = exchange(staying + "GET /2 HTTP/1.0\r\n\r\n");

        assertThat(answers).containsIgnoringCase("connection: keep-alive").contains("/1|");
        assertThat(answers).containsIgnoringCase("connection: close").endsWith("/2|");
    }

    @Test
    void sendsDateAsRfc9110() throws IOException {
        String answer = exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsIgnoringCase("date: Sun, 01 Nov 2026 06:05:04 GMT\r\n");
    }

    @Test
    void refusesBodiesOver16MiBBeforeTheyAreSent() throws IOException {
        String announced =
                lines(
                        "POST / HTTP/1.1",
                        "Host: x",
                        "Content-Length: 16777217",
                        "Connection: close",
                        "");

        assertThat(exchange(announced)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void refusesHeaderSectionsOver64KiB() throws IOException {
        String answer =
                exchange("GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(70_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        assertThat(exchange("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    /** Two lengths are how requests are smuggled past proxies. */
    @Test
    void refusesTwoContentLengths() throws IOException {
        String smuggling =
                lines("POST / HTTP/1.1", "Host: x", "Content-Length: 1", "Content-Length: 2", "");

        assertThat(exchange(smuggling + "ab")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void disconnectsSendersThatDoNotFinish() throws IOException {
        try (HttpListener impatient =
                        HttpListener.start("127.0.0.1", 0, CLOCK, Duration.ofMillis(50), echo);
                Socket socket = new Socket(LOOPBACK, impatient.port())) {
            socket.getOutputStream().write("POST / HTTP/1.1\r\nHost: x\r\n".getBytes(UTF_8));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** A write that the client was not told about would be done twice by its retry. */
    @Test
    void stopWaitsForTheRequestsAtWork() throws Exception {
        try (Socket socket = new Socket(LOOPBACK, listener.port())) {
            socket.getOutputStream().write(post("/block", "x", false).getBytes(UTF_8));
            echo.blocked.await();
            var stopping = CompletableFuture.runAsync(listener::close);
            echo.latch.countDown();

            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            stopping.get();
            assertThat(answer).endsWith("/block|x");
        }
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String post(String target, String body, boolean last) {
        return "POST "
                + target
                + " HTTP/1.1\r\nHost: x\r\n"
                + (last ? "Connection: close\r\n" : "")
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, listener.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
