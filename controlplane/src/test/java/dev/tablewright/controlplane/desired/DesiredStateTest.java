package dev.tablewright.controlplane.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

class DesiredStateTest {
    private static final Release KOA_DEV = new Release("koa-dev", Release.DEFAULT_NAME);
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");

    @Test
    void theExampleGivesTheNamesThatTheContractPromises() throws Exception {
        DesiredState state =
                state(Files.readString(Path.of("..", "examples", "koa-dev", "values.yaml")));

        assertThat(state.tables())
                .extracting(table -> table.address().name())
                .containsExactly(
                        "idp-koa-dev-AAUserAccess-v3",
                        "idp-koa-dev-IpAccessAgreement-v2",
                        "idp-koa-dev-IpAccessAgreement-v2-shadow",
                        "idp-koa-dev-Orders");
        assertThat(state.tables().getFirst().spec().tags())
                .containsEntry("idp/namespace", "koa-dev")
                .containsEntry("idp/release", "dynamo-tables")
                .containsEntry("idp/table", "AAUserAccess-v3")
                .containsEntry("idp/deletion-policy", "Delete")
                .containsEntry("managed-by", "tablewright");
        assertThat(state.roles())
                .singleElement()
                .satisfies(
                        access ->
                                assertThat(access.parts())
                                        .extracting(PolicyPart::name)
                                        .containsExactly(
                                                "idp-dynamodb-koa-dev-dynamo-tables-access-service-koa-dev"));
    }

    /** The text may not drift: each change of it is a new version of every policy in the field. */
    @Test
    void theDocumentHasOneStatementForEachKindOfGrant() throws Exception {
        DesiredState state =
                state(
                        """
                        tables:
                          - name: B
                            hashKey: Id
                            attributes: [{name: Id, type: S}]
                            serviceAccountReadRoles: [r]
                            serviceAccountWriteRoles: [r]
                          - name: A
                            hashKey: Id
                            attributes: [{name: Id, type: S}]
                            serviceAccountReadRoles: [r]
                          - name: C
                            region: eu-north-1
                            hashKey: Id
                            attributes: [{name: Id, type: S}]
                            serviceAccountWriteRoles: [r]
                        """);

        assertThat(state.roles().getFirst().parts().getFirst().document())
                .isEqualTo(
                        """
                        {"Version":"2012-10-17","Statement":[\
                        {"Sid":"Read","Effect":"Allow","Action":["dynamodb:BatchGetItem",\
                        "dynamodb:ConditionCheckItem","dynamodb:DescribeTable","dynamodb:GetItem",\
                        "dynamodb:PartiQLSelect","dynamodb:Query","dynamodb:Scan"],"Resource":[\
                        "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-A",\
                        "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-A/index/*"]},\
                        {"Sid":"Write","Effect":"Allow","Action":["dynamodb:BatchWriteItem",\
                        "dynamodb:DeleteItem","dynamodb:DescribeTable","dynamodb:PartiQLDelete",\
                        "dynamodb:PartiQLInsert","dynamodb:PartiQLUpdate","dynamodb:PutItem",\
                        "dynamodb:UpdateItem"],"Resource":[\
                        "arn:aws:dynamodb:eu-north-1:123456789012:table/koa-dev-C"]},\
                        {"Sid":"ReadWrite","Effect":"Allow","Action":["dynamodb:BatchGetItem",\
                        "dynamodb:BatchWriteItem","dynamodb:ConditionCheckItem",\
                        "dynamodb:DeleteItem","dynamodb:DescribeTable","dynamodb:GetItem",\
                        "dynamodb:PartiQLDelete","dynamodb:PartiQLInsert",\
                        "dynamodb:PartiQLSelect","dynamodb:PartiQLUpdate","dynamodb:PutItem",\
                        "dynamodb:Query","dynamodb:Scan","dynamodb:UpdateItem"],"Resource":[\
                        "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-B",\
                        "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-B/index/*"]}]}\
                        """);
    }

    @Test
    void anUnknownAccountIsAStar() throws Exception {
        String values =
                """
                tables:
                  - name: A
                    hashKey: Id
                    attributes: [{name: Id, type: S}]
                    serviceAccountReadRoles: [r]
                """;

        assertThat(document(DesiredState.of(parse(values), KOA_DEV, AwsAccount.UNKNOWN)))
                .contains("arn:aws:dynamodb:eu-west-1:*:table/koa-dev-A\"");
        assertThat(document(state("accountId: '000000000001'\npartition: aws-cn\n" + values)))
                .contains("arn:aws-cn:dynamodb:eu-west-1:000000000001:table/koa-dev-A\"");
    }

