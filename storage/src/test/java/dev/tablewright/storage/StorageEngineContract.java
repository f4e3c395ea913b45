package dev.tablewright.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.ReadView.Range;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What every engine must do: the sentences of {@link StorageEngine}, {@link ReadView} and {@link
 * Commit}. A new engine subclasses this and passes; it never edits it.
 */
public abstract class StorageEngineContract {
    private static final long SEED = 20261121;
    private static final long SPACE = 7;

    /** Bytes that are often treated wrongly: the least, the greatest, and the sign bit. */
    private static final byte[] EDGES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};

    private StorageEngine engine = new InMemoryEngine();

    /** Opens an engine that holds nothing. */
    protected abstract StorageEngine openEmpty() throws Exception;

    /** Opens the engine under test. */
    @BeforeEach
    void open() throws Exception {
        engine = openEmpty();
    }

    /** Closes it. */
    @AfterEach
    void close() {
        engine.close();
    }

    // ---- Commits. ----

    @Test
    void committedValueIsReadWithTheVersionThatWroteIt() {
        Key key = key("p", "s");
        Version version = put(key, "1");

        assertThat(read(key)).isEqualTo(new Stored(bytes("1"), version));
        assertThat(read(key("p", "other"))).isNull();
    }

    /** Order by version is order of history; a reused version would make a stale check pass. */
    @Test
    void versionsGrowAndAreNeverReused() {
        Key key = key("p", "s");
        Version first = put(key, "1");
        engine.commit(new Commit(List.of(), List.of(new Write.Delete(key))));
        Version third = put(key, "1");

        assertThat(third.number()).isGreaterThan(first.number() + 1);
        assertThat(engine.commit(checked(Check.unchanged(key, new Stored(bytes("1"), first)))))
                .isInstanceOf(Commit.Result.Conflict.class);
    }

    @Test
    void allWritesOfOneCommitHaveItsVersion() {
        Version version = commit(List.of(write(key("a", ""), "1"), write(key("b", ""), "2")));

        assertThat(List.of(stored(key("a", "")), stored(key("b", ""))))
                .extracting(Stored::version)
                .containsOnly(version);
    }

    /**
     * Two writers read the same version; without this rule both would win and one update would be
     * lost.
     */
    @Test
    void secondOfTwoWritersThatReadTheSameVersionConflicts() {
        Key key = key("p", "s");
        put(key, "0");
        Check seen = Check.unchanged(key, read(key));
        Commit increment = new Commit(List.of(seen), List.of(write(key, "1")));

        assertThat(engine.commit(increment)).isInstanceOf(Commit.Result.Committed.class);
        assertThat(engine.commit(increment)).isEqualTo(new Commit.Result.Conflict(seen));
    }

    /** Two clients create the same item under a condition that it must not exist. */
    @Test
    void secondOfTwoCreatorsConflicts() {
        Key key = key("p", "s");
        Commit create = new Commit(List.of(Check.absent(key)), List.of(write(key, "1")));

        assertThat(engine.commit(create)).isInstanceOf(Commit.Result.Committed.class);
        assertThat(engine.commit(create)).isEqualTo(new Commit.Result.Conflict(Check.absent(key)));
    }

    /** The item was deleted, or deleted and made again, since it was read. */
    @Test
    void checkOfAValueThatIsGoneOrNewConflicts() {
        Key key = key("p", "s");
        Check seen = Check.unchanged(key, new Stored(bytes("1"), put(key, "1")));
        engine.commit(new Commit(List.of(), List.of(new Write.Delete(key))));
        assertThat(engine.commit(checked(seen))).isInstanceOf(Commit.Result.Conflict.class);
        put(key, "1");
        assertThat(engine.commit(checked(seen))).isInstanceOf(Commit.Result.Conflict.class);
    }

    /** An item that was deleted can be created again. */
    @Test
    void whatIsLoadedIsThereInPlaceOfWhatWas() {
        Version before = put(key("b", "1"), "old");
        ReadView early = engine.read();
        List<Write.Put> puts = new ArrayList<>();
        for (int i = 99; i >= 0; i--) {
            puts.add(new Write.Put(key("p" + i % 7, "s" + i), bytes("v" + i)));
        }
        puts.add(new Write.Put(key("b", "1"), bytes("new")));
        engine.load(puts);
        engine.load(List.of());

        try (ReadView view = engine.read()) {
            for (Write.Put put : puts) {
                Stored stored = Objects.requireNonNull(view.get(put.key()));
                assertThat(stored.value()).isEqualTo(put.value());
                assertThat(stored.version()).isGreaterThan(before);
            }
        }
        assertThat(early.get(key("b", "1"))).extracting(Stored::value).isEqualTo(bytes("old"));
        assertThat(early.get(key("p3", "s3"))).isNull();
        early.close();
        Version after = put(key("b", "1"), "newer");
        try (ReadView view = engine.read()) {
            assertThat(view.get(key("b", "1"))).isEqualTo(new Stored(bytes("newer"), after));
        }
    }

    @Test
    void deletedKeyIsAbsent() {
        Key key = key("p", "s");
        put(key, "1");
        engine.commit(new Commit(List.of(), List.of(new Write.Delete(key))));

        assertThat(read(key)).isNull();
        assertThat(engine.commit(checked(Check.absent(key))))
                .isInstanceOf(Commit.Result.Committed.class);
    }

    @Test
    void deletingAnAbsentKeyHasNoEffect() {
        Key key = key("p", "s");
        commit(List.of(new Write.Delete(key)));

        assertThat(read(key)).isNull();
    }

    /** An index entry must not appear for an item that was not written. */
    @Test
    void conflictWritesNothing() {
        Key checked = key("p", "checked");
        Key written = key("p", "written");
        put(checked, "1");
        Commit commit =
                new Commit(
                        List.of(Check.absent(checked)),
                        List.of(write(written, "2"), new Write.Delete(checked)));

        assertThat(engine.commit(commit)).isInstanceOf(Commit.Result.Conflict.class);
        assertThat(read(written)).isNull();
        assertThat(read(checked)).isNotNull();
    }

    /** TransactWriteItems reports which of its elements stood in the way. */
    @Test
    void conflictNamesTheFirstCheckThatFailedInListOrder() {
        Key a = key("a", "");
        Key b = key("b", "");
        Key c = key("c", "");
        put(b, "1");
        put(c, "1");
        List<Check> checks = List.of(Check.absent(a), Check.absent(c), Check.absent(b));

        assertThat(engine.commit(new Commit(checks, List.of())))
                .isEqualTo(new Commit.Result.Conflict(Check.absent(c)));
    }

    /** ConditionCheck in a transaction: only checks, no write. */
    @Test
    void commitWithoutWritesJudgesItsChecks() {
        Key key = key("p", "s");

        assertThat(engine.commit(checked(Check.absent(key))))
                .isInstanceOf(Commit.Result.Committed.class);
        put(key, "1");
        assertThat(engine.commit(checked(Check.absent(key))))
                .isInstanceOf(Commit.Result.Conflict.class);
    }

    @Test
    void tooLargeCommitIsRefusedWhole() {
        byte[] large = new byte[StorageEngine.MAX_COMMIT_BYTES];
        Key small = key("p", "small");
        Commit commit =
                new Commit(
                        List.of(),
                        List.of(
                                write(small, "1"),
                                new Write.Put(key("p", "large"), Bytes.wrap(large))));

        assertThatThrownBy(() -> engine.commit(commit))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(read(small)).isNull();
    }

    @Test
    void tooLargeKeyIsRefusedWhole() {
        Key small = key("p", "small");
        for (Key key :
                List.of(
                        new Key(SPACE, zeros(8 * 1024 + 1), Bytes.EMPTY),
                        new Key(SPACE, Bytes.EMPTY, zeros(16 * 1024 + 1)),
                        new Key(-1, Bytes.EMPTY, Bytes.EMPTY))) {
            assertThatThrownBy(() -> commit(List.of(write(small, "1"), write(key, "2"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(read(small)).isNull();
        }
    }

    @Test
    void greatestKeyAndEmptyPartsAreLegal() {
        Key greatest = new Key(Long.MAX_VALUE, zeros(8 * 1024), zeros(16 * 1024));
        Key least = new Key(0, Bytes.EMPTY, Bytes.EMPTY);
        commit(List.of(write(greatest, ""), write(least, "")));

        assertThat(stored(greatest).value()).isEqualTo(Bytes.EMPTY);
        assertThat(stored(least).value()).isEqualTo(Bytes.EMPTY);
        assertThat(scan(Long.MAX_VALUE, 0, 1, null)).containsExactly(greatest);
    }

    // ---- Views. ----

    /** A Query that reads many items must not see half of a transaction that came in between. */
    @Test
    void viewNeverChanges() {
        Key kept = key("p", "kept");
        Key gone = key("p", "gone");
        Version before = commit(List.of(write(kept, "1"), write(gone, "1")));
        try (ReadView view = engine.read()) {
            commit(List.of(write(kept, "2"), new Write.Delete(gone), write(key("p", "new"), "2")));

            assertThat(view.version()).isEqualTo(before);
            assertThat(view.get(kept)).isEqualTo(new Stored(bytes("1"), before));
            assertThat(view.get(gone)).isEqualTo(new Stored(bytes("1"), before));
            assertThat(keys(view.range(all(bytes("p"), true)))).containsExactly(gone, kept);
            assertThat(keys(view.scan(SPACE, 0, 1, null))).containsExactly(gone, kept);
        }
        assertThat(scan(SPACE, 0, 1, null)).containsExactly(kept, key("p", "new"));
    }

    @Test
    void viewSeesEverythingCommittedBeforeIt() {
        for (int i = 0; i < 20; i++) {
            Version version = put(key("p", "s" + i), "1");
            try (ReadView view = engine.read()) {
                assertThat(view.version()).isEqualTo(version);
                assertThat(view.get(key("p", "s" + i))).isNotNull();
            }
        }
    }

    @Test
    void emptyEngineHasNothing() {
        try (ReadView view = engine.read()) {
            assertThat(view.get(key("p", "s"))).isNull();
            assertThat(keys(view.range(all(bytes("p"), true)))).isEmpty();
            assertThat(keys(view.range(all(bytes("p"), false)))).isEmpty();
            assertThat(keys(view.scan(SPACE, 0, 1, null))).isEmpty();
        }
    }

    /** A cursor at its end stays there; paging code may ask again. */
    @Test
    void cursorAtItsEndStaysThere() {
        put(key("p", "s"), "1");
        try (ReadView view = engine.read();
                Cursor cursor = view.range(all(bytes("p"), true))) {
            assertThat(cursor.next()).isNotNull();
            assertThat(cursor.next()).isNull();
            assertThat(cursor.next()).isNull();
        }
    }

    // ---- Ranges. ----

    /** Every range of a small partition, in both directions, against the definition. */
    @Test
    void rangeHoldsExactlyWhatIsBetweenItsBounds() {
        List<Bytes> sorts =
                List.of(
                        Bytes.EMPTY,
                        raw(0),
                        raw(0, 0),
                        raw(0, 0xFF),
                        raw(1),
                        raw(0x7F),
                        raw(0x80),
                        raw(0xFF),
                        raw(0xFF, 0),
                        raw(0xFF, 0xFF));
        Bytes partition = raw(0xFF, 0xFF);
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < sorts.size(); i += 2) {
            writes.add(write(new Key(SPACE, partition, sorts.get(i)), "v"));
        }
        for (Bytes neighbour : List.of(raw(0xFF), raw(0xFF, 0xFF, 0), raw(0xFF, 0xFE), raw())) {
            writes.add(write(new Key(SPACE, neighbour, raw(1)), "neighbour"));
        }
        commit(writes);
        List<@Nullable Bytes> bounds = new ArrayList<>(sorts);
        bounds.add(null);
        try (ReadView view = engine.read()) {
            for (Bytes from : bounds) {
                for (Bytes to : bounds) {
                    for (int flags = 0; flags < 8; flags++) {
                        Range range =
                                new Range(
                                        SPACE,
                                        partition,
                                        from,
                                        (flags & 1) != 0,
                                        to,
                                        (flags & 2) != 0,
                                        (flags & 4) != 0);
                        assertThat(sorts(view.range(range)))
                                .as("%s", range)
                                .isEqualTo(expected(sorts, range));
                    }
                }
            }
        }
    }

    private static List<Bytes> expected(List<Bytes> sorts, Range range) {
        List<Bytes> expected = new ArrayList<>();
        for (int i = 0; i < sorts.size(); i += 2) {
            Bytes sort = sorts.get(i);
            Bytes from = range.from();
            Bytes to = range.to();
            int low = from == null ? 1 : sort.compareTo(from);
            int high = to == null ? -1 : sort.compareTo(to);
            boolean afterFrom = range.fromExclusive() ? low > 0 : low >= 0;
            boolean beforeTo = range.toExclusive() ? high < 0 : high <= 0;
            if (afterFrom && beforeTo) {
                expected.add(sort);
            }
        }
        return range.forward() ? expected : expected.reversed();
    }

    /** Spaces are numbered one after the other: a table beside its indexes. */
    @Test
    void neighbouringSpacesDoNotMix() {
        for (long space : new long[] {0, 1, 2, 255, 256, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            put(new Key(space, raw(0xFF), raw(0xFF)), "v");
        }
        for (long space : new long[] {0, 1, 2, 255, 256, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            Key only = new Key(space, raw(0xFF), raw(0xFF));
            assertThat(scan(space, 0, 1, null)).containsExactly(only);
            try (ReadView view = engine.read()) {
                assertThat(
                                keys(
                                        view.range(
                                                new Range(
                                                        space, raw(0xFF), null, false, null, false,
                                                        false))))
                        .containsExactly(only);
            }
        }
    }

    // ---- Scans. ----

    /** A parallel scan must return each item once, whatever the number of workers. */
    @Test
    void segmentsPartitionTheSpace() {
        Set<Key> all = fill(300);
        for (int segments : new int[] {1, 2, 3, 7, 64, 1_000_000}) {
            Map<Key, Integer> found = new HashMap<>();
            for (int segment : segmentsToTry(segments, all)) {
                for (Key key : scan(SPACE, segment, segments, null)) {
                    assertThat(found.put(key, segment)).as("%s twice", key).isNull();
                    try (ReadView view = engine.read()) {
                        assertThat(view.segmentOf(key, segments)).isEqualTo(segment);
                    }
                }
            }
            assertThat(found.keySet()).as("%s segments", segments).isEqualTo(all);
        }
    }

    private Set<Integer> segmentsToTry(int segments, Set<Key> keys) {
        Set<Integer> tried = new HashSet<>();
        try (ReadView view = engine.read()) {
            for (Key key : keys) {
                tried.add(view.segmentOf(key, segments));
            }
        }
        for (int segment = 0; segment < Math.min(segments, 100); segment++) {
            tried.add(segment);
        }
        return tried;
    }

    /** Workers of a parallel scan should have about equal work. */
    @Test
    void segmentsAreOfSimilarSize() {
        fill(1_000);
        for (int segment = 0; segment < 4; segment++) {
            assertThat(partitions(scan(SPACE, segment, 4, null))).hasSizeBetween(150, 350);
        }
    }

    /** An item collection is read with one seek; a page may end inside it. */
    @Test
    void scanKeepsPartitionsTogetherAndInOrder() {
        fill(100);
        Map<Bytes, List<Bytes>> sorts = new LinkedHashMap<>();
        Bytes last = null;
        for (Key key : scan(SPACE, 0, 1, null)) {
            if (!key.partition().equals(last)) {
                assertThat(sorts).as("partition comes once").doesNotContainKey(key.partition());
            }
            last = key.partition();
            sorts.computeIfAbsent(last, _ -> new ArrayList<>()).add(key.sort());
        }
        assertThat(sorts.values()).allSatisfy(list -> assertThat(list).isSorted());
    }

    /** LastEvaluatedKey continues on any page, also when the item has been deleted meanwhile. */
    @Test
    void scanContinuesAfterAnyKeyPresentOrNot() {
        fill(60);
        for (int segments : new int[] {1, 3}) {
            for (int segment = 0; segment < segments; segment++) {
                List<Key> before = scan(SPACE, segment, segments, null);
                for (int i = 0; i < before.size(); i += 5) {
                    Key after = before.get(i);
                    List<Key> rest = before.subList(i + 1, before.size());
                    assertThat(scan(SPACE, segment, segments, after)).isEqualTo(rest);
                }
                for (int i = 0; i < before.size(); i += 10) {
                    Key gone = before.get(i);
                    engine.commit(new Commit(List.of(), List.of(new Write.Delete(gone))));
                    assertThat(scan(SPACE, segment, segments, gone))
                            .isEqualTo(before.subList(i + 1, before.size()));
                    put(gone, "back");
                }
            }
        }
    }

    /** Order must not depend on what else is in the space, or pages would skip items. */
    @Test
    void scanOrderIsTheSameForEveryView() {
        fill(50);
        List<Key> before = scan(SPACE, 0, 1, null);
        for (int i = 0; i < 50; i++) {
            put(key("late" + i, ""), "v");
        }
        List<Key> after = new ArrayList<>(scan(SPACE, 0, 1, null));
        after.retainAll(before);

        assertThat(after).isEqualTo(before);
    }

    // ---- Dropping. ----

    /** DeleteTable must not leave anything that a later table of that space would see. */
    @Test
    void droppedSpaceIsEmptyAndItsNeighboursAreWhole() {
        Key below = new Key(SPACE - 1, raw(0xFF), raw(0xFF));
        Key above = new Key(SPACE + 1, raw(), raw());
        commit(List.of(write(below, "1"), write(above, "1")));
        Key one = fill(50).iterator().next();
        try (ReadView view = engine.read()) {
            engine.dropSpace(SPACE);

            assertThat(keys(view.scan(SPACE, 0, 1, null))).as("an older view").isNotEmpty();
        }
        assertThat(scan(SPACE, 0, 1, null)).isEmpty();
        assertThat(read(one)).isNull();
        assertThat(engine.commit(checked(Check.absent(one))))
                .isInstanceOf(Commit.Result.Committed.class);
        assertThat(read(below)).isNotNull();
        assertThat(read(above)).isNotNull();
        put(one, "again");
        assertThat(scan(SPACE, 0, 1, null)).containsExactly(one);
    }

    // ---- Against a model. ----

    /** Random histories, compared step by step with a sorted map that is obviously right. */
    @Test
    void randomHistoriesMatchASortedMap() {
        Random random = new Random(SEED);
        SortedMap<Key, Stored> model =
                new TreeMap<>(
                        Comparator.comparingLong(Key::space)
                                .thenComparing(Key::partition)
                                .thenComparing(Key::sort));
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(20)) {
                case 0 -> assertSameRange(random, model, step);
                case 1 -> assertSameScan(random, model, step);
                default -> randomCommit(random, model, step);
            }
            if (step % 500 == 499) {
                long space = random.nextInt(3);
                engine.dropSpace(space);
                model.keySet().removeIf(key -> key.space() == space);
            }
        }
    }

    private void randomCommit(Random random, Map<Key, Stored> model, int step) {
        Map<Key, Write> writes = new LinkedHashMap<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            Key key = randomKey(random);
            writes.put(
                    key,
                    random.nextInt(3) == 0 ? new Write.Delete(key) : write(key, "v" + step + n));
        }
        List<Check> checks = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            Key key = randomKey(random);
            Stored now = model.get(key);
            checks.add(
                    random.nextInt(6) == 0
                            ? new Check(key, new Version(1 + random.nextInt(step + 1)))
                            : Check.unchanged(key, now));
        }
        Check failing =
                checks.stream().filter(check -> !holds(check, model)).findFirst().orElse(null);
        switch (engine.commit(new Commit(checks, List.copyOf(writes.values())))) {
            case Commit.Result.Conflict(var failed) ->
                    assertThat(failed).as("seed %s step %s", SEED, step).isEqualTo(failing);
            case Commit.Result.Committed(var version) -> {
                assertThat(failing).as("seed %s step %s", SEED, step).isNull();
                for (Write write : writes.values()) {
                    switch (write) {
                        case Write.Put(var key, var value) ->
                                model.put(key, new Stored(value, version));
                        case Write.Delete(var key) -> model.remove(key);
                    }
                }
            }
        }
        for (Key key : writes.keySet()) {
            assertThat(read(key)).as("seed %s step %s", SEED, step).isEqualTo(model.get(key));
        }
    }

    private static boolean holds(Check check, Map<Key, Stored> model) {
        Stored now = model.get(check.key());
        Version seen = check.seen();
        return now == null ? seen == null : now.version().equals(seen);
    }

    private void assertSameRange(Random random, Map<Key, Stored> model, int step) {
        Key key = randomKey(random);
        Range range =
                new Range(
                        key.space(),
                        key.partition(),
                        random.nextBoolean() ? randomKey(random).sort() : null,
                        random.nextBoolean(),
                        random.nextBoolean() ? randomKey(random).sort() : null,
                        random.nextBoolean(),
                        random.nextBoolean());
        List<Bytes> all =
                model.keySet().stream()
                        .filter(k -> k.space() == key.space())
                        .filter(k -> k.partition().equals(key.partition()))
                        .map(Key::sort)
                        .toList();
        // The helper takes every second one: double them.
        List<Bytes> doubled = all.stream().flatMap(sort -> List.of(sort, sort).stream()).toList();
        try (ReadView view = engine.read()) {
            assertThat(sorts(view.range(range)))
                    .as("seed %s step %s: %s", SEED, step, range)
                    .isEqualTo(expected(doubled, range));
        }
    }

    private void assertSameScan(Random random, Map<Key, Stored> model, int step) {
        long space = random.nextInt(3);
        int segments = 1 + random.nextInt(4);
        List<Key> found = new ArrayList<>();
        for (int segment = 0; segment < segments; segment++) {
            found.addAll(scan(space, segment, segments, null));
        }
        assertThat(found)
                .as("seed %s step %s", SEED, step)
                .containsExactlyInAnyOrderElementsOf(
                        model.keySet().stream().filter(key -> key.space() == space).toList());
    }

    private static Key randomKey(Random random) {
        return new Key(random.nextInt(3), edges(random, 2), edges(random, 3));
    }

    private static Bytes edges(Random random, int bound) {
        byte[] bytes = new byte[random.nextInt(bound)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = EDGES[random.nextInt(EDGES.length)];
        }
        return Bytes.wrap(bytes);
    }

    // ---- Concurrency. ----

    /** Serializability in its plainest form: read, add one, commit if unchanged, else again. */
    @Test
    void concurrentIncrementsAreAllCounted() throws Exception {
        int threads = 4;
        int increments = 100;
        Key counter = key("p", "counter");
        inParallel(
                threads,
                _ -> {
                    for (int i = 0; i < increments; i++) {
                        increment(counter);
                    }
                });

        assertThat(number(read(counter))).isEqualTo(threads * increments);
    }

    /**
     * Write skew: each of two commits checks what the other writes. In any serial order the sum of
     * all accounts stays what it was, and no view may see another sum.
     */
    @Test
    void transfersNeverChangeTheSumThatAnyViewSees() throws Exception {
        int accounts = 5;
        List<Write> start = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            start.add(write(account(i), "100"));
        }
        commit(start);
        inParallel(
                4,
                thread -> {
                    Random random = new Random(SEED + thread);
                    for (int i = 0; i < 100; i++) {
                        if (thread == 0) {
                            assertThat(sum(accounts)).isEqualTo(accounts * 100);
                        } else {
                            transfer(
                                    account(random.nextInt(accounts)),
                                    account(random.nextInt(accounts)));
                        }
                    }
                });

        assertThat(sum(accounts)).isEqualTo(accounts * 100);
    }

    private static Key account(int number) {
        return key("account" + number, "");
    }

    private int sum(int accounts) {
        try (ReadView view = engine.read()) {
            int sum = 0;
            for (int i = 0; i < accounts; i++) {
                sum += number(view.get(account(i)));
            }
            return sum;
        }
    }

    private void transfer(Key from, Key to) {
        if (from.equals(to)) {
            return;
        }
        while (true) {
            try (ReadView view = engine.read()) {
                Stored source = view.get(from);
                Stored target = view.get(to);
                Commit move =
                        new Commit(
                                List.of(Check.unchanged(from, source), Check.unchanged(to, target)),
                                List.of(
                                        write(from, String.valueOf(number(source) - 1)),
                                        write(to, String.valueOf(number(target) + 1))));
                if (engine.commit(move) instanceof Commit.Result.Committed) {
                    return;
                }
            }
        }
    }

    private void increment(Key counter) {
        while (true) {
            try (ReadView view = engine.read()) {
                Stored now = view.get(counter);
                Commit commit =
                        new Commit(
                                List.of(Check.unchanged(counter, now)),
                                List.of(write(counter, String.valueOf(number(now) + 1))));
                if (engine.commit(commit) instanceof Commit.Result.Committed) {
                    return;
                }
            }
        }
    }

    /** A view's version is a promise: whoever polls from there on misses no commit. */
    @Test
    void viewSeesEveryCommitUpToItsVersion() throws Exception {
        Map<Key, Version> committed = new ConcurrentHashMap<>();
        List<ReadView> views = new ArrayList<>();
        inParallel(
                4,
                thread -> {
                    for (int i = 0; i < 100; i++) {
                        if (thread == 0) {
                            Set<Key> acknowledged = Set.copyOf(committed.keySet());
                            ReadView view = engine.read();
                            views.add(view);
                            assertThat(acknowledged).allMatch(key -> view.get(key) != null);
                        } else {
                            Key key = key("t" + thread, "i" + i);
                            committed.put(key, put(key, "v"));
                        }
                    }
                });

        assertThat(new HashSet<>(committed.values())).as("one version each").hasSize(300);
        for (ReadView view : views) {
            committed.forEach(
                    (key, version) -> {
                        if (version.compareTo(view.version()) <= 0) {
                            assertThat(view.get(key)).isNotNull();
                        }
                    });
            view.close();
        }
    }

    private interface Task {
        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Task task) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(
                        pool.submit(
                                () -> {
                                    task.run(thread);
                                    return null;
                                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    // ---- Shorthand. ----

    private Set<Key> fill(int partitions) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            for (int sort = 0; sort <= i % 3; sort++) {
                writes.add(write(key("p" + i, "s" + sort), "v"));
            }
        }
        commit(writes);
        Set<Key> keys = new HashSet<>();
        writes.forEach(write -> keys.add(write.key()));
        return keys;
    }

    private static Set<Bytes> partitions(List<Key> keys) {
        Set<Bytes> partitions = new HashSet<>();
        keys.forEach(key -> partitions.add(key.partition()));
        return partitions;
    }

    private Version put(Key key, String value) {
        return commit(List.of(write(key, value)));
    }

    private Version commit(List<Write> writes) {
        return switch (engine.commit(new Commit(List.of(), writes))) {
            case Commit.Result.Committed(var version) -> version;
            case Commit.Result.Conflict conflict -> throw new AssertionError(conflict);
        };
    }

    private @Nullable Stored read(Key key) {
        try (ReadView view = engine.read()) {
            return view.get(key);
        }
    }

    private Stored stored(Key key) {
        Stored stored = read(key);
        assertThat(stored).isNotNull();
        return stored == null ? new Stored(Bytes.EMPTY, new Version(0)) : stored;
    }

    private List<Key> scan(long space, int segment, int segments, @Nullable Key after) {
        try (ReadView view = engine.read()) {
            return keys(view.scan(space, segment, segments, after));
        }
    }

    private static List<Key> keys(Cursor cursor) {
        List<Key> keys = new ArrayList<>();
        try (cursor) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                keys.add(entry.key());
            }
        }
        return keys;
    }

    private static List<Bytes> sorts(Cursor cursor) {
        return keys(cursor).stream().map(Key::sort).toList();
    }

    private static Range all(Bytes partition, boolean forward) {
        return new Range(SPACE, partition, null, false, null, false, forward);
    }

    private static Commit checked(Check check) {
        return new Commit(List.of(check), List.of());
    }

    private static Write write(Key key, String value) {
        return new Write.Put(key, bytes(value));
    }

    private static Key key(String partition, String sort) {
        return new Key(SPACE, bytes(partition), bytes(sort));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes zeros(int length) {
        return Bytes.wrap(new byte[length]);
    }

    private static Bytes raw(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(Arrays.copyOf(bytes, bytes.length));
    }

    private static int number(@Nullable Stored stored) {
        return stored == null
                ? 0
                : Integer.parseInt(new String(stored.value().array(), StandardCharsets.UTF_8));
    }
}
