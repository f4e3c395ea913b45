package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tablewright.cli.TestShell.Ran;
import dev.tablewright.controlplane.comparison.Comparison;
import dev.tablewright.controlplane.comparison.DifferenceLog;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.comparison.Outcome;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.Promotion;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The items of a restored table come into the place of the original, and nobody's write is lost.
 */
class PromoteTest {
    private final TestShell shell = new TestShell();
    @TempDir private Path temporary;

    PromoteTest() throws IOException {}

    @AfterEach
    void stop() {
        shell.close();
    }

    /** What a new user does after deleting items by mistake. */
    @Test
    void mistakeIsUndoneInThreeCommands() throws Exception {
        shell.table("koa-dev-Orders");
        shell.fill("koa-dev-Orders", 120);
        shell.put("koa-dev-Orders", TestShell.item("big", "Blob", "x".repeat(380_000)));
        Instant before = shell.secondBetween();
        for (int i = 0; i < 40; i++) {
            String id = "i" + i;
            shell.dynamoDb.deleteItem(r -> r.tableName("koa-dev-Orders").key(TestShell.item(id)));
        }
        shell.put("koa-dev-Orders", TestShell.item("big", "Blob", "lost"));
        shell.put("koa-dev-Orders", TestShell.item("later"));

        Ran restore = shell.run("restore", "Orders", "--at", before.toString(), "--to", "Back");
        Ran diff = shell.run("diff", "Orders", "Back");
        Ran unsure = shell.run("promote", "Back", "--over", "Orders");
        Ran promote = shell.run("promote", "Back", "--over", "Orders", "--yes");

        assertThat(restore.code()).as(restore.err()).isZero();
        assertThat(diff.out()).contains("42 differences", "40 added, 1 changed, 1 removed");
        assertThat(unsure.code()).isEqualTo(1);
        assertThat(unsure.out())
                .contains("until you delete them: a backup, and the table")
                .contains("koa-dev-Orders-before-DATE-TIME made from it.");
        assertThat(unsure.err()).contains("say --yes to go on");
        assertThat(promote.code()).as(promote.err() + promote.out()).isZero();
        assertThat(promote.out())
                .contains("Promoted Back over koa-dev-Orders: 40 items put back, 1 changed back, 1")
                .contains("Compared again: The same 121 items")
                .contains("--from koa-dev-Orders-before-promote-2");
        String old = kept("koa-dev-Orders").getFirst();
        assertThat(promote.out())
                .contains("as it was before:     the table " + old + ", until you delete it")
                .contains("tablewright promote " + old + " --over koa-dev-Orders")
                .contains(
                        "aws dynamodb delete-table --table-name "
                                + old
                                + " --region eu-west-1 --endpoint-url "
                                + shell.endpoint());
        assertThat(shell.count(old)).isEqualTo(82);
        assertThat(shell.count("koa-dev-Orders")).isEqualTo(121);
        assertThat(shell.count("koa-dev-Orders")).isEqualTo(121);
        assertThat(shell.run("promote", "Back", "--over", "Orders", "--yes").out())
                .contains("Nothing to do.");
        Ran undone = shell.run("restore", "Orders", "--from", "latest", "--to", "AsItWas");
        assertThat(undone.code()).as(undone.err()).isZero();
        assertThat(shell.count("AsItWas")).isEqualTo(82);
        assertThat(kept("koa-dev-Orders")).containsExactly(old);
    }

    /** The old table serves requests, and is itself something that can be promoted. */
    @Test
    void promotionIsTakenBackByPromotingTheOldTable() {
        ordersAndBack();

        Ran there = shell.run("promote", "Back", "--over", "Orders", "--yes");
        String old = kept("Orders").getFirst();
        Ran back = shell.run("promote", old, "--over", "Orders", "--yes", "--keep", "backup");

        assertThat(there.code()).as(there.err()).isZero();
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(shell.count("Orders")).isEqualTo(1);
        assertThat(item("extra")).isNotEmpty();
        shell.put(old, TestShell.item("more", "Group", "g"));
        assertThat(
                        shell.dynamoDb
                                .query(
                                        r ->
                                                r.tableName(old)
                                                        .indexName("ByGroup")
                                                        .keyConditionExpression("#g = :g")
                                                        .expressionAttributeNames(
                                                                Map.of("#g", "Group"))
                                                        .expressionAttributeValues(
                                                                Map.of(
                                                                        ":g",
                                                                        AttributeValue.fromS("g"))))
                                .count())
                .isEqualTo(1);
        assertThat(kept("Orders")).containsExactly(old);
    }

