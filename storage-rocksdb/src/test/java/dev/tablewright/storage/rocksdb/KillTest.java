package dev.tablewright.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.Version;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process that writes is killed, as by {@code kill -9}; the next one opens what it left. */
class KillTest {
    private static final int THREADS = 4;
    private static final int KILLS = 2;
    private static final int ACKNOWLEDGED = 400;
    private static final long LEFT = 1;
    private static final long RIGHT = 2;

    @TempDir private Path directory = Path.of("");
    @TempDir private Path temporary = Path.of("");

    /** DISK and OS differ only when the machine goes down, which no test can do here. */
    @ParameterizedTest
    @EnumSource(names = {"DISK", "OS"})
    void acknowledgedCommitsSurviveWholeAndNoneSurvivesByHalf(Durability durability)
            throws Exception {
        Map<String, Long> acknowledged = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.putAll(writeUntilKilled(durability, kill));
        }

        try (RocksEngine engine = RocksEngine.open(directory, durability);
                ReadView view = engine.read()) {
            Map<String, Long> left = everything(view, LEFT);

            assertThat(left).containsAllEntriesOf(acknowledged);
            assertThat(left).as("both writes of each commit").isEqualTo(everything(view, RIGHT));
            assertThat(left.values()).as("one version each").doesNotHaveDuplicates();
        }
        assertThat(temporary).as("a killed process leaves no library behind").isEmptyDirectory();
    }

    /** Returns what the child had been told was committed: names and versions. */
    private Map<String, Long> writeUntilKilled(Durability durability, int round)
            throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                Writer.class.getName(),
                                directory.toString(),
                                durability.name(),
                                String.valueOf(round))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Map<String, Long> acknowledged = new HashMap<>();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                // A line without its last word was cut by the kill.
                if (words.length == 3) {
                    acknowledged.put(words[0], Long.parseLong(words[1]));
                }
                if (acknowledged.size() == ACKNOWLEDGED) {
                    // Process.destroyForcibly would close the pipe with what is still in it.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
        return acknowledged;
    }

    private static Map<String, Long> everything(ReadView view, long space) {
        Map<String, Long> found = new HashMap<>();
        try (Cursor cursor = view.scan(space, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                found.put(
                        new String(entry.key().partition().array(), StandardCharsets.UTF_8),
                        entry.stored().version().number());
            }
        }
        return found;
    }

    /** The process that is killed: writes pairs for ever, and prints each once acknowledged. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            RocksEngine engine =
                    RocksEngine.open(Path.of(arguments[0]), Durability.valueOf(arguments[1]));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String prefix = "r" + arguments[2] + "t" + i + "n";
                threads.add(Thread.ofPlatform().start(() -> write(engine, prefix)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void write(RocksEngine engine, String prefix) {
            byte[] value = new byte[500];
            for (int n = 0; ; n++) {
                String name = prefix + n;
                Bytes partition = Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
                Commit pair =
                        new Commit(
                                List.of(),
                                List.of(put(LEFT, partition, value), put(RIGHT, partition, value)));
                if (engine.commit(pair) instanceof Commit.Result.Committed(Version version)) {
                    System.out.println(name + " " + version.number() + " ok");
                }
            }
        }

        private static Write put(long space, Bytes partition, byte[] value) {
            return new Write.Put(new Key(space, partition, Bytes.EMPTY), Bytes.wrap(value));
        }
    }
}
