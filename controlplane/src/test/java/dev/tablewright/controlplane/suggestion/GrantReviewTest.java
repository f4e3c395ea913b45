package dev.tablewright.controlplane.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.suggestion.GrantReview.Proposal;
import dev.tablewright.controlplane.suggestion.GrantReview.Use;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.controlplane.values.RoleList;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class GrantReviewTest {
    private static final String ORDERS =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders";
    private static final String APP = "arn:aws:iam::123456789012:role/app";
    private static final String JOB = "arn:aws:iam::123456789012:role/batch/job";

    private final Values values =
            parse(
                    """
                    tables:
                      - name: Orders
                        hashKey: Id
                        attributes: [{name: Id, type: S}]
                        serviceAccountReadRoles: [app, job]
                        serviceAccountWriteRoles: [app]
                      - name: Plain
                        hashKey: Id
                        attributes: [{name: Id, type: S}]
                    """);
    private final GrantReview review =
            new GrantReview(values, new Release("koa-dev", Release.DEFAULT_NAME));

    @Test
    void findsWhatNobodyUsed() {
        assertThat(review.unused(List.of(new Use(APP, "dynamodb:PutItem", ORDERS, 1)), List.of()))
                .containsExactly(
                        new Proposal.Remove(at(5, 31), 0, "Orders", RoleList.READ, "app"),
                        new Proposal.Remove(at(5, 36), 0, "Orders", RoleList.READ, "job"));
    }

    @Test
    void aQueryOfAnIndexReadsItsTable() {
        assertThat(
                        review.unused(
                                List.of(
                                        new Use(APP, "dynamodb:PutItem", ORDERS, 1),
                                        new Use(JOB, "dynamodb:Query", ORDERS + "/index/byDate", 1),
                                        new Use(APP, "dynamodb:GetItem", ORDERS, 1)),
                                List.of()))
                .isEmpty();
    }

    /** What is new was not there to be used. */
    @Test
    void doesNotJudgeWhatIsNew() {
        assertThat(review.unused(List.of(), List.of(ORDERS))).isEmpty();
        assertThat(review.unused(List.of(), List.of(APP)))
                .extracting(Proposal::role)
                .containsExactly("job");
    }

    @Test
    void findsWhatWasRefusedAndCouldBeGiven() {
        String plain = ORDERS.replace("Orders", "Plain");

        assertThat(
                        review.needed(
                                List.of(
                                        new Use(JOB, "dynamodb:PutItem", ORDERS, 2),
                                        new Use(JOB, "dynamodb:DeleteItem", ORDERS, 1),
                                        new Use(JOB, "dynamodb:DeleteTable", ORDERS, 1),
                                        new Use(APP, "dynamodb:Scan", plain, 3),
                                        new Use(APP, "dynamodb:Scan", plain + "2", 3))))
                .containsExactly(
                        new Proposal.Add(
                                at(6, 31),
                                0,
                                "Orders",
                                RoleList.WRITE,
                                "job",
                                Map.of("dynamodb:PutItem", 2L, "dynamodb:DeleteItem", 1L)),
                        new Proposal.Add(
                                at(7, 5),
                                1,
                                "Plain",
                                RoleList.READ,
                                "app",
                                Map.of("dynamodb:Scan", 3L)));
    }

    @Test
    void advisesOnAPermission() {
        assertThat(advice(APP, "dynamodb:GetItem", ORDERS))
                .isEqualTo(new Advice.Granted(at(5, 31), 0, "Orders", RoleList.READ, "app"));
        assertThat(advice(JOB, "dynamodb:PutItem", ORDERS))
                .isEqualTo(new Advice.Add(at(6, 31), 0, "Orders", RoleList.WRITE, "job"));
        assertThat(advice(APP, "dynamodb:DeleteTable", ORDERS))
                .isEqualTo(new Advice.NeverGranted("dynamodb:DeleteTable"));
        assertThat(advice("arn:aws:iam::123456789012:user/u", "dynamodb:GetItem", ORDERS))
                .isEqualTo(new Advice.NoRole("arn:aws:iam::123456789012:user/u"));
        assertThat(advice(APP, "dynamodb:GetItem", ORDERS + "-2"))
                .isEqualTo(new Advice.OtherTable(ORDERS + "-2"));
        assertThat(advice(APP, "dynamodb:GetItem", ORDERS.replace("eu-west-1", "us-east-1")))
                .isInstanceOf(Advice.OtherTable.class);
    }

    private Advice advice(String identity, String action, String resource) {
        return Advice.of(
                values, new Release("koa-dev", Release.DEFAULT_NAME), identity, action, resource);
    }

    private static Position at(int line, int column) {
        return new Position("values.yaml", line, column);
    }

    private static Values parse(String text) {
        try {
            return ValuesParser.parse(List.of(new Source("values.yaml", text)));
        } catch (ValuesException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }
}
