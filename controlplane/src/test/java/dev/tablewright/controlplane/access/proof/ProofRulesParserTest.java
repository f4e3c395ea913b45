package dev.tablewright.controlplane.access.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.values.ValuesException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ProofRulesParserTest {
    @Test
    void readsEverything() throws ValuesException {
        ProofRules rules =
                ProofRulesParser.parse(
                        "access-tests.yaml",
                        """
                        environments:
                          alice: {principals: [user/Alice], tables: ["Alice_*"]}
                        administrators: user/ops
                        tests:
                          - name: reads
                            principal: role/app
                            actions: [GetItem, "dynamodb:Query"]
                            resource: Orders
                            expect: allow
                            context: {"dynamodb:LeadingKeys": [1, b]}
                        """);

        assertThat(rules.environments().values())
                .extracting(ProofRules.EnvironmentRule::tables)
                .containsExactly(List.of("Alice_*"));
        assertThat(rules.administrators()).containsExactly("user/ops");
        ProofRules.AccessTest test = rules.tests().getFirst();
        assertThat(test.actions()).containsExactly("dynamodb:GetItem", "dynamodb:Query");
        assertThat(test.allow()).isTrue();
        assertThat(test.context()).isEqualTo(Map.of("dynamodb:LeadingKeys", List.of("1", "b")));
        assertThat(test.at().line()).isEqualTo(5);
    }

    /** All at once, each with its place: a file is corrected in one go. */
    @Test
    void saysEveryMistakeWithItsPlace() {
        assertThatThrownBy(
                        () ->
                                ProofRulesParser.parse(
                                        "t.yaml",
                                        """
                                        environment: {}
                                        tests:
                                          - principal: role/app
                                            action: GetItems
                                            resource: Orders
                                            expect: yes
                                          - actions: [Query]
                                            action: Scan
                                            resource: Orders
                                            expect: deny
                                        """))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining("t.yaml:1:1: environment: is not a field")
                .hasMessageContaining(
                        "t.yaml:4:13: tests[0].action: names no action; there is no action"
                                + " \"dynamodb:GetItems\"; did you mean dynamodb:GetItem?")
                .hasMessageContaining(
                        "t.yaml:6:13: tests[0].expect: is neither; write allow or deny")
                .hasMessageContaining("t.yaml:7:5: tests[1]: has no principal")
                .hasMessageContaining("t.yaml:7:5: tests[1]: has both action and actions");
    }
}