    @Test
    void threeHundredTablesOfOneRoleFitIntoTenPolicies() {
        // 40 characters, the length that the contract measured with.
        List<TableGrant> grants =
                IntStream.range(0, 300)
                        .mapToObj(i -> "idp-koa-dev-" + "t".repeat(25) + String.format("%03d", i))
                        .map(name -> grant(name, Grant.READ_AND_WRITE))
                        .toList();

        assertThat(RoleAccess.of(KOA_DEV, "r", grants).parts()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void splittingLosesNothingAndKeepsTheLimit() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<TableGrant> grants = randomGrants(random);

            List<PolicyPart> parts = RoleAccess.of(KOA_DEV, "r", grants).parts();

            assertThat(parts)
                    .as("seed %d, round %d", seed, round)
                    .allSatisfy(part -> assertThat(part.document()).hasSizeLessThanOrEqualTo(6000))
                    .flatMap(PolicyPart::grants)
                    .containsExactlyInAnyOrderElementsOf(grants);
        }
    }

    /** Else one more table would rewrite every policy of the role. */
    @Test
    void aTableAddedAtTheEndChangesOnePolicyOnly() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<TableGrant> more = randomGrants(random);
            List<TableGrant> fewer = more.subList(0, more.size() - 1);

            Set<PolicyPart> after = new HashSet<>(RoleAccess.of(KOA_DEV, "r", more).parts());
            RoleAccess.of(KOA_DEV, "r", fewer).parts().forEach(after::remove);

            assertThat(after).as("seed %d, round %d", seed, round).hasSize(1);
        }
    }

    @Test
    void policyNamesAreUniqueAndShortEnough() {
        assertThat(RoleAccess.policyName(KOA_DEV, "r", 1))
                .isEqualTo("idp-dynamodb-koa-dev-dynamo-tables-r");
        assertThat(RoleAccess.policyName(KOA_DEV, "r", 2))
                .isEqualTo("idp-dynamodb-koa-dev-dynamo-tables-r-2");
        Release longest = new Release("n".repeat(63), "r".repeat(53));
        assertThat(
                        Arrays.asList(
                                RoleAccess.policyName(longest, "a".repeat(64), 1),
                                RoleAccess.policyName(longest, "a".repeat(64), 2)))
                .allSatisfy(name -> assertThat(name).hasSize(128).startsWith("idp-dynamodb-nnn"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRoleNamedLikeTheSecondPolicyOfAnotherIsRefused() {
        StringBuilder values = new StringBuilder("tables:\n");
        for (int i = 0; i < 60; i++) {
            values.append(
                    """
                      - name: table-with-a-name-of-forty-characters-%03d
                        hashKey: Id
                        attributes: [{name: Id, type: S}]
                        serviceAccountReadRoles: [r, r-2]
                    """
                            .formatted(i));
        }

        assertThatThrownBy(() -> state(values.toString()))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining(
                        "v:2:3: tables: the policies of role r and role r-2 would both be called"
                                + " idp-dynamodb-koa-dev-dynamo-tables-r-2; rename one of the two");
    }

    @Test
    void aWrongNamespaceIsRefusedInWords() {
        assertThatThrownBy(() -> new Release("Koa_Dev", "r"))
                .hasMessage(
                        "\"Koa_Dev\" is no namespace: 1 to 63 characters of a-z, 0-9 and '-', first"
                                + " and last a letter or digit");
    }

    private static List<TableGrant> randomGrants(Random random) {
        List<TableGrant> grants = new ArrayList<>();
        List<Grant> kinds = List.of(Grant.values());
        int count = 1 + random.nextInt(120);
        for (int i = 0; i < count; i++) {
            String name = "koa-dev-" + i + "-" + "x".repeat(random.nextInt(180));
            grants.add(grant(name, kinds.get(random.nextInt(3))));
        }
        return grants;
    }

    private static TableGrant grant(String table, Grant grant) {
        return new TableGrant(ACCOUNT.tableArn(new TableAddress("eu-west-1", table)), grant);
    }

    private static String document(DesiredState state) {
        return state.roles().getFirst().parts().getFirst().document();
    }

    private static DesiredState state(String values) throws ValuesException {
        return DesiredState.of(parse(values), KOA_DEV, ACCOUNT);
    }

    private static dev.tablewright.controlplane.values.Values parse(String values)
            throws ValuesException {
        return ValuesParser.parse(List.of(new Source("v", values)));
    }
}
