package dev.tablewright.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void noTwoAreAlike() {
        var ids = new RequestIds(new SplittableRandom(7));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = ids.next();
            assertThat(id).hasSize(52);
            assertThat(seen.add(id)).as(id).isTrue();
        }
    }
}
