package dev.tablewright.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.catalog.ContributorInsights.Mode;
import dev.tablewright.engine.catalog.KinesisDestination.Precision;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Contributor Insights and Kinesis destinations, as the database keeps them. */
class WatchersTest {
    private static final TableRef ORDERS = new TableRef("000000000000", "eu-west-1", "Orders");
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final StorageEngine storage = new InMemoryEngine();
    private final Instant now = Instant.parse("2026-03-01T12:00:00.123Z");
    private Catalog catalog = open();

    private Catalog open() {
        return Catalog.open(
                storage, () -> now, new Random(7), new SequenceClock(() -> now), (_, _, _) -> null);
    }

    @BeforeEach
    void makeTable() {
        catalog.create(TableRequests.withIndexes(ORDERS));
        catalog.settle(ORDERS);
    }

    private Watchers watchers() {
        return catalog.describe(ORDERS).settings().watchers();
    }

    private void enableInsights(String index) {
        catalog.watch(
                ORDERS,
                watchers ->
                        watchers.withInsights(
                                index, each -> each.enable(Mode.THROTTLED_KEYS, now)));
    }

    private void enableKinesis() {
        catalog.watch(ORDERS, watchers -> watchers.enable(STREAM, Precision.MICROSECOND, now));
    }

    @Test
    void watchersSettleAndSurviveARestart() {
        enableInsights("global");
        enableKinesis();
        assertThat(watchers().insightsOf("global").status())
                .isEqualTo(ContributorInsights.Status.ENABLING);

        catalog = open();
        catalog.settle(ORDERS);

        catalog = open();
        assertThat(watchers().insightsOf("global"))
                .isEqualTo(
                        new ContributorInsights(
                                ContributorInsights.Status.ENABLED, Mode.THROTTLED_KEYS, now));
        assertThat(watchers().insightsOf(Watchers.TABLE)).isEqualTo(ContributorInsights.NEVER);
        assertThat(watchers().kinesis())
                .isEqualTo(
                        List.of(
                                new KinesisDestination(
                                        STREAM,
                                        KinesisDestination.Status.ACTIVE,
                                        Precision.MICROSECOND,
                                        now)));
    }

    /** An index of the same name made later starts without. */
    @Test
    void insightsGoWithTheirIndex() {
        enableInsights("global");
        catalog.settle(ORDERS);

        catalog.update(TableRequests.change(ORDERS).delete("global").build());
        catalog.settle(ORDERS);

        assertThat(watchers().insights()).isEmpty();
    }

    @Test
    void destinationMustBeOffToBeEnabledAndActiveForTheRest() {
        enableKinesis();
        assertThatThrownBy(this::enableKinesis)
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("must be DISABLED or ENABLE_FAILED to perform ENABLE");
        assertThatThrownBy(this::disableKinesis)
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("must be ACTIVE to perform DISABLE");

        catalog.settle(ORDERS);
        disableKinesis();
        catalog.settle(ORDERS);
        assertThat(watchers().kinesis().getFirst().status())
                .isEqualTo(KinesisDestination.Status.DISABLED);

        enableKinesis();
        assertThat(watchers().kinesis()).hasSize(1);
    }

    private void disableKinesis() {
        catalog.watch(
                ORDERS, watchers -> watchers.withDestination(STREAM, each -> each.disable(now)));
    }
}
