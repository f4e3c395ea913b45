package dev.tablewright.engine.replication;

/** How far the changes of one replica have come to another. For use by one thread. */
final class Route {
    /** Everything up to here was delivered. */
    private long reached;

    /** What is written down of that: where it goes on after a crash. */
    private volatile long kept;

    Route(long kept) {
        this.reached = kept;
        this.kept = kept;
    }

    long reached() {
        return reached;
    }

    long kept() {
        return kept;
    }

    /** Everything up to {@code number} was looked at, and nothing of it had to be delivered. */
    void passed(long number) {
        reached = number;
    }

    /** Everything up to {@code number} was delivered, and that is written down. */
    void delivered(long number) {
        reached = number;
        kept = number;
    }
}
