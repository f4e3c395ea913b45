package dev.tablewright.engine.backup;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.backup.RestorableDatabase.hash;
import static dev.tablewright.engine.backup.RestorableDatabase.index;
import static dev.tablewright.engine.backup.RestorableDatabase.range;
import static dev.tablewright.engine.backup.RestorableDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.Exports.Wanted;
import dev.tablewright.engine.backup.Import.Compression;
import dev.tablewright.engine.backup.Import.Format;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.objects.InMemoryObjects;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.json.ItemJson;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonWriter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Exports to buckets, and imports from them. */
class TransfersTest {
    private static final TransferRequest ONCE = request(null, "");
    private static final IndexProjection ALL =
            new IndexProjection(IndexProjection.Type.ALL, List.of());

    private final RestorableDatabase database = new RestorableDatabase();
    private final InMemoryObjects bucket = new InMemoryObjects();

    @BeforeEach
    void makeBucket() {
        database.buckets.put("bucket", bucket);
    }

    private static TransferRequest request(@Nullable String token, String body) {
        return new TransferRequest(token, body);
    }

    private static Export.Destination to(@Nullable String prefix) {
        return new Export.Destination("bucket", null, prefix, null, null);
    }

    private void recovered(String name) {
        database.create(name);
        database.catalog.updateRecovery(ref(name), true, null);
    }

    private Export export(Wanted wanted, @Nullable String prefix) {
        Export begun = database.exports.begin(ref("t"), wanted, to(prefix), ONCE);
        assertThat(begun.status()).isEqualTo(Export.Status.IN_PROGRESS);
        database.settle();
        return database.exports.describe(begun.ref());
    }

    private List<String> checked(Export export, String prefix) throws IOException {
        return new ExportLayoutCheck(bucket, prefix + "AWSDynamoDB/" + export.ref().id() + "/")
                .lines();
    }

    // Exports

    @Test
    void aFullExportHasTheItemsOfItsMomentInAwssLayout() throws IOException {
        recovered("t");
        Set<Item> then = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Item item = item("pk", "p" + i % 5, "sk", i, "a", "a" + i % 3);
            then.add(item);
            database.put("t", item);
        }
        Instant moment = database.now;
        database.now = moment.plusSeconds(1);
        database.remove("t", item("pk", "p1", "sk", 1));
        database.put("t", item("pk", "p2", "sk", 2, "a", "changed"));
        database.put("t", item("pk", "new", "sk", 2));

        Export export = export(new Wanted.Full(moment), "some/where");

        assertThat(export.status()).isEqualTo(Export.Status.COMPLETED);
        assertThat(export.items()).isEqualTo(40);
        assertThat(export.manifest())
                .isEqualTo(
                        "some/where/AWSDynamoDB/" + export.ref().id() + "/manifest-summary.json");
        Set<Item> lines = new HashSet<>();
        for (String line : checked(export, "some/where/")) {
            lines.add(JsonItemLines.item(line.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(lines).isEqualTo(then);
    }

    @Test
    void anExportIsMadeAnewAfterACrash() throws IOException {
        recovered("t");
        for (int i = 0; i < 40; i++) {
            database.put("t", item("pk", "p" + i % 5, "sk", i));
        }
        Export begun = database.exports.begin(ref("t"), new Wanted.Full(null), to(null), ONCE);
        database.now = database.now.plusSeconds(1);
        for (int step = 0; step < 3; step++) {
            var _ = database.exports.runOnce();
            database.put("t", item("pk", "later", "sk", step));
            database.open();
        }
        database.settle();

        assertThat(checked(database.exports.describe(begun.ref()), "")).hasSize(40);
    }

    @Test
    void whatChangedIsExportedOnceWithBothImages() throws IOException {
        recovered("t");
        database.put("t", item("pk", "a", "sk", 1, "x", 1));
        database.put("t", item("pk", "b", "sk", 1, "x", 1));
        database.put("t", item("pk", "c", "sk", 1, "x", 1));
        Instant from = database.now.plusSeconds(60);
        database.now = from;
        database.put("t", item("pk", "a", "sk", 1, "x", 2));
        database.put("t", item("pk", "a", "sk", 1, "x", 3));
        database.remove("t", item("pk", "b", "sk", 1));
        database.put("t", item("pk", "d", "sk", 1, "x", 1));
        database.put("t", item("pk", "gone", "sk", 1, "x", 1));
        database.remove("t", item("pk", "gone", "sk", 1));
        Instant to = from.plus(Duration.ofMinutes(20));
        database.now = to;
        database.put("t", item("pk", "a", "sk", 1, "x", 4));

        Export both = export(new Wanted.Changes(from, to, true), null);
        String meta =
                "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\""
                        + from.toEpochMilli() * 1000
                        + "\"}},\"Keys\":";
        assertThat(checked(both, ""))
                .containsExactlyInAnyOrder(
                        meta
                                + "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}},"
                                + "\"OldImage\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"},\"x\":{\"N\":\"1\"}},"
                                + "\"NewImage\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"},\"x\":{\"N\":\"3\"}}}",
                        meta
                                + "{\"pk\":{\"S\":\"b\"},\"sk\":{\"N\":\"1\"}},"
                                + "\"OldImage\":{\"pk\":{\"S\":\"b\"},\"sk\":{\"N\":\"1\"},\"x\":{\"N\":\"1\"}}}",
                        meta
                                + "{\"pk\":{\"S\":\"d\"},\"sk\":{\"N\":\"1\"}},"
                                + "\"NewImage\":{\"pk\":{\"S\":\"d\"},\"sk\":{\"N\":\"1\"},\"x\":{\"N\":\"1\"}}}");
        Export news = export(new Wanted.Changes(from, to, false), null);
        assertThat(checked(news, "")).hasSize(3).noneMatch(line -> line.contains("OldImage"));
    }

