package dev.tablewright.engine.backup;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.backup.RestorableDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.TestExpressions;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Entry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

class BackupsTest {
    private final RestorableDatabase database = new RestorableDatabase();

    private Table filled(int items) {
        Table table = database.create("t");
        for (int i = 0; i < items; i++) {
            database.put("t", item("pk", "p" + i % 5, "sk", i, "a", "a" + i % 3, "b", i % 4));
        }
        return table;
    }

    private Backup backUp() {
        Backup backup = database.backups.create(ref("t"), "b");
        database.settle();
        return database.backups.describe(backup.ref());
    }

    @Test
    void whatIsRestoredIsWhatWasThereWhenTheBackupWasAskedFor() {
        filled(60);
        Set<Item> then = database.itemsOf("t");
        Backup backup = database.backups.create(ref("t"), "b");
        assertThat(backup.status()).isEqualTo(Backup.Status.CREATING);

        var _ = database.backups.runOnce(database.now);
        database.put("t", item("pk", "late", "sk", 1));
        database.remove("t", item("pk", "p0", "sk", 55));
        database.settle();
        Backup made = database.backups.describe(backup.ref());
        Table restoring =
                database.restores.fromBackup(made.ref(), ref("new"), RestoreOverrides.NONE);
        assertThat(restoring.status()).isEqualTo(TableStatus.CREATING);
        database.settle();

        assertThat(made.status()).isEqualTo(Backup.Status.AVAILABLE);
        assertThat(made.items()).isEqualTo(60);
        assertThat(made.bytes()).isEqualTo(then.stream().mapToLong(Item::sizeBytes).sum());
        assertThat(database.itemsOf("new")).isEqualTo(then);
        Table restored = database.catalog.describe(ref("new"));
        assertThat(restored.status()).isEqualTo(TableStatus.ACTIVE);
        assertThat(restored.settings().tags()).isEmpty();
        assertThat(database.entriesOf("new", "ByB")).hasSameElementsAs(then).hasSize(60);
    }

    @Test
    void indexesAndCollectionSizesAreThoseOfTheSource() {
        filled(60);
        Backup backup = backUp();
        database.restores.fromBackup(backup.ref(), ref("new"), RestoreOverrides.NONE);
        database.settle();

        for (String index : List.of("ByA", "ByB", "AByB")) {
            assertThat(database.entriesOf("new", index)).isEqualTo(database.entriesOf("t", index));
        }
        assertThat(database.collections("new").stream().map(BackupsTest::keyless))
                .containsExactlyElementsOf(
                        database.collections("t").stream().map(BackupsTest::keyless).toList());
    }

    static String keyless(Entry entry) {
        return entry.key().partition() + " " + entry.key().sort() + " " + entry.stored().value();
    }

