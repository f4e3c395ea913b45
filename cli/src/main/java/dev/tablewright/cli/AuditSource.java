package dev.tablewright.cli;

import java.util.Map;
import java.util.Optional;

/** The audit files of a data directory, made complete before they are read. */
final class AuditSource {
    private AuditSource() {}

    /**
     * Makes sure that there is anything to read.
     *
     * @throws CliException if not
     */
    static void requireFiles(DataDirectory directory) {
        Optional<DataDirectory.Running> running = directory.running();
        if (running.isPresent() && running.get().inMemory()) {
            throw new CliException(
                    "the server keeps everything in memory (--in-memory), and writes no audit"
                            + " files; \"tablewright why\" still explains its newest denials");
        }
        if (!directory.audit().toFile().isDirectory()) {
            throw new CliException(
                    "there are no audit files in "
                            + directory.audit()
                            + ": no server was ever started on this data directory");
        }
    }

    /** Lets a running server write what it knows; what runs no more has written all. */
    static void flush(DataDirectory directory) {
        if (directory.running().isPresent()) {
            var _ = Administration.of(directory).call("FlushAudit", Map.of());
        }
    }
}