    /** A full export with all that follow it, one after the other, is the table at every end. */
    @Test
    void incrementalExportsLeadFromOneFullExportToTheNext() throws IOException {
        long seed = 20261121;
        Random random = new Random(seed);
        recovered("t");
        NavigableMap<Instant, Set<Item>> states = new TreeMap<>();
        Instant begun = database.now;
        for (int window = 0; window < 6; window++) {
            for (int i = 0; i < 60; i++) {
                String pk = "p" + random.nextInt(4);
                int sk = random.nextInt(5);
                if (random.nextInt(3) == 0) {
                    database.remove("t", item("pk", pk, "sk", sk));
                } else {
                    database.put("t", item("pk", pk, "sk", sk, "x", random.nextInt()));
                }
                database.now = database.now.plusSeconds(20);
            }
            states.put(database.now, database.itemsOf("t"));
        }
        Map<Item, Item> rebuilt = new HashMap<>();
        Instant from = begun;
        for (Map.Entry<Instant, Set<Item>> state : states.entrySet()) {
            Export export = export(new Wanted.Changes(from, state.getKey(), false), null);
            for (String line : checked(export, "")) {
                Item key = part(line, "Keys");
                Item now = part(line, "NewImage");
                if (now == null) {
                    rebuilt.remove(key);
                } else {
                    rebuilt.put(key, now);
                }
            }
            assertThat(new HashSet<>(rebuilt.values()))
                    .as("seed " + seed + " at " + state.getKey())
                    .isEqualTo(state.getValue());
            from = state.getKey();
        }
    }

    private static @Nullable Item part(String line, String member) {
        int start = line.indexOf("\"" + member + "\":");
        if (start < 0) {
            return null;
        }
        var members = JsonMembers.parse(line.getBytes(StandardCharsets.UTF_8));
        var value = members.get(member);
        return value == null ? null : ItemJson.item(value).orThrow();
    }

    @Test
    void whatCannotBeExportedIsRefused() {
        database.create("t");
        assertThatThrownBy(() -> export(new Wanted.Full(null), null))
                .isInstanceOf(DatabaseException.RecoveryUnavailable.class);
        assertThatThrownBy(
                        () ->
                                database.exports.begin(
                                        ref("none"), new Wanted.Full(null), to(null), ONCE))
                .isInstanceOf(DatabaseException.TableNotFound.class);
        database.catalog.updateRecovery(ref("t"), true, null);
        Instant now = database.now;
        for (Wanted wrong :
                List.of(
                        new Wanted.Full(now.minusSeconds(5)),
                        new Wanted.Full(now.plusSeconds(5)),
                        new Wanted.Changes(now, null, true),
                        new Wanted.Changes(now.plusSeconds(9), now, true))) {
            assertThatThrownBy(() -> export(wrong, null))
                    .isInstanceOf(DatabaseException.InvalidExportTime.class);
        }
        database.now = now.plus(Duration.ofHours(30));
        assertThatThrownBy(() -> export(new Wanted.Changes(now, null, true), null))
                .hasMessageContaining("at most 24 hours");
    }

    @Test
    void anExportToNoBucketFails() {
        recovered("t");
        Export begun =
                database.exports.begin(
                        ref("t"),
                        new Wanted.Full(null),
                        new Export.Destination("nowhere", null, null, null, null),
                        ONCE);
        Export failed = database.exports.describe(begun.ref());
        assertThat(failed.status()).isEqualTo(Export.Status.FAILED);
        assertThat(failed.failure())
                .isEqualTo(
                        new TransferFailure(
                                "S3NoSuchBucket", "The specified bucket does not exist"));
    }

