package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.PolicyRoom;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What would not fit is refused by the plan, not by AWS in the middle of an apply. */
class LimitsTest {
    private static final String TABLE =
            """
            policy: {platformRolesOnly: false}
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: 'S'}]
                serviceAccountReadRoles: [shop]
            """;

    @Test
    void policiesOfTheAccount() throws Exception {
        assertThat(refusals(1_499, 1_500, 7)).isEmpty();
        assertThat(refusals(1_500, 1_500, 7))
                .containsExactly(
                        "policies: the account has 1500 customer managed policies and would get 1"
                                + " more; its quota is 1500 (AWS raises it to 5,000 on request)");
        assertThat(refusals(1_500, 5_000, 7)).as("a quota that was raised").isEmpty();
    }

    @Test
    void tablesOfTheRegion() throws Exception {
        assertThat(refusals(0, 1_500, 2_499)).isEmpty();
        assertThat(refusals(0, 1_500, 2_500))
                .containsExactly(
                        "region eu-west-1: has 2500 tables and would get 1 more; DynamoDB allows"
                                + " 2500 in an account and region");
        assertThat(refusals(0, 1_500, 2_501)).as("a quota that was raised").isEmpty();
        assertThat(refusals(0, 1_500, 10_000)).hasSize(1);
    }

    @Test
    void indexesOfATable() {
        String indexes =
                IntStream.range(0, 21)
                        .mapToObj(i -> "{name: By" + i + "x, hashKey: Id, projectionType: ALL}")
                        .collect(Collectors.joining(", ", "    globalSecondaryIndex: [", "]\n"));

        assertThatThrownBy(() -> ValuesParser.parse(List.of(new Source("v", TABLE + indexes))))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining(
                        "v:7:27: tables[0].globalSecondaryIndex: has 21 elements; from 0 to 20 are"
                                + " allowed");
    }

    private static List<String> refusals(int policies, int quota, int tables)
            throws ValuesException {
        DesiredState desired =
                DesiredState.of(
                        ValuesParser.parse(List.of(new Source("v", TABLE))),
                        new Release("koa-dev", "dynamo-tables"),
                        new AwsAccount("aws", "123456789012"));
        ObservedState observed =
                new ObservedState(
                        Map.of(),
                        Map.of(),
                        Map.of("shop", new ObservedRole.Present(Set.of())),
                        Map.of(),
                        Map.of("eu-west-1", tables),
                        null,
                        Map.of(),
                        new PolicyRoom(policies, quota));
        return Planner.plan(desired, observed).refusals().stream()
                .map(refusal -> refusal.subject() + ": " + refusal.reason())
                .toList();
    }
}
