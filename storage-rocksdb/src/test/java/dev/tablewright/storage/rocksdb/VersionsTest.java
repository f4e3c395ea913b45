package dev.tablewright.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class VersionsTest {
    private final List<Long> ceilings = new ArrayList<>();
    private final Versions versions = new Versions(41, ceilings::add);

    /** A view must not claim to have seen a commit that is still under way. */
    @Test
    void endedIsBelowTheOldestCommitUnderWay() {
        assertThat(versions.ended()).isEqualTo(41);
        long first = versions.begin();
        long second = versions.begin();
        versions.end(second);
        assertThat(versions.ended()).isEqualTo(41);
        versions.end(first);
        assertThat(versions.ended()).isEqualTo(second).isEqualTo(43);
    }

    /** After a crash counting goes on at the ceiling: no version may be beyond it. */
    @Test
    void ceilingIsRaisedBeforeAnyVersionBeyondIt() {
        assertThat(ceilings).isEmpty();
        for (int i = 0; i < 1_000_001; i++) {
            long version = versions.begin();
            assertThat(version <= ceilings.getLast()).isTrue();
            versions.end(version);
        }
        assertThat(ceilings).containsExactly(1_000_041L, 2_000_041L);
    }
}
