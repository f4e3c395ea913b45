package dev.tablewright.engine.replication;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.replication.Regions.FIRST;
import static dev.tablewright.engine.replication.Regions.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TimeToLive;
import dev.tablewright.model.ValidationException;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Global tables of version 2017.11.29: tables that were there before, and are there after. */
class LegacyGlobalTableTest {
    private static final String OTHER = "us-east-1";
    private static final String THIRD = "us-west-2";
    private static final String ACCOUNT = "123456789012";
    private static final String NAME = "Orders";

    private final Regions regions = new Regions(10);

    private void create(String... of) {
        for (String region : of) {
            regions.create(region, new StreamRequest(true, StreamView.NEW_AND_OLD_IMAGES));
        }
    }

    private LegacyGlobalTable join(String... of) {
        return regions.catalog.createLegacy(ACCOUNT, NAME, List.of(of));
    }

    private LegacyGlobalTable update(List<String> joining, List<String> leaving) {
        return regions.catalog.updateLegacy(ACCOUNT, NAME, joining, leaving);
    }

    private List<String> members() {
        return regions
                .catalog
                .legacyGlobalTable(ACCOUNT, NAME)
                .map(LegacyGlobalTable::tables)
                .orElse(List.of())
                .stream()
                .map(table -> table.ref().region())
                .toList();
    }

    @Test
    void tablesSendEachOtherWhatIsWrittenInThem() {
        create(FIRST, OTHER);
        LegacyGlobalTable made = join(FIRST, OTHER);
        assertThat(made.arn()).isEqualTo("arn:aws:dynamodb::123456789012:global-table/Orders");
        regions.put(FIRST, item("pk", "p", "sk", 1, "v", "here"));
        regions.put(OTHER, item("pk", "p", "sk", 2, "v", "there"));
        regions.settle();

        assertThat(regions.itemsOf(FIRST)).hasSize(2).isEqualTo(regions.itemsOf(OTHER));
    }

    @Test
    void survivesARestart() {
        create(FIRST, OTHER);
        LegacyGlobalTable made = join(FIRST, OTHER);
        regions.now = regions.now.plusSeconds(1);
        regions.open();

        assertThat(regions.catalog.requireLegacy(ACCOUNT, NAME)).isEqualTo(made);
        regions.put(OTHER, item("pk", "p", "sk", 1));
        regions.settle();
        assertThat(regions.itemsOf(FIRST)).hasSize(1);
    }

    @Test
    void oneTableIsEnoughAndMoreMayCome() {
        create(FIRST, OTHER, THIRD);
        join(FIRST);
        update(List.of(OTHER, THIRD), List.of());
        assertThat(members()).containsExactly(FIRST, OTHER, THIRD);
        regions.put(THIRD, item("pk", "p", "sk", 1));
        regions.settle();

        assertThat(regions.itemsOf(FIRST)).hasSize(1).isEqualTo(regions.itemsOf(OTHER));
    }

    @Test
    void tableThatLeavesSendsWhatItHasAndStaysATable() {
        create(FIRST, OTHER);
        join(FIRST, OTHER);
        for (int i = 0; i < 25; i++) {
            regions.put(OTHER, item("pk", "p", "sk", i));
        }
        assertThat(update(List.of(), List.of(OTHER)).staying())
                .extracting(Table::ref)
                .containsExactly(ref(FIRST));
        regions.settle();
        assertThat(regions.itemsOf(FIRST)).hasSize(25);
        assertThat(members()).containsExactly(FIRST);
        assertThat(regions.table(OTHER).replication()).isNull();

        regions.put(OTHER, item("pk", "p", "sk", 100));
        regions.put(FIRST, item("pk", "p", "sk", 200));
        regions.settle();
        assertThat(regions.itemsOf(FIRST)).contains(item("pk", "p", "sk", 200)).hasSize(26);
        assertThat(regions.itemsOf(OTHER)).contains(item("pk", "p", "sk", 100)).hasSize(26);
    }

    @Test
    void globalTableGoesWithItsLastTable() {
        create(FIRST, OTHER);
        join(FIRST, OTHER);
        update(List.of(), List.of(FIRST, OTHER));
        regions.settle();

        assertThat(members()).isEmpty();
        assertThat(regions.table(FIRST).usable()).isTrue();
        assertThatThrownBy(() -> regions.catalog.requireLegacy(ACCOUNT, NAME))
                .isInstanceOf(DatabaseException.GlobalTableNotFound.class);
        join(OTHER);
        assertThat(members()).containsExactly(OTHER);
    }

    @Test
    void deletedTableLeavesTheOthers() {
        create(FIRST, OTHER);
        join(FIRST, OTHER);
        regions.put(OTHER, item("pk", "p", "sk", 1));
        regions.catalog.delete(ref(OTHER));
        regions.settle();

        assertThat(members()).containsExactly(FIRST);
        assertThat(regions.itemsOf(FIRST)).hasSize(1);
        assertThat(regions.catalog.find(ref(OTHER))).isNull();
    }

    @Test
    void settingsAreEachTablesOwn() {
        create(FIRST, OTHER);
        join(FIRST, OTHER);
        regions.catalog.updateTimeToLive(ref(FIRST), true, "until");

        assertThat(regions.table(FIRST).settings().timeToLive().status())
                .isEqualTo(TimeToLive.Status.ENABLING);
        assertThat(regions.table(OTHER).settings().timeToLive().status())
                .isEqualTo(TimeToLive.Status.DISABLED);
        assertThatThrownBy(
                        () ->
                                regions.catalog.replicate(
                                        ref(FIRST),
                                        new ReplicaChange.Create(THIRD, ReplicaOverrides.NONE)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("UpdateGlobalTable");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        create(FIRST, OTHER);
        assertThatThrownBy(() -> join(FIRST, THIRD))
                .isInstanceOf(DatabaseException.TableNotFound.class);
        regions.create(THIRD, null);
        assertThatThrownBy(() -> join(FIRST, THIRD)).hasMessageContaining("New and Old Images");
        regions.put(OTHER, item("pk", "p", "sk", 1));
        assertThatThrownBy(() -> join(FIRST, OTHER)).hasMessageContaining("not empty");
        regions.remove(OTHER, item("pk", "p", "sk", 1));
        join(FIRST);

        assertThatThrownBy(() -> join(OTHER))
                .isInstanceOf(DatabaseException.GlobalTableAlreadyExists.class)
                .hasMessage(
                        "Global table already exists: Global table with name: 'Orders' already"
                                + " exists.");
        assertThatThrownBy(() -> update(List.of(FIRST), List.of()))
                .isInstanceOf(DatabaseException.ReplicaAlreadyExists.class);
        assertThatThrownBy(() -> update(List.of(), List.of(OTHER)))
                .isInstanceOf(DatabaseException.ReplicaNotFound.class);
        regions.put(FIRST, item("pk", "p", "sk", 1));
        assertThatThrownBy(() -> update(List.of(OTHER), List.of()))
                .hasMessageContaining("not empty");
        assertThat(members()).containsExactly(FIRST);
    }
}
