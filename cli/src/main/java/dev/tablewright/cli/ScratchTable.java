package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.restore.Scratch;
import dev.tablewright.controlplane.target.Target;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A scratch table, as commands have it: told about, and deleted also on Ctrl-C. */
final class ScratchTable implements AutoCloseable {
    private final Scratch scratch;
    private final Console console;
    private final AtomicBoolean deleted = new AtomicBoolean();
    private final Thread onInterrupt = new Thread(this::delete, "delete the scratch table");

    private ScratchTable(Scratch scratch, Console console) {
        this.scratch = scratch;
        this.console = console;
    }

    /** Begins to restore one, after a word about those that earlier runs have left. */
    static ScratchTable begin(Target target, TableAddress source, Origin origin, Console console)
            throws RestoreFailed {
        List<String> left = Scratch.left(target, source);
        if (!left.isEmpty()) {
            console.say(
                    "left by an earlier run that was broken off, and not needed: "
                            + String.join(", ", left));
        }
        ScratchTable table =
                new ScratchTable(Scratch.begin(target, source, origin, console::say), console);
        Runtime.getRuntime().addShutdownHook(table.onInterrupt);
        return table;
    }

    /** Waits for the table; returns how long its restore took. */
    Duration await() throws RestoreFailed, InterruptedException {
        try (RestoreLines lines = new RestoreLines(console)) {
            return scratch.await(lines::show);
        }
    }

    Begun begun() {
        return scratch.begun();
    }

    private void delete() {
        if (!deleted.getAndSet(true)) {
            scratch.close();
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException _) {
            // The process is ending, by the hook or without it.
        }
    }
}
