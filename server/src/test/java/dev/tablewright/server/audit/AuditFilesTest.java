package dev.tablewright.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class AuditFilesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path directory;

    @Test
    void beginsANewFileWhenOneIsFullOrTheDayIsOver() throws IOException {
        try (AuditFiles files = files(10, 1 << 20)) {
            append(files, "{\"a\":\"0123456789\"}", NOON);
            append(files, "{\"b\":1}", NOON);
            append(files, "{\"c\":1}", NOON.plus(Duration.ofDays(1)));
        }

        assertThat(names())
                .containsExactly(
                        "2026-03-01.000001.jsonl",
                        "2026-03-01.000002.jsonl",
                        "2026-03-02.000003.jsonl");
        assertThat(read(NOON)).containsExactly("{\"a\":\"0123456789\"}", "{\"b\":1}", "{\"c\":1}");
    }

    @Test
    void compressesWhatIsFinishedAndReadsItAllTheSame() throws IOException {
        try (AuditFiles files = files(1, 1 << 20)) {
            append(files, "{\"a\":1}", NOON);
            append(files, "{\"b\":1}", NOON);
            files.tidy(NOON);

            assertThat(names())
                    .containsExactly("2026-03-01.000001.jsonl.gz", "2026-03-01.000002.jsonl");
            assertThat(read(NOON)).containsExactly("{\"a\":1}", "{\"b\":1}");
        }
    }

    @Test
    void deletesWhatIsTooOldOrTooMuch() throws IOException {
        try (AuditFiles files = files(1, 1 << 20)) {
            append(files, "{\"a\":1}", NOON);
            append(files, "{\"b\":1}", NOON.plus(Duration.ofDays(5)));
            files.tidy(NOON.plus(Duration.ofDays(12)));
            assertThat(read(Instant.EPOCH)).containsExactly("{\"b\":1}");
        }
        try (AuditFiles files = files(1, 20)) {
            append(files, "{\"c\":1}", NOON);
            files.tidy(NOON);
            assertThat(read(Instant.EPOCH)).containsExactly("{\"c\":1}");
        }
    }

    @Test
    void leavesOutWhatACrashCutOff() throws IOException {
        try (AuditFiles files = files(100, 1 << 20)) {
            append(files, "{\"a\":1}", NOON);
        }
        Files.writeString(
                new AuditLog(directory).files().getFirst().path(),
                "{\"b\":\"cut o",
                StandardOpenOption.APPEND);

        assertThat(read(NOON)).containsExactly("{\"a\":1}");
    }

    @Test
    void doesNotReadFilesThatEndedBefore() throws IOException {
        try (AuditFiles files = files(100, 1 << 20)) {
            append(files, "{\"a\":1}", NOON);
            append(files, "{\"b\":1}", NOON.plus(Duration.ofDays(1)));
        }

        assertThat(read(NOON.plus(Duration.ofDays(1)))).containsExactly("{\"b\":1}");
    }

    @Test
    void followsWhatIsAppended() throws IOException {
        List<String> seen = new ArrayList<>();
        try (AuditFiles files = files(20, 1 << 20)) {
            append(files, "{\"before\":1}", NOON);
            var follower = new AuditLog(directory).follow();
            follower.poll(seen::add);
            append(files, "{\"a\":1}", NOON);
            follower.poll(seen::add);
            append(files, "{\"in\":\"the next file\"}", NOON);
            follower.poll(seen::add);
            follower.poll(seen::add);
        }

        assertThat(seen).containsExactly("{\"a\":1}", "{\"in\":\"the next file\"}");
    }

    @Test
    void readsNothingWhereNothingIs() {
        var log = new AuditLog(directory.resolve("none"));

        assertThat(log.files()).isEmpty();
        assertThat(log.newest("a")).isEmpty();
    }

    private AuditFiles files(long fileBytes, long totalBytes) throws IOException {
        return new AuditFiles(
                directory,
                new AuditSettings(
                        AuditSettings.Level.ALL,
                        KeyValues.Form.OFF,
                        fileBytes,
                        Duration.ofDays(10),
                        totalBytes));
    }

    private static void append(AuditFiles files, String line, Instant now) throws IOException {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        files.append(bytes, bytes.length, now);
    }

    private List<String> names() {
        return new AuditLog(directory)
                .files().stream().map(file -> file.path().getFileName().toString()).toList();
    }

    private List<String> read(Instant since) {
        List<String> lines = new ArrayList<>();
        new AuditLog(directory).read(since, lines::add);
        return lines;
    }
}
