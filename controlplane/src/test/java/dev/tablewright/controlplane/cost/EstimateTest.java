package dev.tablewright.controlplane.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.cost.TableUse.IndexUse;
import dev.tablewright.controlplane.cost.Traffic.OfTable;
import dev.tablewright.controlplane.cost.Traffic.Requests;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class EstimateTest {
    private static final long GB = 1L << 30;
    private static final PriceList PRICES = PriceList.shipped();

    /** 100 read and 10 write units for 730 hours in us-east-1: 9.49 and 4.745 exactly. */
    @Test
    void declaredCapacityIsUnitsTimesHoursOfTableAndIndexes() {
        TableUse use =
                table(BillingMode.PROVISIONED, new Throughput(100, 10), 0L)
                        .with(new IndexUse("ByDate", false, new Throughput(100, 10), 0L))
                        .get();

        Estimate estimate = Estimate.of(List.of(use), Traffic.UNKNOWN, PRICES);

        assertThat(estimate.known()).isEqualByComparingTo("28.47");
        assertThat(estimate.unknown()).isEmpty();
    }

    /** A tenth of a cent a thousand times is a dollar: nothing is rounded on the way. */
    @Test
    void sumsAreExact() {
        List<TableUse> uses =
                Collections.nCopies(
                        1000, table(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND, 1L).get());

        Estimate estimate =
                Estimate.of(uses, traffic(new OfTable(requests("1", "1"), null, null)), PRICES);

        assertThat(estimate.known())
                .isEqualByComparingTo(
                        new BigDecimal("0.00000075")
                                .multiply(BigDecimal.valueOf(1000))
                                .add(
                                        new BigDecimal("0.25")
                                                .multiply(BigDecimal.valueOf(1000))
                                                .divide(BigDecimal.valueOf(GB))));
    }

    @Test
    void requestsThatNobodyToldAreUnknownAndNotFree() {
        Estimate estimate =
                Estimate.of(
                        List.of(
                                table(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND, null)
                                        .get()),
                        Traffic.UNKNOWN,
                        PRICES);

        assertThat(estimate.known()).isZero();
        assertThat(estimate.unknown())
                .extracting(Estimate.Line::rate)
                .containsExactly(Rate.ON_DEMAND_READ, Rate.ON_DEMAND_WRITE, Rate.STORAGE);
        assertThat(estimate.unknown().getFirst().unknown()).contains("say --observed or --reads");
    }

    /** With one number for the whole table, an index costs writes and no reads of its own. */
    @Test
    void everyWriteReachesEveryGlobalIndexUnlessTheTrafficSaysMore() {
        TableUse use =
                table(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND, 0L)
                        .with(new IndexUse("ByDate", false, Throughput.ON_DEMAND, 0L))
                        .get();
        OfTable together = new OfTable(requests("8000000", "1000000"), null, null);
        OfTable apart =
                new OfTable(
                        requests("8000000", "1000000"),
                        null,
                        Map.of("ByDate", requests("8000000", "0")));

        assertThat(Estimate.of(List.of(use), traffic(together), PRICES).known())
                .isEqualByComparingTo("2.25"); // 1 + 0.625 + 0.625
        assertThat(Estimate.of(List.of(use), traffic(apart), PRICES).known())
                .isEqualByComparingTo("2.625"); // 1 + 0.625 + 1
        assertThat(
                        Estimate.of(
                                        List.of(use),
                                        traffic(new OfTable(requests("1", "1"), null, Map.of())),
                                        PRICES)
                                .unknown())
                .as("an index that the traffic leaves out")
                .hasSize(2);
    }

    /** Recovery is paid for the table and its local indexes, storage for all of them. */
    @Test
    void storageRecoveryBackupsStreamsAndReplicas() {
        TableUse use =
                new TableUse(
                        "Orders",
                        "koa-Orders",
                        "us-east-1",
                        true,
                        BillingMode.PROVISIONED,
                        new Throughput(0, 0),
                        List.of(
                                new IndexUse("Local", true, Throughput.ON_DEMAND, 3 * GB),
                                new IndexUse("Global", false, new Throughput(0, 0), 5 * GB)),
                        2 * GB,
                        true,
                        true,
                        7 * GB,
                        true,
                        List.of("eu-west-1"));

        Estimate estimate =
                Estimate.of(
                        List.of(use),
                        traffic(
                                new OfTable(
                                        new Requests(null, null), new BigDecimal("5000000"), null)),
                        PRICES);

        assertThat(estimate.unknown()).isEmpty();
        assertThat(estimate.known())
                .isEqualByComparingTo(
                        "4.832"); // 1.0 storage, 1.0 recovery, 0.7 backups, 1.0 stream, 1.132
        assertThat(estimate.lines())
                .extracting(Estimate.Line::part)
                .contains("table", "index Local", "replica eu-west-1 index Global");
    }

    @Test
    void aRegionWithoutPricesIsUnknown() {
        TableUse use =
                new TableUse(
                        "Orders",
                        "koa-Orders",
                        "eu-north-1",
                        false,
                        BillingMode.PROVISIONED,
                        new Throughput(1, 1),
                        List.of(),
                        1L,
                        false,
                        false,
                        null,
                        false,
                        List.of());

        assertThat(Estimate.of(List.of(use), Traffic.UNKNOWN, PRICES).unknown())
                .hasSize(3)
                .allSatisfy(
                        line ->
                                assertThat(line.unknown())
                                        .isEqualTo("the price list has no region eu-north-1"));
    }

    @Test
    void mistakesInAPriceFileAreToldWithTheirPlace() {
        assertThatThrownBy(() -> PriceList.read("p.yaml", "a: 1"))
                .hasMessageStartingWith("p.yaml:1:4: a: is not known; known are source, asOf");
        assertThatThrownBy(
                        () ->
                                PriceList.read(
                                        "p.json",
                                        "{\"source\": \"x\", \"asOf\": \"y\", \"currency\":"
                                                + " \"EUR\",\n"
                                                + "\"regions\": {\"eu-west-1\": {\"standard\":"
                                                + " {\"storageGbMonth\": \"a lot\"}}}}"))
                .hasMessage(
                        "p.json:2:58: regions.eu-west-1.standard.storageGbMonth: \"a lot\" is no"
                                + " number; write one like 0.25");
        assertThatThrownBy(() -> PriceList.read("p.yaml", "{"))
                .hasMessageStartingWith("p.yaml is neither YAML nor JSON");
        assertThatThrownBy(() -> PriceList.read("p.yaml", "")).hasMessage("p.yaml is empty");
        assertThatThrownBy(() -> traffic("tables: {A: {reads: -1}}"))
                .hasMessageContaining("tables.A.reads: \"-1\" is no number");
    }

    /** A name with a slip would be traffic that nobody counts. */
    @Test
    void trafficNamesOnlyTablesAndIndexesThatThereAre() throws Exception {
        assertThat(traffic("tables: {A: {indexes: {ByDate: {reads: 1}}}}").tables())
                .containsOnlyKeys("A");
        assertThatThrownBy(() -> traffic("tables: {Aa: {reads: 1}}"))
                .hasMessage("t.yaml:1:14: tables.Aa: is not known; known are A, B");
        assertThatThrownBy(() -> traffic("tables: {A: {indexes: {ByDay: {reads: 1}}}}"))
                .hasMessageEndingWith("tables.A.indexes.ByDay: is not known; known are ByDate");
        assertThatThrownBy(() -> traffic("tables: {B: {indexes: {ByDay: {reads: 1}}}}"))
                .hasMessageEndingWith("tables.B.indexes.ByDay: is not known; there is none");
    }

    private static Traffic traffic(String text) throws CostFileException {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        indexes.put("A", Set.of("ByDate"));
        indexes.put("B", Set.of());
        return Traffic.read("t.yaml", text, null, indexes);
    }

    private static Requests requests(String reads, String writes) {
        return new Requests(new BigDecimal(reads), new BigDecimal(writes));
    }

    private static Traffic traffic(OfTable ofTable) {
        return new Traffic(ofTable, Map.of(), Map.of());
    }

    /** A table in us-east-1 without anything besides. */
    private static Use table(BillingMode billing, Throughput capacity, @Nullable Long bytes) {
        return new Use(
                new TableUse(
                        "Orders",
                        "koa-Orders",
                        "us-east-1",
                        false,
                        billing,
                        capacity,
                        List.of(),
                        bytes,
                        false,
                        false,
                        null,
                        false,
                        List.of()));
    }

    private record Use(TableUse get) {
        Use with(IndexUse index) {
            return new Use(
                    new TableUse(
                            get.table(),
                            get.name(),
                            get.region(),
                            get.infrequentAccess(),
                            get.billing(),
                            get.capacity(),
                            List.of(index),
                            get.bytes(),
                            get.recovery(),
                            get.backups(),
                            get.backupBytes(),
                            get.stream(),
                            get.replicas()));
        }
    }
}
