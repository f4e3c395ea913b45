package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.conformance.Endpoint.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The server is killed with SIGKILL while money is transferred between accounts under point-in-time
 * recovery, while it takes a backup, and while it restores: whatever is restored then is whole, has
 * all that was acknowledged before its moment and nothing that was asked for after it, and no sum
 * has changed.
 */
class RestoreCrashTest {
    private static final String TABLE = "bank";
    private static final int ACCOUNTS = 20;
    private static final int BALANCE = 1_000;
    private static final int FILLERS = 500;
    private static final int TELLERS = 4;
    private static final long SEED = 20261121;

    @TempDir Path directory;

    private final ConcurrentLinkedQueue<Transfer> transfers = new ConcurrentLinkedQueue<>();

    /**
     * A transfer that was acknowledged, or may have happened. Each teller counts his own.
     *
     * @param sent when it was asked for, milliseconds since 1970
     * @param acknowledged when it had happened; the end of time if nobody knows
     */
    private record Transfer(int teller, int count, long sent, long acknowledged) {}

    @Test
    void whatIsRestoredIsWholeWheneverTheServerIsKilled() throws Exception {
        ServerProcess server = ServerProcess.start(directory);
        fill(server.endpoint());
        BigDecimal earliest = window(server.endpoint(), "EarliestRestorableDateTime");

        transferAndKill(server);
        server = ServerProcess.start(directory);
        assertThat(window(server.endpoint(), "EarliestRestorableDateTime")).isEqualTo(earliest);

        String backup = backUp(server.endpoint());
        server.kill();
        server = ServerProcess.start(directory);
        awaitBackup(server.endpoint(), backup);

        List<Long> moments = moments();
        for (int i = 0; i < moments.size(); i++) {
            restoreTo(server.endpoint(), moments.get(i), "then" + i);
        }
        restoreFrom(server.endpoint(), backup, "saved");
        server.kill();
        server = ServerProcess.start(directory);
        try {
            for (int i = 0; i < moments.size(); i++) {
                Map<String, Integer> counts = requireWhole(server.endpoint(), "then" + i);
                requireHistory(counts, moments.get(i));
            }
            requireWhole(server.endpoint(), "saved");
            requireWhole(server.endpoint(), TABLE);
        } finally {
            server.kill();
        }
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Endpoint.JSON.readTree(text.replace('\'', '"'));
    }

