package dev.tablewright.storage.rocksdb;

/** What an acknowledged commit survives. Whatever is lost, it is lost from the end of history. */
public enum Durability {
    /**
     * Everything but the loss of the disk: the log is flushed to the device (fsync) before a commit
     * is acknowledged. Commits of several threads share one flush.
     */
    DISK,

    /**
     * The end of the process, however violent, but not of the machine: the log is handed to the
     * operating system. A power failure or a kernel panic may take the last seconds, half a minute
     * by Linux' defaults.
     */
    OS,

    /**
     * An orderly {@link RocksEngine#close} only: no log is written. When the process dies,
     * everything since the last write buffer was flushed is gone, which may be all.
     */
    MEMORY
}