    @Test
    void howMuchIsKeptIsChosen() {
        ordersAndBack();

        assertThat(shell.run("promote", "Back", "--over", "Orders", "--keep", "all").err())
                .contains("--keep: \"all\" is none of table, backup and nothing");
        Ran bare = answer("no\n", "promote", "Back", "--over", "Orders", "--keep", "nothing");
        assertThat(bare.out()).contains("Nothing is kept of Orders as it is.");
        assertThat(bare.err()).contains("WITHOUT keeping it as it is? Only \"yes\" counts:");
        Ran ran = shell.run("promote", "Back", "--over", "Orders", "--keep", "backup", "--yes");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Kept of Orders as it is", ": a backup.")
                .contains("as it was before:     tablewright restore Orders --from Orders-before-")
                .doesNotContain("delete it:");
        assertThat(shell.dynamoDb.listBackups().backupSummaries()).hasSize(1);
        assertThat(kept("Orders")).isEmpty();
    }

    /** Only the whole word does it; an end of input is a no. */
    @Test
    void questionIsAnsweredOnTheKeyboard() {
        ordersAndBack();
        String[] promote = {"promote", "Back", "--over", "Orders"};

        for (String no : new String[] {"no\n", "y\n", "\n", "YES\n", ""}) {
            Ran ran = answer(no, promote);
            assertThat(ran.code()).as(no).isEqualTo(1);
            assertThat(ran.err())
                    .contains("Make Orders (eu-west-1) have the items of Back: 30 items put back,")
                    .contains("keeping what it has now as another table? Only \"yes\" counts:")
                    .contains("Nothing was done.");
        }
        assertThat(shell.count("Orders")).isEqualTo(1);
        assertThat(shell.dynamoDb.listBackups().backupSummaries()).isEmpty();
        assertThat(kept("Orders")).isEmpty();
        Ran yes = answer(" yes \r\n", promote);
        assertThat(yes.code()).as(yes.err()).isZero();
        assertThat(shell.count("Orders")).isEqualTo(30);
        assertThat(kept("Orders")).hasSize(1);
    }

    /** It carries the release's tags, and stays whatever the values say. */
    @Test
    void noApplyDeletesTheOldTable() throws Exception {
        String other =
                "tables:\n  - {name: Other, hashKey: Id, attributes: [{name: Id, type: S}]}\n";
        Path values =
                Files.writeString(
                        temporary.resolve("values.yaml"),
                        other
                                + """
                                  - name: Orders
                                    deletionPolicy: Delete
                                    hashKey: Id
                                    attributes: [{name: Id, type: S}]
                                    billingMode: PROVISIONED
                                    readCapacity: 5
                                    writeCapacity: 5
                                    ttl: {enabled: true, attributeName: ends}
                                    backup: {deleteAfterDays: 35}
                                    tags: {team: koa}
                                """);
        String[] release = {"-f", values.toString(), "-n", "koa-dev"};
        Ran applied = with(release, "apply", "--yes");
        assertThat(applied.code()).as(applied.err() + applied.out()).isZero();
        String orders = shell.dynamoDb.listTables().tableNames().getFirst();
        shell.put(orders, TestShell.item("old"));
        shell.plainTable("Back");

        Ran ran = shell.run("promote", "Back", "--over", orders, "--yes");

        assertThat(ran.code()).as(ran.err()).isZero();
        String old = kept(orders).getFirst();
        assertThat(shell.tags(old))
                .containsEntry("team", "koa")
                .containsEntry("idp/deletion-policy", "Orphan")
                .containsKey("idp/restored-from")
                .doesNotContainKey("idp-backup");
        assertThat(
                        shell.dynamoDb
                                .describeTable(r -> r.tableName(old))
                                .table()
                                .billingModeSummary()
                                .billingModeAsString())
                .isEqualTo("PAY_PER_REQUEST");
        assertThat(
                        shell.dynamoDb
                                .describeTimeToLive(r -> r.tableName(old))
                                .timeToLiveDescription()
                                .timeToLiveStatusAsString())
                .isEqualTo("DISABLED");
        assertThat(with(release, "plan").out()).contains("No changes.");
        Files.writeString(values, other);
        Ran without = with(release, "apply", "--yes");
        assertThat(without.code()).as(without.err() + without.out()).isZero();
        assertThat(shell.dynamoDb.listTables().tableNames()).contains(old).doesNotContain(orders);
        assertThat(shell.count(old)).isEqualTo(1);
    }

