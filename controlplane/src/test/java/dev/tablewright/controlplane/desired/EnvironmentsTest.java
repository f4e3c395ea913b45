package dev.tablewright.controlplane.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class EnvironmentsTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");

    @Test
    void eachUserGetsACopyAndTheGroupOnePolicyWithExactNames() throws Exception {
        DesiredState state =
                state(
                        "ProductCatalog",
                        """
                          - name: "{user}"
                            users: [Alice, Amit]
                            tableName: "{user}_{table}"
                            form: Group
                            group: developers
                        """);

        assertThat(state.tables())
                .extracting(table -> table.address().name())
                .containsExactly(
                        "koa-dev-ProductCatalog", "Alice_ProductCatalog", "Amit_ProductCatalog");
        assertThat(state.environments())
                .extracting(DesiredEnvironment::name)
                .containsExactly("Alice", "Amit");
        PolicySet set = state.environmentPolicies().getFirst();
        assertThat(set.holders()).containsExactly(Principal.group("developers"));
        assertThat(set.parts().getFirst().document())
                .contains(
                        "\"Resource\":[\"arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:username}_ProductCatalog\","
                                + "\"arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:username}_ProductCatalog/index/*\"]")
                .contains(
                        "\"Sid\":\"Lists\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:DescribeEndpoints\",\"dynamodb:DescribeLimits\","
                                + "\"dynamodb:ListStreams\",\"dynamodb:ListTables\"],\"Resource\":[\"*\"]")
                .doesNotContain("_*");
    }

    /** The trap of the source document: Alice_* is also the beginning of Alice_B's tables. */
    @Test
    void namesThatAPrincipalCouldSlipBetweenAreRefused() {
        assertThatThrownBy(
                        () ->
                                state(
                                        "Orders B_Orders",
                                        """
                                          - name: "{user}"
                                            users: [Alice]
                                            tableName: "{user}_{table}"
                                            form: Group
                                            group: g
                                        """))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining(
                        "environments[0].form: would mix up the tables Orders and B_Orders: with a"
                                + " fitting name in place of {user} both get the same name");
        assertThatThrownBy(
                        () ->
                                state(
                                        "Orders B_Orders",
                                        """
                                          - {name: a, users: [Alice], tableName: "{user}_{table}"}
                                          - {name: b, users: [Alice_B], tableName: "{user}_{table}"}
                                        """))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining(
                        "the table Alice_B_Orders would be Orders of the environment b and"
                                + " B_Orders of the environment a");
    }

    @ParameterizedTest(name = "{2}, because {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: a}                                             | has neither users nor roles                          | nobody
                    {name: a, users: [A, B], tableName: '{user}_{table}'} | holds {user}, but the environment "a" has 2 users     | one environment, two sets of names
                    {name: '{user}', users: ['a@b']}                      | "a@b" cannot be part of a table name                  | user names hold more than table names
                    {name: '{user}', users: [A], roles: [r]}              | would belong to no environment                        | a role is no user
                    {name: a, roles: [r], form: Group, group: g}          | ${aws:username} has no value for them                 | roles have no user name
                    {name: a, users: [A], form: PrincipalTag}             | that form is for roles                                | users have no tag form
                    {name: a, roles: [r], form: PrincipalTag, tableName: 'x-{table}'} | PrincipalTag needs the environment in the names | nothing to vary
                    {name: a, users: [A], tableName: '{user}_x'}          | does not tell the tables apart                        | all tables one name
                    {name: a, users: [A], tableName: '{user}/{table}'}    | holds more than a table name can                      | slash
                    {name: a, users: [A], ttl: 5s}                        | "5s" is no time span                                  | seconds
                    {name: a, users: [A], boundaryAllows: ['s3:*']}       | has no use without a boundary                         | boundaryAllows alone
                    {name: a, users: [A], permissionsBoundary: true, boundaryAllows: ['iam:*']} | "iam:*" is not allowed          | a way around the border
                    {name: a, users: [A], like: koa/x, group: g}          | has no use with this form                             | group without form
                    """)
    void whatCannotHoldIsRefused(String entry, String message, String what) {
        assertThatThrownBy(() -> state("Orders", "  - " + entry.replace('\'', '"')))
                .as(what)
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBoundaryHasOnePolicyAndSaysWhenThatIsTooSmall() throws Exception {
        String entry = "  - {name: a, users: [Alice], access: Admin, permissionsBoundary: true}\n";
        String tables =
                IntStream.range(0, 40).mapToObj(i -> "Table" + i).collect(Collectors.joining(" "));

        assertThatThrownBy(() -> state(tables, entry))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining("environments[0].permissionsBoundary: needs ")
                .hasMessageContaining(
                        "characters for 40 tables; a boundary is one policy, and AWS");
        DesiredState without = state(tables, entry.replace(", permissionsBoundary: true", ""));
        assertThat(without.environmentPolicies().getFirst().parts()).hasSizeBetween(2, 10);
        assertThat(without.environmentPolicies().getFirst().parts())
                .allSatisfy(part -> assertThat(part.document()).hasSizeLessThanOrEqualTo(6144));
    }

    @Test
    void rolesByTagShareOnePolicyAndGetTheTag() throws Exception {
        DesiredState state =
                state(
                        "Orders",
                        """
                          - {name: koa-a, roles: [r1, r2], form: PrincipalTag}
                          - {name: koa-b, roles: [r3], form: ResourceTag}
                        """);

        assertThat(state.environmentPolicies()).hasSize(2);
        assertThat(state.environmentPolicies().getFirst().holders())
                .containsExactly(Principal.role("r1"), Principal.role("r2"));
        assertThat(state.environmentPolicies().getFirst().parts().getFirst().document())
                .contains("table/${aws:PrincipalTag/idp/environment}-Orders\"");
        assertThat(state.environmentPolicies().getLast().parts().getFirst().document())
                .contains(
                        "\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/idp/environment\":"
                                + "\"${aws:PrincipalTag/idp/environment}\"}}");
        assertThat(state.principals())
                .extracting(one -> one.tags().get(Release.ENVIRONMENT_TAG))
                .containsExactly("koa-a", "koa-a", "koa-b");
    }

    @Test
    void anEnvironmentOutsideOfFilesIsNoFilesRelease() {
        assertThat(Release.ofEnvironment("koa-dev", "koa-alice").name()).isEqualTo("env-koa-alice");
        assertThat(
                        List.of("a_b", "a-b", "A-b", "a.b").stream()
                                .map(name -> Release.ofEnvironment("n", name).name())
                                .distinct())
                .as("names that look alike stay apart")
                .hasSize(4);
    }

    private static DesiredState state(String tables, String environments) throws ValuesException {
        String text =
                "tables:\n"
                        + List.of(tables.split(" ")).stream()
                                .map(
                                        name ->
                                                "  - {name: "
                                                        + name
                                                        + ", hashKey: Id, attributes: [{name: Id,"
                                                        + " type: S}]}\n")
                                .collect(Collectors.joining())
                        + "environments:\n"
                        + environments;
        return DesiredState.of(
                ValuesParser.parse(List.of(new Source("v", text))), RELEASE, ACCOUNT);
    }
}
