package dev.tablewright.server.audit;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads audit files, also while a server writes them. Nothing is kept in memory but the line at
 * hand.
 */
public final class AuditLog {
    private final Path directory;

    /** Reads the files in {@code directory}, which need not exist. */
    public AuditLog(Path directory) {
        this.directory = directory;
    }

    /**
     * A file of events.
     *
     * @param day of its events, UTC
     * @param number counts all files of a directory in the order of their making
     */
    public record File(Path path, LocalDate day, int number, boolean compressed) {
        private static final Pattern NAME =
                Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.(\\d{6,9})\\.jsonl(\\.gz)?");

        static String name(LocalDate day, int number) {
            return String.format("%s.%06d.jsonl", day, number);
        }

        private static @Nullable File of(Path path) {
            Matcher name = NAME.matcher(path.getFileName().toString());
            return name.matches()
                    ? new File(
                            path,
                            LocalDate.parse(name.group(1)),
                            Integer.parseInt(name.group(2)),
                            name.group(3) != null)
                    : null;
        }

        private InputStream open() throws IOException {
            InputStream raw = Files.newInputStream(path);
            try {
                return compressed ? new GZIPInputStream(raw, 1 << 16) : raw;
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        }
    }

    /** Returns the files, the oldest first. */
    public List<File> files() {
        Map<Integer, File> byNumber = new HashMap<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                File file = File.of(path);
                // While a file is being compressed, it is there twice.
                if (file != null) {
                    var _ = byNumber.merge(file.number(), file, (a, b) -> a.compressed() ? b : a);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return byNumber.values().stream().sorted(Comparator.comparingInt(File::number)).toList();
    }

    /**
     * Reads events, the oldest first.
     *
     * @param since files that ended before are not read; events before it may come all the same
     * @param line is given each event as it stands; one that was cut off by a crash is left out
     */
    public void read(Instant since, Consumer<String> line) {
        LocalDate first = since.atOffset(ZoneOffset.UTC).toLocalDate();
        for (File file : files()) {
            if (!file.day().isBefore(first)) {
                read(file, line);
            }
        }
    }

    private static void read(File file, Consumer<String> line) {
        try (InputStream in = file.open();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String one = lines.readLine(); one != null; one = lines.readLine()) {
                if (one.endsWith("}")) {
                    line.accept(one);
                }
            }
        } catch (NoSuchFileException compressedMeanwhile) {
            Path other = file.path().resolveSibling(file.path().getFileName() + ".gz");
            if (!file.compressed() && Files.exists(other)) {
                read(new File(other, file.day(), file.number(), true), line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.path(), e);
        }
    }

    /** Returns the newest event that has all of these texts in it, searching backwards by file. */
    public Optional<String> newest(String... texts) {
        for (File file : files().reversed()) {
            String[] found = new String[1];
            read(
                    file,
                    line -> {
                        if (Stream.of(texts).allMatch(line::contains)) {
                            found[0] = line;
                        }
                    });
            if (found[0] != null) {
                return Optional.of(found[0]);
            }
        }
        return Optional.empty();
    }

    /** Returns a reader of what is written from now on. */
    public Follower follow() {
        return new Follower();
    }

    /** Reads what is appended. Used by one thread. */
    public final class Follower {
        private final Map<Integer, Long> read = new HashMap<>();

        private Follower() {
            for (File file : files()) {
                read.put(file.number(), lengthOf(file));
            }
        }

        private static long lengthOf(File file) {
            try {
                return file.compressed() ? Long.MAX_VALUE : Files.size(file.path());
            } catch (IOException compressedMeanwhile) {
                return Long.MAX_VALUE;
            }
        }

        /** Gives every whole line that was appended since the last call; does not wait. */
        public void poll(Consumer<String> line) {
            for (File file : files()) {
                long from = read.getOrDefault(file.number(), 0L);
                if (!file.compressed() && from < lengthOf(file)) {
                    read.put(file.number(), from + append(file, from, line));
                }
            }
        }

        private static long append(File file, long from, Consumer<String> line) {
            try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
                in.seek(from);
                byte[] fresh = new byte[(int) Math.min(in.length() - from, 16 << 20)];
                in.readFully(fresh);
                List<String> lines = new ArrayList<>();
                int begin = 0;
                for (int i = 0; i < fresh.length; i++) {
                    if (fresh[i] == '\n') {
                        lines.add(new String(fresh, begin, i - begin, StandardCharsets.UTF_8));
                        begin = i + 1;
                    }
                }
                lines.forEach(line);
                return begin;
            } catch (IOException compressedMeanwhile) {
                return 0;
            }
        }
    }
}