    /** AWS allows 255 characters. */
    @Test
    void oldTableOfAVeryLongNameHasAShorterOne() {
        String orders = "o".repeat(255);
        shell.plainTable(orders);
        shell.plainTable("Back");
        shell.fill("Back", 1);

        Ran ran = shell.run("promote", "Back", "--over", orders, "--yes");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(kept("o".repeat(255 - "-before-20260301-120000".length()))).hasSize(1);
    }

    /**
     * It dies at each of its calls in turn; whatever it has left, the next run makes it one table.
     */
    @Test
    void keepingThatIsKilledIsEndedByTheNextWithOneTable() {
        for (String last : List.of("CreateBackup", "RestoreTableFromBackup", "TagResource")) {
            TableAddress orders = new TableAddress("eu-west-1", "Orders" + last);
            TableAddress back = new TableAddress("eu-west-1", "Back" + last);
            shell.plainTable(orders.name());
            shell.plainTable(back.name());
            shell.fill(back.name(), 3);
            shell.put(orders.name(), TestShell.item("extra"));

            assertThatExceptionOfType(Killed.class)
                    .isThrownBy(() -> keepAndDieAt(last, orders, back));
            boolean begun = !last.equals("CreateBackup");
            assertThat(kept(orders.name())).hasSize(begun ? 1 : 0);
            Ran unsure = shell.run("promote", back.name(), "--over", orders.name());
            Ran ran = shell.run("promote", back.name(), "--over", orders.name(), "--yes");

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(kept(orders.name())).as(last).hasSize(1);
            String old = kept(orders.name()).getFirst();
            assertThat(unsure.out().contains(old + ", from before the earlier run"))
                    .isEqualTo(begun);
            assertThat(shell.count(old)).isEqualTo(1);
            assertThat(shell.tags(old)).containsKey("idp/restored-from");
        }
    }

    /** Dies when the target has done the call, or for the tag, before it has. */
    private void keepAndDieAt(String last, TableAddress orders, TableAddress back)
            throws InterruptedException {
        try (TestTarget mortal =
                TestTarget.of(
                        shell.server,
                        (operation, call) -> {
                            if (!operation.equals(last)) {
                                return call.call();
                            }
                            if (!last.equals("TagResource")) {
                                var _ = call.call();
                            }
                            throw new Killed();
                        })) {
            PrintWriter nobody = new PrintWriter(Writer.nullWriter());
            Console console = new Console(nobody, nobody, () -> false, false);
            OldTable old =
                    new OldTable(mortal.target(), orders, back, OldTable.Keep.TABLE, console);
            old.keep();
            var _ = old.complete();
        }
    }

