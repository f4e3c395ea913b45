package dev.tablewright.bench;

import com.sun.management.OperatingSystemMXBean;

import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.http.HttpListener;
import dev.tablewright.server.identity.Credential;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Dispatcher;
import dev.tablewright.server.protocol.JsonProtocol;
import dev.tablewright.server.protocol.JsonService;
import dev.tablewright.server.protocol.RequestIds;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.Router;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.storage.rocksdb.Durability;
import dev.tablewright.storage.rocksdb.RocksEngine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Signed GetItem over loopback on RocksDB, by a role with ten policies for 300 tables: once with
 * permissions decided, once with nothing decided at all. Both servers stand side by side in one
 * process and take turns, so that what disturbs one disturbs the other; the figure is the ratio.
 *
 * <p>Arguments: seconds for each turn (1), pairs of turns (20), connections (4).
 */
public final class GetItemOverHttp {
    private static final InstantSource CLOCK = InstantSource.fixed(Workplace.NOW);

    /** Thrown away: the compiler is still at work. */
    private static final int WARM_UP_PAIRS = 6;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private GetItemOverHttp() {}

    /** Measures and prints. */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 4;
        Path directory = Files.createTempDirectory("tablewright-bench");
        try (var workplace = new Workplace(RocksEngine.open(directory, Durability.OS));
                var trail = AuditTrail.inMemory(Enforcement.STRICT, CLOCK, new Random(4));
                var auditing = Executors.newSingleThreadScheduledExecutor();
                var clients = Executors.newFixedThreadPool(connections);
                var decided = listen(workplace, trail, workplace.operations());
                var undecided = listen(workplace, trail, undecided(workplace.operations()))) {
            // As often as the server itself does it.
            var _ = auditing.scheduleWithFixedDelay(trail::drain, 20, 20, TimeUnit.MILLISECONDS);
            workplace.call(
                    "PutItem",
                    workplace.root().caller(),
                    "{\"TableName\":\""
                            + Workplace.table(7)
                            + "\",\"Item\":{\"id\":{\"S\":\"k1\"},\"text\":{\"S\":\""
                            + "x".repeat(600)
                            + "\"}}}");
            Credential role = workplace.role(false);
            byte[] toDecided = SignedGetItem.to(decided.port(), role).bytes();
            byte[] toUndecided = SignedGetItem.to(undecided.port(), role).bytes();
            double[] throughput = new double[pairs];
            double[] work = new double[pairs];
            for (int i = -WARM_UP_PAIRS; i < pairs; i++) {
                Turn without = turn(clients, undecided.port(), toUndecided, connections, seconds);
                Turn with = turn(clients, decided.port(), toDecided, connections, seconds);
                System.out.printf(
                        "decided %s  undecided %s%s%n",
                        with, without, i < 0 ? "  (warming up)" : "");
                if (i >= 0) {
                    throughput[i] = with.answersPerSecond() / without.answersPerSecond();
                    work[i] = without.microsPerAnswer() / with.microsPerAnswer();
                }
            }
            print("throughput, decided of undecided", throughput);
            print("the same by processor time, which other processes disturb less", work);
        }
    }

    private static void print(String what, double[] ratios) {
        Arrays.sort(ratios);
        System.out.printf(
                "%s: median %.3f, quartiles %.3f and %.3f%n",
                what,
                ratios[ratios.length / 2],
                ratios[ratios.length / 4],
                ratios[ratios.length * 3 / 4]);
    }

    /**
     * What came of a turn.
     *
     * @param microsPerAnswer processor time of the whole process, client and server
     */
    private record Turn(double answersPerSecond, double microsPerAnswer) {
        @Override
        public String toString() {
            return "%,7.0f/s %6.1f us".formatted(answersPerSecond, microsPerAnswer);
        }
    }

    private static HttpListener listen(
            Workplace workplace,
            AuditTrail trail,
            List<Operation<RequestReader, ResponseWriter, ?, ?>> operations)
            throws IOException {
        var protocol =
                new JsonProtocol(
                        List.of(JsonService.dynamoDb(operations)),
                        new Dispatcher(workplace.authorizer()),
                        new SignatureVerifier(workplace.identities(), CLOCK),
                        CLOCK,
                        _ -> List.of());
        var router =
                new Router(
                        List.of(protocol),
                        new RequestIds(new Random(3)),
                        Workplace.REGION,
                        () -> true,
                        _ -> null,
                        trail,
                        _ -> {});
        return HttpListener.start("127.0.0.1", 0, CLOCK, Duration.ofSeconds(60), router);
    }

    private static List<Operation<RequestReader, ResponseWriter, ?, ?>> undecided(
            List<Operation<RequestReader, ResponseWriter, ?, ?>> operations) {
        List<Operation<RequestReader, ResponseWriter, ?, ?>> undecided = new ArrayList<>();
        for (Operation<RequestReader, ResponseWriter, ?, ?> operation : operations) {
            undecided.add(undecided(operation));
        }
        return undecided;
    }

    /** The operation without its permission: nothing is collected, nobody is asked. */
    private static <Q, R> Operation<RequestReader, ResponseWriter, Q, R> undecided(
            Operation<RequestReader, ResponseWriter, Q, R> operation) {
        List<Access> open = List.of(Access.open("dynamodb:" + operation.name()));
        return new Operation<>() {
            @Override
            public String name() {
                return operation.name();
            }

            @Override
            public Q decode(RequestReader in) {
                return operation.decode(in);
            }

            @Override
            public List<Access> access(Q request) {
                return open;
            }

            @Override
            public R execute(Authorized<Q> authorized) {
                return operation.execute(authorized);
            }

            @Override
            public void encode(R response, ResponseWriter out) {
                operation.encode(response, out);
            }
        };
    }

    /** Lets every client ask as often as it gets answers. */
    private static Turn turn(
            ExecutorService clients, int port, byte[] request, int connections, int seconds)
            throws InterruptedException, ExecutionException {
        long before = PROCESS.getProcessCpuTime();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Future<Integer>> counts =
                IntStream.range(0, connections)
                        .mapToObj(_ -> clients.submit(() -> ask(port, request, end)))
                        .toList();
        int answers = 0;
        for (Future<Integer> count : counts) {
            answers += count.get();
        }
        double nanos = PROCESS.getProcessCpuTime() - before;
        return new Turn((double) answers / seconds, nanos / 1_000 / answers);
    }

    private static int ask(int port, byte[] request, long end) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            int answers = 0;
            while (System.nanoTime() < end) {
                socket.getOutputStream().write(request);
                readAnswer(in);
                answers++;
            }
            return answers;
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.contains(" 200 ")) {
            throw new IOException(status + " " + body);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
