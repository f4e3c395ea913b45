package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.cli.TestShell.Ran;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.comparison.Watch;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Two tables are compared, by key and by attribute. */
class DiffTest {
    private final TestShell shell = new TestShell();

    DiffTest() throws IOException {}

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void differencesAreCountedAndShownByAttribute() {
        shell.table("koa-Orders");
        shell.plainTable("koa-Orders-shadow");
        shell.fill("koa-Orders", 60);
        shell.fill("koa-Orders-shadow", 60);
        assertThat(shell.run("diff", "koa-Orders", "Orders-shadow").out())
                .isEqualTo("The same 60 items in koa-Orders and koa-Orders-shadow.\n");
        shell.put("koa-Orders-shadow", TestShell.item("new"));
        shell.dynamoDb.deleteItem(r -> r.tableName("koa-Orders-shadow").key(TestShell.item("i3")));
        Map<String, AttributeValue> item = new HashMap<>(TestShell.item("i4", "Group", "g4"));
        item.put("address", AttributeValue.fromM(Map.of("city", AttributeValue.fromS("Bern"))));
        shell.put("koa-Orders", item);
        item.put("address", AttributeValue.fromM(Map.of("city", AttributeValue.fromS("Basel"))));
        item.put("count", AttributeValue.fromN("7"));
        shell.put("koa-Orders-shadow", item);

        Ran ran = shell.run("diff", "koa-Orders", "koa-Orders-shadow");

        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out())
                .contains("+ Id=\"new\"\n")
                .contains("- Id=\"i3\"\n")
                .contains(
                        "~ Id=\"i4\"\n    address.city: \"Bern\" -> \"Basel\"\n    count: absent ->"
                                + " 7\n")
                .endsWith(
                        "3 differences between koa-Orders (60 items) and koa-Orders-shadow (60"
                                + " items): 1 added, 1 changed, 1 removed.\n");
        Ran json = shell.run("diff", "koa-Orders", "koa-Orders-shadow", "-o", "json");
        assertThat(json.code()).isEqualTo(2);
        assertThat(json.out())
                .contains("\"added\" : 1", "\"changed\" : 1", "\"removed\" : 1")
                .contains("\"path\" : \"address.city\"", "\"S\" : \"Basel\"");
        Ran one = shell.run("diff", "koa-Orders", "koa-Orders-shadow", "--samples", "1");
        assertThat(one.out()).contains("... and 2 more; --samples shows more");
    }

    /** What changed since is the first question after a mistake. */
    @Test
    void tableIsComparedWithItsOwnPastByAScratchTableThatGoesAgain() throws Exception {
        shell.table("Orders");
        shell.fill("Orders", 30);
        Instant before = shell.secondBetween();
        shell.dynamoDb.deleteItem(r -> r.tableName("Orders").key(TestShell.item("i5")));

        Ran unsure = shell.run("diff", "Orders", "--at", before.toString());
        Ran ran = shell.run("diff", "Orders", "--at", before.toString(), "--yes");

        assertThat(unsure.err()).contains("say --yes to restore a scratch table");
        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err())
                .contains("to the scratch table Orders-scratch-2")
                .contains("deleted the scratch table Orders-scratch-2");
        assertThat(ran.out())
                .contains("- Id=\"i5\"")
                .contains("between Orders at " + before + " (30 items) and Orders (29 items)");
        shell.dynamoDb.waiter().waitUntilTableNotExists(r -> r.tableName(scratch(ran)));
        assertThat(shell.dynamoDb.listTables().tableNames()).containsExactly("Orders");
    }

    private static String scratch(Ran ran) {
        String err = ran.err();
        int at = err.indexOf("Orders-scratch-");
        return err.substring(at, at + "Orders-scratch-20260101-000000".length());
    }

    /** A shadow table lags, catches up, and nobody has to look for the item that it lost. */
    @Test
    void tablesThatAreWrittenAreWatchedByTheirStreams() throws Exception {
        shell.plainTable("Orders");
        shell.plainTable("Orders-shadow");
        for (String name : new String[] {"Orders", "Orders-shadow"}) {
            shell.dynamoDb.updateTable(
                    r ->
                            r.tableName(name)
                                    .streamSpecification(
                                            s ->
                                                    s.streamEnabled(true)
                                                            .streamViewType("KEYS_ONLY")));
            shell.dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(name));
        }
        shell.put("Orders", TestShell.item("before"));
        try (TestTarget target = TestTarget.of(shell.server, TestTarget.Calls.ALL);
                Watch watch = watch(target.target())) {
            assertThat(watch.hasStreams()).isTrue();
            assertThat(watch.look().different()).isEqualTo(1);
            shell.put("Orders-shadow", TestShell.item("before"));
            assertThat(watch.look().isInStep()).isTrue();
            shell.put("Orders", TestShell.item("one", "Value", "1"));
            Watch.Standing behind = watch.look();
            assertThat(behind.different()).isEqualTo(1);
            assertThat(behind.samples()).containsExactly(TestShell.item("one"));
            shell.put("Orders-shadow", TestShell.item("one", "Value", "1"));
            Watch.Standing caughtUp = watch.look();
            assertThat(caughtUp.isInStep()).isTrue();
            assertThat(caughtUp.lag()).isPositive();
            assertThat(caughtUp.writes()).isGreaterThanOrEqualTo(3);
        }
    }

    private static Watch watch(Target target) {
        return new Watch(
                target,
                new Items(target, new TableAddress("eu-west-1", "Orders"), Thread::sleep),
                new Items(target, new TableAddress("eu-west-1", "Orders-shadow"), Thread::sleep),
                InstantSource.system());
    }

    @Test
    void tablesWithoutStreamsAreWatchedByReadingThemAgain() {
        shell.plainTable("Orders");
        shell.plainTable("Orders-shadow");
        String[] watch = {
            "diff", "Orders", "Orders-shadow", "--watch", "--for", "1s", "--interval", "1s"
        };
        Ran same = shell.run(watch);
        shell.put("Orders", TestShell.item("one"));
        Ran different = shell.run(watch);

        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.err()).contains("by reading both again and again");
        assertThat(same.out()).contains("in step");
        assertThat(different.code()).isEqualTo(2);
        assertThat(different.out()).containsPattern("1 different, the oldest for .*: Id=\"one\"");
        assertThat(shell.run("diff", "Orders", "--at", "1m", "--watch").err())
                .contains("--watch is about tables as they are");
    }

    @Test
    void emptyTablesAreTheSame() {
        shell.plainTable("BBB");
        shell.plainTable("CCC");
        Ran ran = shell.run("diff", "BBB", "CCC");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualTo("The same 0 items in BBB and CCC.\n");
        assertThat(shell.run("diff", "BBB").err()).contains("name the other table, or say --at");
        assertThat(shell.run("diff", "BBB", "None").err()).contains("there is no table None");
    }
}