    /** The items are in place by then: it is the table alone that is ended. */
    @Test
    void oldTableThatCouldNotBeMarkedIsCompletedByTheNextRun() {
        ordersAndBack();
        signAsAnn("\"dynamodb:*\"", "\"dynamodb:TagResource\"");

        Ran denied = shell.run("promote", "Back", "--over", "Orders", "--yes");
        shell.signAsRoot();
        Ran ended = shell.run("promote", "Back", "--over", "Orders", "--yes");
        Ran nothing = shell.run("promote", "Back", "--over", "Orders", "--yes");

        String old = kept("Orders").getFirst();
        assertThat(denied.code()).isEqualTo(1);
        assertThat(denied.out()).contains("Promoted Back over Orders: 30 items put back");
        assertThat(denied.err())
                .contains("NOT complete: " + old)
                .contains("is not authorized to perform: dynamodb:TagResource on resource:")
                .contains("Run the same again: it ends only this.");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("Nothing to do.", "the table " + old);
        assertThat(nothing.out()).contains("Nothing to do.").doesNotContain(old);
        assertThat(kept("Orders")).containsExactly(old);
    }

    private void ordersAndBack() {
        shell.table("Orders");
        shell.table("Back");
        shell.fill("Back", 30);
        shell.put("Orders", TestShell.item("extra"));
    }

    private List<String> kept(String table) {
        return shell.dynamoDb.listTables().tableNames().stream()
                .filter(name -> name.matches(table + "-before-\\d{8}-\\d{6}"))
                .toList();
    }

