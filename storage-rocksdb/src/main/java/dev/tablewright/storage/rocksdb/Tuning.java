package dev.tablewright.storage.rocksdb;

import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
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

    /** Parts of the cache with a lock each; by default it would be 64, too small for some blocks. */
    private static final int CACHE_SHARD_BITS = 2;

    private final LRUCache cache = new LRUCache(CACHE, CACHE_SHARD_BITS);
    private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    private final Options options;

    Tuning() {
        BlockBasedTableConfig table = new BlockBasedTableConfig();
        table.setBlockCache(cache)
                .setFilterPolicy(filter)
                .setBlockSize(8 << 10)
                // In the cache, so that memory is bounded, and in pieces of a few KB: the index of one
                // file has a megabyte and more, which the cache would not keep.
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(4 << 10)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true)
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
