package dev.tablewright.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.InMemoryEngine;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.Random;

class RestorationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Restoration FROM =
            new Restoration(null, "arn:aws:dynamodb:eu-west-1:000000000000:table/t", NOW, true);

    private final InMemoryEngine storage = new InMemoryEngine();
    private Catalog catalog = open();

    private Catalog open() {
        return Catalog.open(
                storage, () -> NOW, new Random(1), new SequenceClock(() -> NOW), (_, _, _) -> null);
    }

    @Test
    void aRestoredTableIsCreatingUntilItsItemsAreThere() {
        Table source = source();
        catalog.restore(ref("new"), source, FROM);
        catalog.runOnce(NOW);
        catalog = open();
        catalog.runOnce(NOW);

        assertThat(catalog.describe(ref("new")).status()).isEqualTo(TableStatus.CREATING);

        catalog.restored(ref("new"));

        Table restored = open().describe(ref("new"));
        assertThat(restored.status()).isEqualTo(TableStatus.ACTIVE);
        assertThat(restored.settings().restoration()).isEqualTo(FROM.done());
        assertThat(restored.id()).isNotEqualTo(source.id());
        assertThat(restored.space()).isNotEqualTo(source.space());
        assertThat(restored.definition()).isEqualTo(source.definition());
    }

    @Test
    void tagsRecoveryAndProtectionDoNotComeAlong() {
        Table source = source();
        catalog.tag(source.ref(), Map.of("team", "a"));
        catalog.updateRecovery(source.ref(), true, 7);

        Table restored = catalog.restore(ref("new"), catalog.describe(source.ref()), FROM);

        assertThat(restored.settings()).isEqualTo(TableSettings.DEFAULT.withRestoration(FROM));
        assertThat(restored.deletionProtection()).isFalse();
    }

    @Test
    void aTableOfThatNameIsInTheWay() {
        Table source = source();

        assertThatThrownBy(() -> catalog.restore(source.ref(), source, FROM))
                .isInstanceOf(DatabaseException.TableAlreadyExists.class)
                .hasMessage("Table already exists: t");
    }

    @Test
    void anAbandonedTableIsGone() {
        Table restoring = catalog.restore(ref("new"), source(), FROM);

        catalog.abandon(restoring);

        assertThat(open().find(ref("new"))).isNull();
    }

    private Table source() {
        Table made = catalog.create(TableRequests.withIndexes(ref("t")));
        catalog.settle(made.ref());
        return catalog.describe(made.ref());
    }

    private static TableRef ref(String name) {
        return new TableRef("000000000000", "eu-west-1", name);
    }
}