    @Test
    void theSameTokenBeginsOneExportWithinEightHours() {
        recovered("t");
        Wanted now = new Wanted.Full(null);
        Export first = database.exports.begin(ref("t"), now, to(null), request("k", "1"));
        database.settle();
        assertThat(database.exports.begin(ref("t"), now, to(null), request("k", "1")).ref())
                .isEqualTo(first.ref());
        assertThatThrownBy(() -> database.exports.begin(ref("t"), now, to(null), request("k", "2")))
                .isInstanceOf(DatabaseException.ExportConflict.class);
        database.now = database.now.plus(Duration.ofHours(8));
        assertThat(database.exports.begin(ref("t"), now, to(null), request("k", "2")).ref())
                .isNotEqualTo(first.ref());
        assertThat(database.exports.list("123456789012", "eu-west-1", null, null, 9)).hasSize(2);
        database.now = database.now.plus(Duration.ofDays(83));
        assertThat(database.exports.list("123456789012", "eu-west-1", "t", null, 9)).hasSize(2);
        database.now = database.now.plus(Duration.ofDays(8));
        assertThat(database.exports.list("123456789012", "eu-west-1", "t", null, 9)).isEmpty();
    }

    // Imports

    private static NewTable table(String name) {
        return new NewTable(
                ref(name),
                List.of(
                        new AttributeDeclaration("pk", KeyType.S),
                        new AttributeDeclaration("sk", KeyType.N),
                        new AttributeDeclaration("b", KeyType.N)),
                List.of(hash("pk"), range("sk")),
                null,
                List.of(index("ByB", ALL, hash("b"), range("pk"))),
                BillingMode.PAY_PER_REQUEST,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                Map.of());
    }

    private Import imported(@Nullable String prefix, Import.Form form) {
        Import begun =
                database.imports.begin(
                        table("new"), new Import.Source("bucket", null, prefix), form, "{}", ONCE);
        database.settle();
        return database.imports.describe(begun.ref());
    }

    private static Import.Form json(Compression compression) {
        return new Import.Form(Format.DYNAMODB_JSON, compression, null);
    }

