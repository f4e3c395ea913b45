package dev.tablewright.storage.rocksdb;

import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

import java.util.List;

/**
 * How RocksDB is set up: for a laptop or a small pod, at most about 200 MB besides the heap (64 MB
 * of cache, 3 write buffers of 32 MB), for point reads and short ranges inside one partition.
 */
final class Tuning implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final long CACHE = 64 * MIB;
    private static final long WRITE_BUFFER = 32 * MIB;
    private static final long LARGEST_LOG = 128 * MIB;
    private static final int BLOOM_BITS_PER_KEY = 10;

    private final LRUCache cache = new LRUCache(CACHE);
    private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    private final Options options;

    Tuning() {
        BlockBasedTableConfig table = new BlockBasedTableConfig();
        table.setBlockCache(cache)
                .setFilterPolicy(filter)
                .setBlockSize(8 << 10)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        options = new Options();
        options.setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMaxWriteBufferNumber(3)
                .setMaxTotalWalSize(LARGEST_LOG)
                .setMaxBackgroundJobs(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 6))
                .setBytesPerSync(MIB)
                // Opening after a crash reads the log into memory, and writes no file.
                .setAvoidFlushDuringRecovery(true)
                .setMaxOpenFiles(1_000)
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    Options options() {
        return options;
    }

    @Override
    public void close() {
        List.of(options, filter, cache).forEach(AbstractNativeReference::close);
    }
}
