/**
 * The embedded engine: RocksDB in a directory of this machine, used by one process at a time. Start
 * at {@link dev.tablewright.storage.rocksdb.RocksEngine}.
 */
@NullMarked
package dev.tablewright.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