    private void put(String key, String content, Compression compression) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (compression) {
                    case NONE -> bytes;
                    case GZIP -> new GZIPOutputStream(bytes);
                    case ZSTD -> new ZstdOutputStream(bytes);
                }) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        bucket.put(key, bytes.toByteArray());
    }

    private static String line(Item item) {
        var out = new JsonWriter();
        var _ = out.beginObject().name("Item").item(item).endObject();
        return out.toString();
    }

    @ParameterizedTest
    @EnumSource
    void everyCompressionIsRead(Compression compression) throws IOException {
        Item one = item("pk", "a", "sk", 1, "b", 7, "text", "täxt");
        Item two = item("pk", "a", "sk", 2);
        put("in/one", line(one) + "\r\n\n" + line(two), compression);
        put("other", "no item", compression);

        Import is = imported("in/", json(compression));

        assertThat(is.status()).isEqualTo(Import.Status.COMPLETED);
        assertThat(is.items()).isEqualTo(2);
        assertThat(is.errors()).isZero();
        assertThat(database.itemsOf("new")).containsExactlyInAnyOrder(one, two);
        assertThat(database.entriesOf("new", "ByB")).containsExactly(one);
        assertThat(database.catalog.describe(ref("new")).status()).isEqualTo(TableStatus.ACTIVE);
        assertThat(database.catalog.describe(ref("new")).settings().restoration()).isNull();
    }

    @Test
    void whatDoesNotFitIsLeftOutAndCounted() throws IOException {
        Item good = item("pk", "a", "sk", 1, "b", 1);
        put(
                "data",
                String.join(
                        "\n",
                        line(good),
                        "no json",
                        "{\"Item\":{\"pk\":{\"S\":\"a\"}}}",
                        "{\"Item\":{\"pk\":{\"N\":\"1\"},\"sk\":{\"N\":\"1\"}}}",
                        "{\"Item\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"2\"},\"b\":{\"S\":\"x\"}}}",
                        "{\"Other\":{}}",
                        line(item("pk", "a", "sk", 3, "big", "x".repeat(410_000)))),
                Compression.NONE);

        Import is = imported(null, json(Compression.NONE));

        assertThat(is.items()).isEqualTo(7);
        assertThat(is.imported()).isEqualTo(1);
        assertThat(is.errors()).isEqualTo(6);
        assertThat(is.status()).isEqualTo(Import.Status.FAILED);
        assertThat(is.failure()).extracting(TransferFailure::code).isEqualTo("ItemValidationError");
        assertThat(database.itemsOf("new")).containsExactly(good);
    }

    @Test
    void anItemReplacesAnEarlierOneOfItsKeyInTheIndexToo() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append(line(item("pk", "a", "sk", i % 2, "b", i))).append('\n');
        }
        put("data", lines.toString(), Compression.NONE);

        Import is = imported(null, json(Compression.NONE));

        assertThat(is.imported()).isEqualTo(30);
        assertThat(database.itemsOf("new"))
                .containsExactlyInAnyOrder(
                        item("pk", "a", "sk", 0, "b", 28), item("pk", "a", "sk", 1, "b", 29));
        assertThat(database.entriesOf("new", "ByB")).hasSize(2);
    }

    @Test
    void anImportGoesOnWhereACrashCutItOff() throws IOException {
        Set<Item> all = new HashSet<>();
        for (int object = 0; object < 3; object++) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                Item item = item("pk", "p" + object, "sk", i, "b", i);
                all.add(item);
                lines.append(line(item)).append('\n');
            }
            put("data" + object, lines.toString(), Compression.GZIP);
        }
        Import begun =
                database.imports.begin(
                        table("new"),
                        new Import.Source("bucket", null, null),
                        json(Compression.GZIP),
                        "{}",
                        ONCE);
        while (database.imports.runOnce()) {
            assertThat(database.catalog.describe(ref("new")).status())
                    .isEqualTo(TableStatus.CREATING);
            database.open();
        }
        database.settle();

        Import is = database.imports.describe(begun.ref());
        assertThat(is.items()).isEqualTo(90);
        assertThat(is.imported()).isEqualTo(90);
        assertThat(database.itemsOf("new")).isEqualTo(all);
    }

    @Test
    void valuesOfKeysHaveTheirTypesAndOthersAreStrings() throws IOException {
        put(
                "data",
                """
                pk,sk,b,text,more
                a,1,5,"said ""yes"", and
                went",12
                b,2.50,6,,
                c,none,6,x,y
                d,4,6,too few
                """,
                Compression.NONE);

        Import is = imported(null, new Import.Form(Format.CSV, Compression.NONE, null));

        assertThat(is.items()).isEqualTo(4);
        assertThat(is.errors()).isEqualTo(2);
        assertThat(database.itemsOf("new"))
                .containsExactlyInAnyOrder(
                        item(
                                "pk",
                                "a",
                                "sk",
                                1,
                                "b",
                                5,
                                "text",
                                "said \"yes\", and\nwent",
                                "more",
                                "12"),
                        item("pk", "b", "sk", 2.5, "b", 6, "text", "", "more", ""));
    }

    @Test
    void headersAndDelimiterCanBeGiven() throws IOException {
        put("data", "a;1;5\r\nb;2;6\r\n", Compression.NONE);
        var csv = new Import.Csv(";", List.of("pk", "sk", "b"));

        Import is = imported(null, new Import.Form(Format.CSV, Compression.NONE, csv));

        assertThat(is.errors()).isZero();
        assertThat(database.itemsOf("new"))
                .containsExactlyInAnyOrder(
                        item("pk", "a", "sk", 1, "b", 5), item("pk", "b", "sk", 2, "b", 6));
    }

    @Test
    void anImportOfADamagedObjectLeavesNoTable() throws IOException {
        put("data", line(item("pk", "a", "sk", 1)), Compression.NONE);

        Import is = imported(null, json(Compression.GZIP));

        assertThat(is.status()).isEqualTo(Import.Status.FAILED);
        assertThat(database.catalog.find(ref("new"))).isNull();
    }

    @Test
    void anImportFromNoBucketMakesNoTable() {
        Import begun =
                database.imports.begin(
                        table("new"),
                        new Import.Source("nowhere", null, null),
                        json(Compression.NONE),
                        "{}",
                        ONCE);
        assertThat(database.imports.describe(begun.ref()).failure())
                .isEqualTo(TransferFailure.NO_BUCKET);
        assertThat(database.catalog.find(ref("new"))).isNull();
    }

    @Test
    void theSameTokenBeginsOneImport() throws IOException {
        put("data", line(item("pk", "a", "sk", 1)), Compression.NONE);
        var from = new Import.Source("bucket", null, null);
        Import first =
                database.imports.begin(
                        table("new"), from, json(Compression.NONE), "{}", request("k", "1"));
        database.settle();
        assertThat(
                        database.imports
                                .begin(
                                        table("new"),
                                        from,
                                        json(Compression.NONE),
                                        "{}",
                                        request("k", "1"))
                                .ref())
                .isEqualTo(first.ref());
        assertThatThrownBy(
                        () ->
                                database.imports.begin(
                                        table("other"),
                                        from,
                                        json(Compression.NONE),
                                        "{}",
                                        request("k", "2")))
                .isInstanceOf(DatabaseException.ImportConflict.class);
        assertThatThrownBy(
                        () ->
                                database.imports.begin(
                                        table("new"), from, json(Compression.NONE), "{}", ONCE))
                .isInstanceOf(DatabaseException.ResourceInUse.class)
                .hasMessage("Table already exists: new");
    }

    // Together

    @Test
    void aBackupLoadsByImport() throws IOException {
        database.create("t");
        for (int i = 0; i < 30; i++) {
            database.put("t", item("pk", "p" + i % 4, "sk", i, "b", i % 3));
        }
        Backup backup = database.backups.create(ref("t"), "b");
        database.settle();
        database.buckets.put("backups", database.objects);
        String prefix = Backups.layoutOf(backup.ref()).data();
        Import begun =
                database.imports.begin(
                        table("new"),
                        new Import.Source("backups", null, prefix),
                        json(Compression.GZIP),
                        "{}",
                        ONCE);
        database.settle();

        assertThat(database.imports.describe(begun.ref()).errors()).isZero();
        assertThat(database.itemsOf("new")).isEqualTo(database.itemsOf("t"));
        new ExportLayoutCheck(database.objects, Backups.layoutOf(backup.ref()).prefix()).lines();
    }

    /** As another tool would write it: other names of files, members in another order. */
    @Test
    void anExportWrittenByHandRestores() throws IOException {
        String home = "AWSDynamoDB/01693685827463-2d8752fd/";
        String data = home + "data/sgad6417s6vss4p7owp0471bcq.json.gz";
        put(
                data,
                """
                {"Item": {"sk": {"N": "1"}, "pk": {"S": "a"}}}
                {"Item":{"pk":{"S":"b"},"sk":{"N":"2"}}}
                """,
                Compression.GZIP);
        String md5;
        try (var in = bucket.get(data)) {
            md5 = Checksums.md5(in == null ? new byte[0] : in.readAllBytes());
        }
        String files =
                "{\"itemCount\":2,\"md5Checksum\":\""
                        + md5
                        + "\",\"etag\":\"f1a9-1\",\"dataFileS3Key\":\""
                        + data
                        + "\"}\n";
        String summary =
                "{\"version\":\"2020-06-30\",\"itemCount\":2,\"manifestFilesS3Key\":\""
                        + home
                        + "manifest-files.json\",\"outputFormat\":\"DYNAMODB_JSON\"}";
        put(home + "manifest-files.json", files, Compression.NONE);
        put(home + "manifest-files.md5", md5(files), Compression.NONE);
        put(home + "manifest-summary.json", summary, Compression.NONE);
        put(home + "manifest-summary.md5", md5(summary), Compression.NONE);

        var reader =
                new ExportReader(
                        bucket, new ExportLayout("bucket", null, "01693685827463-2d8752fd"));
        reader.requireFiles();
        assertThat(reader.items(reader.files().getFirst()))
                .containsExactly(item("pk", "a", "sk", 1), item("pk", "b", "sk", 2));
        Import is = imported(home + "data/", json(Compression.GZIP));
        assertThat(is.errors()).isZero();
        assertThat(database.itemsOf("new")).hasSize(2);
    }

    private static String md5(String text) {
        return Checksums.md5(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A restore of such a table is none of an import's: each takes up its own after a crash. */
    @Test
    void importsAndRestoresSurviveACrashSideBySide() throws IOException {
        recovered("t");
        for (int i = 0; i < 30; i++) {
            database.put("t", item("pk", "a", "sk", i));
        }
        Instant moment = database.now;
        database.restores.toMoment(ref("t"), moment, ref("restored"), RestoreOverrides.NONE);
        put("data", line(item("pk", "a", "sk", 1)), Compression.NONE);
        Import begun =
                database.imports.begin(
                        table("new"),
                        new Import.Source("bucket", null, null),
                        json(Compression.NONE),
                        "{}",
                        ONCE);
        database.open();
        database.settle();

        assertThat(database.itemsOf("restored")).hasSize(30);
        assertThat(database.imports.describe(begun.ref()).status())
                .isEqualTo(Import.Status.COMPLETED);
    }
}