    private static JsonNode ok(Endpoint endpoint, String operation, String request) {
        Answer answer = endpoint.call(operation, json(request));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void fill(Endpoint endpoint) throws InterruptedException {
        endpoint.create(
                new RandomRequests.Request(
                        "CreateTable",
                        json(
                                """
                                {'TableName':'bank','BillingMode':'PAY_PER_REQUEST',
                                 'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'},
                                   {'AttributeName':'kind','AttributeType':'S'}],
                                 'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],
                                 'GlobalSecondaryIndexes':[{'IndexName':'by-kind',
                                   'KeySchema':[{'AttributeName':'kind','KeyType':'HASH'},
                                     {'AttributeName':'id','KeyType':'RANGE'}],
                                   'Projection':{'ProjectionType':'ALL'}}]}
                                """)));
        for (int i = 0; i < ACCOUNTS; i++) {
            put(endpoint, "account" + i, "account", BALANCE);
        }
        for (int i = 0; i < TELLERS; i++) {
            put(endpoint, "teller" + i, "teller", 0);
        }
        String text = "x".repeat(1_000);
        for (int i = 0; i < FILLERS; i += 25) {
            List<String> puts = new ArrayList<>();
            for (int j = i; j < i + 25; j++) {
                puts.add(
                        "{'PutRequest':{'Item':{'id':{'S':'filler%d'},'kind':{'S':'filler'},'n':{'N':'0'},'text':{'S':'%s'}}}}"
                                .formatted(j, text));
            }
            ok(
                    endpoint,
                    "BatchWriteItem",
                    "{'RequestItems':{'bank':[" + String.join(",", puts) + "]}}");
        }
        ok(
                endpoint,
                "UpdateContinuousBackups",
                "{'TableName':'bank','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}");
    }

    private static void put(Endpoint endpoint, String id, String kind, int n) {
        ok(
                endpoint,
                "PutItem",
                "{'TableName':'bank','Item':{'id':{'S':'%s'},'kind':{'S':'%s'},'n':{'N':'%d'}}}"
                        .formatted(id, kind, n));
    }

    private static BigDecimal window(Endpoint endpoint, String member) {
        return ok(endpoint, "DescribeContinuousBackups", "{'TableName':'bank'}")
                .at("/ContinuousBackupsDescription/PointInTimeRecoveryDescription/" + member)
                .decimalValue();
    }

    private void transferAndKill(ServerProcess server) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(TELLERS)) {
            List<Future<?>> tellers = new ArrayList<>();
            for (int i = 0; i < TELLERS; i++) {
                int teller = i;
                tellers.add(threads.submit(() -> transferUntilKilled(server.endpoint(), teller)));
            }
            while (transfers.size() < 200) {
                Thread.sleep(5);
            }
            server.kill();
            for (Future<?> teller : tellers) {
                teller.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void transferUntilKilled(Endpoint endpoint, int teller) {
        Random random = new Random(SEED + teller);
        int count = 1;
        while (true) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            ObjectNode request =
                    json(
                            "{'TransactItems':[%s,%s,%s]}"
                                    .formatted(
                                            add("account" + from, -7),
                                            add("account" + to, 7),
                                            add("teller" + teller, 1)));
            long sent = System.currentTimeMillis();
            try {
                if (endpoint.call("TransactWriteItems", request).status() == 200) {
                    transfers.add(new Transfer(teller, count, sent, System.currentTimeMillis()));
                    count++;
                }
            } catch (UncheckedIOException killed) {
                transfers.add(new Transfer(teller, count, sent, Long.MAX_VALUE));
                return;
            }
        }
    }

    private static String add(String id, int n) {
        return "{'Update':{'TableName':'bank','Key':{'id':{'S':'%s'}},'UpdateExpression':'ADD n :n','ExpressionAttributeValues':{':n':{'N':'%d'}}}}"
                .formatted(id, n);
    }

    private static String backUp(Endpoint endpoint) {
        return ok(endpoint, "CreateBackup", "{'TableName':'bank','BackupName':'nightly'}")
                .at("/BackupDetails/BackupArn")
                .asString();
    }

    private static void awaitBackup(Endpoint endpoint, String arn) throws InterruptedException {
        String status;
        do {
            status =
                    ok(endpoint, "DescribeBackup", "{'BackupArn':'" + arn + "'}")
                            .at("/BackupDescription/BackupDetails/BackupStatus")
                            .asString();
            Thread.sleep(5);
        } while (!status.equals("AVAILABLE"));
    }

    /** One early, one late, and one from the middle. */
    private List<Long> moments() {
        List<Long> sent = transfers.stream().map(Transfer::sent).sorted().toList();
        return List.of(sent.get(sent.size() / 10), sent.get(sent.size() / 2), sent.getLast());
    }

    private static void restoreTo(Endpoint endpoint, long moment, String target) {
        ok(
                endpoint,
                "RestoreTableToPointInTime",
                "{'SourceTableName':'bank','RestoreDateTime':%s,'TargetTableName':'%s'}"
                        .formatted(BigDecimal.valueOf(moment, 3).toPlainString(), target));
    }

    private static void restoreFrom(Endpoint endpoint, String backup, String target) {
        ok(
                endpoint,
                "RestoreTableFromBackup",
                "{'BackupArn':'%s','TargetTableName':'%s'}".formatted(backup, target));
    }

    /** Waits until a table is ACTIVE; until then nobody reads it. Returns the tellers' counts. */
    private static Map<String, Integer> requireWhole(Endpoint endpoint, String table)
            throws InterruptedException {
        String name = "{'TableName':'" + table + "'}";
        while (true) {
            Answer scan = endpoint.call("Scan", json(name));
            if (scan.status() == 200) {
                break;
            }
            assertThat(scan.error()).isEqualTo("ResourceNotFoundException");
            assertThat(ok(endpoint, "DescribeTable", name).at("/Table/TableStatus").asString())
                    .isIn("CREATING", "ACTIVE");
            Thread.sleep(5);
        }
        Map<String, Integer> items = read(endpoint, "{'TableName':'" + table + "'}");
        assertThat(items).as(table).hasSize(ACCOUNTS + TELLERS + FILLERS);
        assertThat(sum(items, "account")).as(table).isEqualTo(ACCOUNTS * BALANCE);
        Map<String, Integer> entries =
                read(endpoint, "{'TableName':'" + table + "','IndexName':'by-kind'}");
        assertThat(entries).as(table + " by-kind").isEqualTo(items);
        return items;
    }

    private static Map<String, Integer> read(Endpoint endpoint, String scan) {
        Map<String, Integer> items = new HashMap<>();
        ObjectNode request = json(scan);
        while (true) {
            Answer page = endpoint.call("Scan", request);
            assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
            for (JsonNode item : page.body().path("Items")) {
                items.put(
                        item.at("/id/S").asString(), Integer.parseInt(item.at("/n/N").asString()));
            }
            JsonNode last = page.body().path("LastEvaluatedKey");
            if (last.isMissingNode()) {
                return items;
            }
            request.set("ExclusiveStartKey", last);
        }
    }

    private static int sum(Map<String, Integer> items, String prefix) {
        return items.entrySet().stream()
                .filter(item -> item.getKey().startsWith(prefix))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private void requireHistory(Map<String, Integer> counts, long moment) {
        for (Transfer transfer : transfers) {
            int count = counts.getOrDefault("teller" + transfer.teller(), -1);
            if (transfer.acknowledged() < moment) {
                assertThat(count)
                        .as("acknowledged before %d: %s", moment, transfer)
                        .isGreaterThanOrEqualTo(transfer.count());
            }
            if (transfer.sent() > moment) {
                assertThat(count)
                        .as("asked for after %d: %s", moment, transfer)
                        .isLessThan(transfer.count());
            }
        }
    }
}
