package dev.tablewright.engine.replication;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.replication.Regions.FIRST;
import static dev.tablewright.engine.replication.Regions.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.IndexChange;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class ReplicasTest {
    private static final String OTHER = "us-east-1";
    private static final String THIRD = "us-west-2";

    private final Regions regions = new Regions(10);

    private Table replicate(ReplicaChange change) {
        return regions.catalog.replicate(ref(FIRST), change);
    }

    private static ReplicaChange.Create create(String region) {
        return new ReplicaChange.Create(region, ReplicaOverrides.NONE);
    }

    private void createWithReplica() {
        regions.create();
        regions.addReplica(OTHER);
        regions.settle();
    }

    private void update(
            String region,
            @Nullable BillingMode mode,
            @Nullable Throughput throughput,
            List<IndexChange> indexes,
            @Nullable OnDemandLimit limit,
            @Nullable TableClass tableClass) {
        regions.catalog.update(
                new TableChange(
                        ref(region),
                        List.<AttributeDeclaration>of(),
                        mode,
                        throughput,
                        indexes,
                        limit,
                        null,
                        null,
                        null,
                        tableClass,
                        null));
        regions.settle();
    }

    @Test
    void newReplicaIsThereAtOnceAndUsableWhenItHasEveryItem() {
        regions.create();
        for (int i = 0; i < 25; i++) {
            regions.put(FIRST, item("pk", "p", "sk", i));
        }
        regions.addReplica(OTHER);

        assertThat(regions.table(OTHER).status()).isEqualTo(TableStatus.CREATING);
        assertThat(regions.table(FIRST).usable()).isTrue();
        assertThatThrownBy(() -> regions.put(OTHER, item("pk", "p", "sk", 1)))
                .isInstanceOf(DatabaseException.ResourceNotFound.class);

        regions.settle();

        assertThat(regions.table(OTHER).status()).isEqualTo(TableStatus.ACTIVE);
        assertThat(regions.table(OTHER).allIndexes())
                .allMatch(index -> index.status() == IndexState.IndexStatus.ACTIVE);
        assertThat(regions.itemsOf(OTHER)).hasSize(25).isEqualTo(regions.itemsOf(FIRST));
    }

    /** Readers of a new replica's stream are told what happens from now on. */
    @Test
    void copiedItemsAreNoNewsAndCopiedChangesAre() {
        regions.create();
        regions.put(FIRST, item("pk", "old", "sk", 1));
        regions.addReplica(OTHER);
        regions.settle();
        regions.put(FIRST, item("pk", "new", "sk", 1));
        regions.settle();

        assertThat(regions.logOf(OTHER))
                .extracting(record -> record.either().get("pk"), record -> record.inStream())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                Objects.requireNonNull(item("pk", "old").get("pk")), false),
                        org.assertj.core.groups.Tuple.tuple(
                                Objects.requireNonNull(item("pk", "new").get("pk")), true));
        assertThat(regions.logOf(OTHER)).allMatch(r -> r.origin() == Origin.REPLICATION);
    }

    @Test
    void tableGetsAStreamWithItsFirstReplica() {
        createWithReplica();

        for (String region : List.of(FIRST, OTHER)) {
            assertThat(regions.table(region).settings().stream().view())
                    .isEqualTo(StreamView.NEW_AND_OLD_IMAGES);
        }
        assertThatThrownBy(
                        () ->
                                regions.catalog.update(
                                        new TableChange(
                                                ref(FIRST),
                                                List.of(),
                                                null,
                                                null,
                                                List.of(),
                                                null,
                                                null,
                                                new StreamRequest(false, null),
                                                null,
                                                null,
                                                null)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void replicaIsRefusedWhereItCannotBe() {
        regions.create();

        assertThatThrownBy(() -> replicate(create(FIRST)))
                .hasMessage(
                        "Cannot add, delete, or update the local region through ReplicaUpdates. Use"
                                + " CreateTable, DeleteTable, or UpdateTable as required.");
        assertThatThrownBy(() -> replicate(new ReplicaChange.Delete(OTHER)))
                .hasMessage(
                        "One or more parameter values were invalid: Replica specified in the"
                                + " Replica Update or Replica Delete action of the request was not"
                                + " found.");
        regions.addReplica(OTHER);
        regions.settle();
        assertThatThrownBy(() -> replicate(create(OTHER)))
                .hasMessage(
                        "Failed to create a the new replica of table with name: 'Orders' because"
                                + " one or more replicas already existed as tables.");
    }

    @Test
    void settingsAreSharedFromWhicheverReplicaTheyAreChanged() {
        createWithReplica();

        update(
                OTHER,
                BillingMode.PROVISIONED,
                new Throughput(10, 5),
                List.of(new IndexChange.Update("Global", new Throughput(3, 2), null, null)),
                null,
                TableClass.STANDARD_INFREQUENT_ACCESS);
        regions.catalog.updateTimeToLive(ref(OTHER), true, "ttl");
        regions.settle();

        Table first = regions.table(FIRST);
        assertThat(first.billingMode()).isEqualTo(BillingMode.PROVISIONED);
        assertThat(first.throughput()).isEqualTo(new Throughput(10, 5));
        assertThat(first.index("Global").orElseThrow().definition().throughput())
                .isEqualTo(new Throughput(3, 2));
        assertThat(first.settings().tableClass()).isEqualTo(TableClass.STANDARD_INFREQUENT_ACCESS);
        assertThat(first.settings().timeToLive().attribute()).isEqualTo("ttl");
    }

    /** Whoever sees one replica ACTIVE again may go on: the others are too. */
    @Test
    void changesMayFollowEachOther() {
        createWithReplica();
        for (int limit = 1; limit < 4; limit++) {
            regions.catalog.update(
                    new TableChange(
                            ref(FIRST),
                            List.of(),
                            null,
                            null,
                            List.of(),
                            new OnDemandLimit(limit, limit),
                            null,
                            null,
                            null,
                            null,
                            null));
            regions.catalog.settle(ref(FIRST));
        }

        assertThat(regions.table(OTHER).settings().onDemandLimit())
                .isEqualTo(new OnDemandLimit(3, 3));
    }

    @Test
    void indexComesAndGoesInAllReplicas() {
        createWithReplica();
        regions.put(OTHER, item("pk", "p", "sk", 1, "g", "x"));

        update(FIRST, null, null, List.of(new IndexChange.Delete("Global")), null, null);

        assertThat(regions.table(OTHER).index("Global")).isEmpty();
    }

    @Test
    void overriddenSettingsStayOverridden() {
        regions.create();
        replicate(
                new ReplicaChange.Create(
                        OTHER,
                        new ReplicaOverrides(
                                null,
                                7L,
                                TableClass.STANDARD_INFREQUENT_ACCESS,
                                null,
                                Map.of("Global", new ReplicaOverrides.Index(null, 9L)))));
        regions.settle();

        update(FIRST, null, null, List.of(), new OnDemandLimit(100, 50), null);

        assertThat(regions.table(OTHER).settings().onDemandLimit())
                .isEqualTo(new OnDemandLimit(7, 50));
        assertThat(regions.table(OTHER).index("Global").orElseThrow().definition().onDemandLimit())
                .isEqualTo(new OnDemandLimit(9, -1));
        assertThat(regions.table(OTHER).settings().tableClass())
                .isEqualTo(TableClass.STANDARD_INFREQUENT_ACCESS);
        assertThat(regions.table(FIRST).settings().onDemandLimit())
                .isEqualTo(new OnDemandLimit(100, 50));

        replicate(
                new ReplicaChange.Update(
                        OTHER, new ReplicaOverrides(null, 8L, null, null, Map.of())));
        regions.settle();

        assertThat(regions.table(OTHER).settings().onDemandLimit())
                .isEqualTo(new OnDemandLimit(8, 50));
    }

    /** Its source is needed for a day, as on AWS; the replica itself may go at once. */
    @Test
    void sourceOfANewReplicaStaysForADay() {
        createWithReplica();

        assertThatThrownBy(() -> regions.catalog.delete(ref(FIRST)))
                .hasMessage(
                        "Replica cannot be deleted because it has acted as a source region for new"
                                + " replica(s) being added to the table in the last 24 hours.");

        regions.now = regions.now.plus(Duration.ofHours(25));
        regions.catalog.delete(ref(FIRST));
        regions.settle();

        assertThat(regions.catalog.find(ref(FIRST))).isNull();
        assertThat(regions.table(OTHER).replication()).isNull();
        assertThat(regions.table(OTHER).status()).isEqualTo(TableStatus.ACTIVE);
    }

    @Test
    void whatWasWrittenInAReplicaBeforeItGoesIsNotLost() {
        createWithReplica();
        regions.addReplica(THIRD);
        regions.settle();
        regions.put(OTHER, item("pk", "late", "sk", 1));

        replicate(new ReplicaChange.Delete(OTHER));
        regions.settle();

        assertThat(regions.catalog.find(ref(OTHER))).isNull();
        assertThat(regions.itemsOf(FIRST)).contains(item("pk", "late", "sk", 1));
        assertThat(regions.itemsOf(THIRD)).contains(item("pk", "late", "sk", 1));
        assertThat(Objects.requireNonNull(regions.table(THIRD).replication()).others())
                .containsExactly(FIRST);
    }

    @Test
    void tableWithoutReplicasKeepsNoStamps() {
        createWithReplica();
        replicate(new ReplicaChange.Delete(OTHER));
        regions.settle();

        assertThat(regions.table(FIRST).replication()).isNull();
        regions.put(FIRST, item("pk", "p", "sk", 1));
        assertThat(regions.logOf(FIRST)).hasSize(1);
    }

    /** Changes that a replica still has to be sent are kept, however old. */
    @Test
    void logIsKeptUntilItWasSent() {
        createWithReplica();
        regions.put(FIRST, item("pk", "p", "sk", 1));
        regions.now = regions.now.plus(Duration.ofDays(3));

        while (regions.retention.runOnce(regions.now)) {
            assertThat(regions.logOf(FIRST)).isNotEmpty();
        }
        assertThat(regions.logOf(FIRST)).hasSize(1);
        regions.open();
        regions.settle();

        assertThat(regions.itemsOf(OTHER)).containsExactly(item("pk", "p", "sk", 1));
    }

    @Test
    void logOfAReplicaThatOnlyReceivesGoesInTime() {
        createWithReplica();
        regions.put(FIRST, item("pk", "p", "sk", 1));
        regions.settle();
        for (int day = 0; day < 3; day++) {
            regions.now = regions.now.plus(Duration.ofDays(1));
            regions.settle();
        }

        assertThat(regions.logOf(OTHER)).isEmpty();
        assertThat(regions.logOf(FIRST)).isEmpty();
    }
}
