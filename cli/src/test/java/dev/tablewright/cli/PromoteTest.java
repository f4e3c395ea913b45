package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The items of a restored table come into the place of the original, and nobody's write is lost.
 */
class PromoteTest {
    private final TestShell shell = new TestShell();

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
        assertThat(unsure.err()).contains("say --yes to go on");
        assertThat(promote.code()).as(promote.err() + promote.out()).isZero();
        assertThat(promote.out())
                .contains("Promoted Back over koa-dev-Orders: 40 items put back, 1 changed back, 1")
                .contains("Compared again: The same 121 items")
                .contains("--from koa-dev-Orders-before-promote-2");
        assertThat(shell.count("koa-dev-Orders")).isEqualTo(121);
        assertThat(shell.run("promote", "Back", "--over", "Orders", "--yes").out())
                .contains("Nothing to do.");
        Ran undone = shell.run("restore", "Orders", "--from", "latest", "--to", "AsItWas");
        assertThat(undone.code()).as(undone.err()).isZero();
        assertThat(shell.count("AsItWas")).isEqualTo(82);
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
                        "--no-backup");

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
        try (var iam = shell.iam()) {
            iam.createUser(r -> r.userName("ann"));
            iam.putUserPolicy(
                    r ->
                            r.userName("ann")
                                    .policyName("reads")
                                    .policyDocument(
                                            """
                                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                            "Action":["dynamodb:Describe*","dynamodb:List*",
                                            "dynamodb:Scan","dynamodb:GetItem","dynamodb:CreateBackup"],
                                            "Resource":"*"}]}\
                                            """));
            var key = iam.createAccessKey(r -> r.userName("ann")).accessKey();
            shell.signAs(Keys.longTerm(key.accessKeyId(), key.secretAccessKey()));
        }

        Ran ran = shell.run("promote", "Back", "--over", "Orders", "--yes");

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