    /** Runs a command at a terminal where somebody types. */
    private Ran answer(String typed, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            return shell.runAt(() -> true, arguments);
        } finally {
            System.setIn(before);
        }
    }

    private Ran with(String[] release, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + release.length);
        System.arraycopy(release, 0, all, arguments.length, release.length);
        return shell.run(all);
    }

    private void signAsAnn(String allowed, String denied) {
        try (var iam = shell.iam()) {
            iam.createUser(r -> r.userName("ann"));
            iam.putUserPolicy(
                    r ->
                            r.userName("ann")
                                    .policyName("all")
                                    .policyDocument(
                                            """
                                            {"Version":"2012-10-17","Statement":[
                                            {"Effect":"Allow","Action":[%s],"Resource":"*"},
                                            {"Effect":"Deny","Action":[%s],"Resource":"*"}]}\
                                            """
                                                    .formatted(allowed, denied)));
            var key = iam.createAccessKey(r -> r.userName("ann")).accessKey();
            shell.signAs(Keys.longTerm(key.accessKeyId(), key.secretAccessKey()));
        }
    }

    @Test
    void itemsThatAreMissingCanBePutBackAlone() {
        shell.table("Orders");
        shell.table("Back");
        shell.fill("Back", 10);
        shell.fill("Orders", 4);
        shell.put("Orders", TestShell.item("i2", "Group", "newer"));
        shell.put("Orders", TestShell.item("new"));

        Ran ran =
                shell.run(
                        "promote",
                        "Back",
                        "--over",
                        "Orders",
                        "--missing-only",
                        "--yes",
                        "--keep",
                        "nothing");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("6 items put back, 0 changed back, 0 deleted.");
        assertThat(shell.count("Orders")).isEqualTo(11);
        assertThat(item("i2")).containsEntry("Group", AttributeValue.fromS("newer"));
        assertThat(shell.dynamoDb.listBackups().backupSummaries()).isEmpty();
        assertThat(
                        shell.run("promote", "Back", "--over", "Orders", "--missing-only", "--yes")
                                .out())
                .contains("Orders misses nothing that Back has.");
        assertThat(shell.run("promote", "Back", "--over", "Back").err())
                .contains("a table cannot be promoted over itself");
    }

    /** The other writer comes between the comparison and our write, or between read and write. */
    @Test
    void itemThatSomebodyWritesMeanwhileIsLeftAlone() throws Exception {
        shell.plainTable("Orders");
        shell.plainTable("Back");
        shell.fill("Back", 30);
        shell.fill("Orders", 20);
        for (String id : new String[] {"i1", "i2", "i3"}) {
            shell.put("Orders", TestShell.item(id, "Group", "wrong"));
        }
        AtomicInteger rivals = new AtomicInteger();
        try (TestTarget raced =
                TestTarget.of(
                        shell.server,
                        (operation, call) -> {
                            // Just before our first write of all: whatever it is, it has been read.
                            if (operation.equals("PutItem") && rivals.getAndIncrement() == 0) {
                                shell.put("Orders", TestShell.item("i1", "Group", "rival"));
                                shell.put("Orders", TestShell.item("i25", "Group", "rival"));
                            }
                            return call.call();
                        })) {
            Target target = raced.target();
            TableAddress table = new TableAddress("eu-west-1", "Orders");
            Items original = new Items(target, table, Thread::sleep);
            Items wanted = new Items(target, new TableAddress("eu-west-1", "Back"), Thread::sleep);
            try (DifferenceLog log = new DifferenceLog(original.key())) {
                Outcome outcome = new Comparison(original, wanted, true, _ -> {}).compare(log::add);
                assertThat(outcome.differences()).isEqualTo(13);
                shell.put("Orders", TestShell.item("i2", "Group", "rival"));
                Promotion.Done done =
                        new Promotion(target, table, original, wanted).copy(log, _ -> {});

                assertThat(done.conflicts()).isBetween(1L, 3L);
                assertThat(done.written() + done.conflicts()).isEqualTo(13);
            }
        }
        assertThat(item("i2")).containsEntry("Group", AttributeValue.fromS("rival"));
        assertThat(item("i3")).containsEntry("Group", AttributeValue.fromS("g3"));
    }

    /** The process is dead: nothing is called any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void promotionThatIsKilledIsEndedByTheNext() throws Exception {
        shell.table("Orders");
        shell.table("Back");
        shell.fill("Back", 100);
        shell.put("Orders", TestShell.item("extra"));
        AtomicInteger writes = new AtomicInteger();
        @Nullable Killed killed = null;
        try (TestTarget mortal =
                TestTarget.of(
                        shell.server,
                        (operation, call) -> {
                            boolean write =
                                    operation.equals("PutItem") || operation.equals("DeleteItem");
                            if (write && writes.incrementAndGet() > 37) {
                                throw new Killed();
                            }
                            return call.call();
                        })) {
            Target target = mortal.target();
            TableAddress table = new TableAddress("eu-west-1", "Orders");
            Items original = new Items(target, table, Thread::sleep);
            Items wanted = new Items(target, new TableAddress("eu-west-1", "Back"), Thread::sleep);
            try (DifferenceLog log = new DifferenceLog(original.key())) {
                var _ = new Comparison(original, wanted, true, _ -> {}).compare(log::add);
                var _ = new Promotion(target, table, original, wanted).copy(log, _ -> {});
            }
        } catch (Killed e) {
            killed = e;
        }
        assertThat(killed).isNotNull();

        Ran ran = shell.run("promote", "Back", "--over", "Orders", "--yes");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Compared again: The same 100 items");
    }

    @Test
    void whoMayNotWriteIsToldWhatItTakesAndNothingIsHalfDone() {
        shell.table("Orders");
        shell.table("Back");
        shell.fill("Back", 5);
        signAsAnn(
                """
                "dynamodb:Describe*","dynamodb:List*","dynamodb:Scan","dynamodb:GetItem",
                "dynamodb:CreateBackup"\
                """,
                "\"dynamodb:DeleteTable\"");

        Ran kept = shell.run("promote", "Back", "--over", "Orders", "--yes");
        Ran ran = shell.run("promote", "Back", "--over", "Orders", "--yes", "--keep", "backup");

        assertThat(kept.code()).isEqualTo(1);
        assertThat(kept.err())
                .contains("is not authorized to perform: dynamodb:RestoreTableFromBackup on")
                .contains("TagResource and UpdateItem on the new table, which --keep backup does")
                .contains("Nothing was written to Orders; its backup Orders-before-promote-2");
        assertThat(kept("Orders")).isEmpty();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("is not authorized to perform: dynamodb:PutItem on resource:")
                .contains("This takes dynamodb:DescribeTable, Scan and GetItem on both tables");
        assertThat(shell.count("Orders")).isZero();
    }

    private Map<String, AttributeValue> item(String id) {
        return new HashMap<>(
                shell.dynamoDb.getItem(r -> r.tableName("Orders").key(TestShell.item(id))).item());
    }
}
