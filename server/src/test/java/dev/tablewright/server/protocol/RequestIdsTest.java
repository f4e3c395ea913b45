package dev.tablewright.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

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

    @Test
    void idsOfQueryServicesAreRandomUuids() {
        var ids = new RequestIds(new SplittableRandom(7));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = ids.nextUuid();
            UUID uuid = UUID.fromString(id);
            assertThat(uuid.version()).as(id).isEqualTo(4);
            assertThat(uuid.variant()).as(id).isEqualTo(2);
            assertThat(uuid).hasToString(id);
            assertThat(seen.add(id)).as(id).isTrue();
        }
    }
}