    @Test
    void theLayoutIsThatOfAnExport() throws IOException {
        filled(3);
        Backup backup = backUp();

        String prefix = "123456789012/eu-west-1/AWSDynamoDB/" + backup.ref().id() + "/";
        assertThat(database.objects.list(""))
                .containsExactly(
                        prefix + "_started",
                        prefix + "data/00000.json.gz",
                        prefix + "manifest-files.json",
                        prefix + "manifest-files.md5",
                        prefix + "manifest-summary.json",
                        prefix + "manifest-summary.md5",
                        prefix + "table-definition.json");
        byte[] data = read(prefix + "data/00000.json.gz");
        assertThat(gunzip(data))
                .hasLineCount(3)
                .contains("{\"Item\":{\"pk\":{\"S\":\"p0\"},\"sk\":{\"N\":\"0\"},");
        String files = new String(read(prefix + "manifest-files.json"), StandardCharsets.UTF_8);
        assertThat(files)
                .contains(
                        "\"itemCount\":3",
                        "\"md5Checksum\":\"" + Checksums.md5(data) + "\"",
                        "\"dataFileS3Key\":\"" + prefix + "data/00000.json.gz\"");
        assertThat(new String(read(prefix + "manifest-files.md5"), StandardCharsets.UTF_8))
                .isEqualTo(Checksums.md5(files.getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(read(prefix + "manifest-summary.json"), StandardCharsets.UTF_8))
                .contains(
                        "\"exportTime\":\"2026-11-21T10:00:00.000Z\"",
                        "\"itemCount\":3",
                        "\"outputFormat\":\"DYNAMODB_JSON\"",
                        "\"tableArn\":\"" + ref("t").arn() + "\"");
    }

    @Test
    void aDamagedBackupIsRefusedByNameAndLeavesNoTable() throws IOException {
        filled(60);
        Backup backup = backUp();
        String damaged =
                database.objects.list("").stream()
                        .filter(key -> key.endsWith("data/00003.json.gz"))
                        .findFirst()
                        .orElseThrow();
        byte[] bytes = read(damaged);
        bytes[bytes.length / 2] ^= 1;
        database.objects.put(damaged, bytes);

        database.restores.fromBackup(backup.ref(), ref("new"), RestoreOverrides.NONE);
        assertThatThrownBy(database::settle)
                .isInstanceOf(DamagedExportException.class)
                .hasMessageContaining(damaged);
        database.settle();

        assertThat(database.catalog.find(ref("new"))).isNull();
        assertThatThrownBy(
                        () ->
                                database.restores.fromBackup(
                                        backup.ref(), ref("new"), RestoreOverrides.NONE))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(damaged);

        bytes[bytes.length / 2] ^= 1;
        database.objects.put(damaged, bytes);
        database.restores.fromBackup(backup.ref(), ref("new"), RestoreOverrides.NONE);
        database.settle();
        assertThat(database.catalog.find(ref("new"))).as("mended, it restores").isNotNull();
    }

    @Test
    void aBackupWithoutOneOfItsObjectsIsRefusedAtOnce() throws IOException {
        filled(60);
        Backup backup = backUp();
        String missing =
                database.objects.list("").stream()
                        .filter(key -> key.endsWith("data/00001.json.gz"))
                        .findFirst()
                        .orElseThrow();
        database.objects.delete(missing);

        assertThatThrownBy(
                        () ->
                                database.restores.fromBackup(
                                        backup.ref(), ref("new"), RestoreOverrides.NONE))
                .hasMessageContaining(missing + " is missing");
        assertThat(database.catalog.find(ref("new"))).isNull();
    }

    @Test
    void anInterruptedBackupIsTakenAgain() {
        filled(60);
        Backup backup = database.backups.create(ref("t"), "b");
        var _ = database.backups.runOnce(database.now);
        database.put("t", item("pk", "late", "sk", 1));
        database.now = database.now.plusSeconds(60);
        database.open();
        database.settle();

        Backup made = database.backups.describe(backup.ref());
        assertThat(made.status()).isEqualTo(Backup.Status.AVAILABLE);
        assertThat(made.items()).isEqualTo(61);
        assertThat(made.created()).isEqualTo(database.now);
    }

    @Test
    void anInterruptedBackupOfATableThatIsGoneIsGone() throws IOException {
        filled(60);
        Backup backup = database.backups.create(ref("t"), "b");
        var _ = database.backups.runOnce(database.now);
        database.catalog.delete(ref("t"));
        database.open();
        database.catalog.settle(ref("t"));
        database.settle();

        assertThatThrownBy(() -> database.backups.describe(backup.ref()))
                .isInstanceOf(DatabaseException.BackupNotFound.class);
        assertThat(database.objects.list("")).isEmpty();
    }

    @Test
    void anInterruptedRestoreGoesOnWhereItWas() {
        filled(60);
        Set<Item> then = database.itemsOf("t");
        Backup backup = backUp();
        database.restores.fromBackup(backup.ref(), ref("new"), RestoreOverrides.NONE);
        for (int step = 0; step < 4; step++) {
            var _ = database.restores.runOnce();
            database.open();
        }
        assertThat(database.itemsOf("new")).isNotEmpty().hasSizeLessThan(60);
        assertThat(database.catalog.describe(ref("new")).status()).isEqualTo(TableStatus.CREATING);
        database.settle();

        assertThat(database.itemsOf("new")).isEqualTo(then);
        assertThat(database.entriesOf("new", "ByB")).hasSize(60);
        assertThat(database.collections("new").stream().map(BackupsTest::keyless))
                .containsExactlyElementsOf(
                        database.collections("t").stream().map(BackupsTest::keyless).toList());
        database.open();
        assertThat(database.restores.runOnce()).isFalse();
    }

    @Test
    void aDeletedTableWithRecoveryLeavesItsLastBackupFor35Days() throws IOException {
        filled(60);
        Set<Item> then = database.itemsOf("t");
        database.catalog.updateRecovery(ref("t"), true, null);
        database.catalog.delete(ref("t"));
        database.catalog.settle(ref("t"));
        assertThat(database.catalog.find(ref("t"))).isNotNull();
        var _ = database.backups.runOnce(database.now);
        database.open();
        database.settle();

        assertThat(database.catalog.find(ref("t"))).isNull();
        var all = new Backups.Filter("t", null, null, Backup.Type.SYSTEM);
        List<Backup> backups =
                database.backups.list("123456789012", "eu-west-1", all, null, 100).backups();
        assertThat(backups).extracting(Backup::name).containsExactly("t$DeletedTableBackup");
        database.restores.fromBackup(backups.getFirst().ref(), ref("new"), RestoreOverrides.NONE);
        database.settle();
        assertThat(database.itemsOf("new")).isEqualTo(then);

        database.now = database.now.plus(Duration.ofDays(35)).minusSeconds(1);
        database.settle();
        assertThat(database.objects.list("")).isNotEmpty();
        database.now = database.now.plus(Duration.ofMinutes(2));
        database.settle();
        database.settle();
        assertThat(database.backups.list("123456789012", "eu-west-1", all, null, 100).backups())
                .isEmpty();
        assertThat(database.objects.list("")).isEmpty();
    }

    @Test
    void backupsAreListedByTimeAPageAtATime() {
        filled(1);
        Backup first = backUp();
        database.now = database.now.plusSeconds(10);
        Backup second = backUp();
        var everything = new Backups.Filter(null, null, null, null);

        Backups.Page page = list(everything, null, 1);
        assertThat(page.backups()).containsExactly(first);
        assertThat(list(everything, page.last(), 1))
                .isEqualTo(new Backups.Page(List.of(second), null));
        assertThat(list(new Backups.Filter("t", second.created(), null, null), null, 9).backups())
                .containsExactly(second);
        assertThat(list(new Backups.Filter("t", null, second.created(), null), null, 9).backups())
                .containsExactly(first);
        assertThat(list(new Backups.Filter("u", null, null, null), null, 9).backups()).isEmpty();
        assertThat(
                        list(new Backups.Filter(null, null, null, Backup.Type.SYSTEM), null, 9)
                                .backups())
                .isEmpty();
    }

    private Backups.Page list(Backups.Filter filter, @Nullable BackupRef after, int limit) {
        return database.backups.list("123456789012", "eu-west-1", filter, after, limit);
    }

    @Test
    void aDeletedBackupIsGoneWithItsObjects() throws IOException {
        filled(10);
        Backup backup = backUp();

        assertThat(database.backups.delete(backup.ref()).status()).isEqualTo(Backup.Status.DELETED);
        assertThatThrownBy(() -> database.backups.describe(backup.ref()))
                .hasMessage("Backup not found: " + backup.ref().arn());
        database.settle();
        assertThat(database.objects.list("")).isEmpty();
    }

    @Test
    void aBackupThatIsMadeOrRestoredFromCannotBeDeleted() {
        filled(60);
        BackupRef made = database.backups.create(ref("t"), "b").ref();
        assertThatThrownBy(() -> database.backups.delete(made))
                .isInstanceOf(DatabaseException.BackupInUse.class);
        assertThatThrownBy(
                        () -> database.restores.fromBackup(made, ref("new"), RestoreOverrides.NONE))
                .isInstanceOf(DatabaseException.BackupInUse.class);
        database.settle();
        database.restores.fromBackup(made, ref("new"), RestoreOverrides.NONE);
        assertThatThrownBy(() -> database.backups.delete(made))
                .isInstanceOf(DatabaseException.BackupInUse.class);
    }

    @Test
    void onlyIndexesOfTheSourceCanBeKept() {
        filled(10);
        Backup backup = backUp();
        IndexProjection all = new IndexProjection(IndexProjection.Type.ALL, List.of());
        IndexDeclaration byB =
                RestorableDatabase.index(
                        "ByB", all, RestorableDatabase.hash("b"), RestorableDatabase.range("pk"));
        IndexDeclaration other = RestorableDatabase.index("ByB", all, RestorableDatabase.hash("a"));

        database.restores.fromBackup(
                backup.ref(),
                ref("new"),
                new RestoreOverrides(null, List.of(byB), List.of(), null, null, null));
        database.settle();

        Table restored = database.catalog.describe(ref("new"));
        assertThat(restored.indexes())
                .extracting(i -> i.definition().name())
                .containsExactly("ByB");
        assertThat(restored.definition().attributes()).containsOnlyKeys("pk", "sk", "b");
        assertThatThrownBy(
                        () ->
                                database.restores.fromBackup(
                                        backup.ref(),
                                        ref("other"),
                                        new RestoreOverrides(
                                                null, List.of(other), null, null, null, null)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("ByB");
    }

    @Test
    void capacityCanBeOverridden() {
        filled(10);
        Backup backup = backUp();
        database.restores.fromBackup(
                backup.ref(),
                ref("new"),
                new RestoreOverrides(
                        BillingMode.PROVISIONED,
                        List.of(),
                        null,
                        new Throughput(3, 4),
                        null,
                        null));

        assertThat(database.catalog.describe(ref("new")).throughput())
                .isEqualTo(new Throughput(3, 4));
        assertThatThrownBy(
                        () ->
                                database.restores.fromBackup(
                                        backup.ref(),
                                        ref("other"),
                                        new RestoreOverrides(
                                                BillingMode.PROVISIONED,
                                                List.of(),
                                                null,
                                                null,
                                                null,
                                                null)))
                .isInstanceOf(ValidationException.class);
    }

    /** Backups, and restores to the moment, while three tellers contend for ten accounts. */
    @Test
    void transfersBetweenAccountsNeverShowHalf() throws Exception {
        database.create("t", false);
        for (int account = 0; account < 10; account++) {
            database.put("t", item("pk", "p", "sk", account, "b", 100));
        }
        database.catalog.updateRecovery(ref("t"), true, null);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> tellers = new ArrayList<>();
            for (int teller = 0; teller < 3; teller++) {
                Random random = new Random(20261121 + teller);
                tellers.add(threads.submit(() -> transfer(random, stop, done)));
            }
            for (int i = 0; i < 8; i++) {
                awaitMore(done);
                Backup backup = database.backups.create(ref("t"), "b");
                database.restores.toMoment(ref("t"), null, ref("m" + i), RestoreOverrides.NONE);
                awaitMore(done);
                database.now = database.now.plusMillis(1);
                database.settle();
                database.restores.fromBackup(backup.ref(), ref("r" + i), RestoreOverrides.NONE);
                database.settle();
                assertThat(total("r" + i)).isEqualTo(1000);
                assertThat(total("m" + i)).isEqualTo(1000);
            }
            stop.set(true);
            for (Future<?> teller : tellers) {
                teller.get();
            }
        }
        assertThat(total("t")).isEqualTo(1000);
    }

    private static void awaitMore(AtomicInteger done) {
        int enough = done.get() + 20;
        while (done.get() < enough) {
            Thread.onSpinWait();
        }
    }

    private int total(String table) {
        return database.itemsOf(table).stream()
                .map(item -> ((AttributeValue.N) Objects.requireNonNull(item.get("b"))).value())
                .mapToInt(BigDecimal::intValueExact)
                .sum();
    }

    private void transfer(Random random, AtomicBoolean stop, AtomicInteger done) {
        while (!stop.get()) {
            int from = random.nextInt(10);
            int to = (from + 1 + random.nextInt(9)) % 10;
            int amount = 1 + random.nextInt(20);
            try {
                database.transactions.write(
                        List.of(add(from, -amount), add(to, amount)), null, new byte[0]);
                done.incrementAndGet();
            } catch (DatabaseException.TransactionCanceled contended) {
                // Another teller was there first.
            }
        }
    }

    private static WriteElement add(int account, int amount) {
        Item key = item("pk", "p", "sk", account);
        var change = new ItemWrite.Change(key, TestExpressions.add("b", amount), Condition.ALWAYS);
        return new WriteElement(ref("t"), change, false);
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = Objects.requireNonNull(database.objects.get(key))) {
            return in.readAllBytes();
        }
    }

    private static String gunzip(byte[] bytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
