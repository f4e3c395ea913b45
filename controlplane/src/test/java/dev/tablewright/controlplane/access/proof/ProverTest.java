package dev.tablewright.controlplane.access.proof;

import static dev.tablewright.controlplane.access.TestAccount.TABLES;
import static dev.tablewright.controlplane.access.TestAccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.TestAccount;
import dev.tablewright.controlplane.access.proof.Finding.Kind;
import dev.tablewright.controlplane.values.ValuesException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

class ProverTest {
    private static final Map<String, String> SHOP = Map.of("idp/environment", "shop");
    private static final Map<String, String> BANK = Map.of("idp/environment", "bank");
    private static final String GOOD =
            document(
                    "{'Effect':'Allow','Action':['dynamodb:GetItem','dynamodb:Query'],'Resource':"
                            + "['"
                            + TABLES
                            + "Shop','"
                            + TABLES
                            + "Shop/index/*']}");

    @Test
    void whatStaysInsideAndWorksIsNoFinding() throws Exception {
        assertThat(prove(shop(GOOD), "").findings()).isEmpty();
    }

    @Test
    void grantOnAForeignTableCrossesTheBorder() throws Exception {
        Proof proof =
                prove(
                        shop(
                                GOOD,
                                document(
                                        "{'Sid':'Far','Effect':'Allow','Action':'dynamodb:GetItem',"
                                                + "'Resource':'"
                                                + TABLES
                                                + "*'}")),
                        "");

        Finding finding = proof.findings().getFirst();
        assertThat(finding.kind()).isEqualTo(Kind.CROSSES_BORDER);
        assertThat(finding.sentence()).isEqualTo("role/app of shop reaches Bank (bank)");
        assertThat(finding.actions()).containsExactly("dynamodb:GetItem");
        assertThat(finding.by()).containsExactly("policy1 of app, statement Far (line 1)");
        assertThat(finding.because()).contains("covers every table");
        assertThat(proof.holds()).isFalse();
    }

    @Test
    void conditionThatOnlyARequestMeetsCrossesAllTheSame() throws Exception {
        Proof proof =
                prove(
                        shop(
                                document(
                                        "{'Effect':'Allow','Action':'dynamodb:GetItem','Resource':"
                                                + "'*','Condition':{'ForAllValues:StringEquals':"
                                                + "{'dynamodb:LeadingKeys':'x'}}}")),
                        "");

        assertThat(proof.findings())
                .extracting(Finding::sentence)
                .contains(
                        "role/app of shop reaches Bank (bank), depending on dynamodb:LeadingKeys");
    }

    /** Tags keep environments apart as well as names do. */
    @Test
    void conditionOnTheTagOfTheTableHoldsTheBorder() throws Exception {
        Proof proof =
                prove(
                        shop(
                                document(
                                        "{'Effect':'Allow','Action':'dynamodb:*','Resource':'*',"
                                                + "'Condition':{'StringEquals':"
                                                + "{'aws:ResourceTag/idp/environment':"
                                                + "'${aws:PrincipalTag/idp/environment}'}}}")),
                        "");

        assertThat(proof.findings()).isEmpty();
    }

    @Test
    void whoIsOfNoEnvironmentIsAFindingUnlessItIsDeclared() throws Exception {
        TestAccount account =
                shop(GOOD)
                        .user("Ops", document("{'Effect':'Allow','Action':'*','Resource':'*'}"))
                        .user(
                                "tablewright-admin",
                                document("{'Effect':'Allow','Action':'*','Resource':'*'}"));

        assertThat(prove(account, "").findings())
                .extracting(Finding::sentence)
                .containsExactly("user/Ops, of no environment, reaches Bank (bank), Shop (shop)");
        assertThat(prove(account, "administrators: [user/Ops]").findings()).isEmpty();
    }

    @Test
    void boundaryThatTakesBackAGrantIsNamed() throws Exception {
        Proof proof =
                prove(
                        new TestAccount()
                                .table("Shop", SHOP)
                                .principal(
                                        PrincipalFacts.Kind.ROLE,
                                        "app",
                                        SHOP,
                                        document(
                                                "{'Effect':'Allow','Action':'dynamodb:Query',"
                                                        + "'Resource':'*'}"),
                                        GOOD),
                        "");

        assertThat(proof.findings())
                .extracting(Finding::sentence)
                .containsExactly(
                        "role/app: dynamodb:GetItem is granted and taken back by the permissions"
                                + " boundary boundary of app");
    }

    @Test
    void expectedCrossingIsNone() throws Exception {
        TestAccount account =
                shop(
                        GOOD,
                        document(
                                "{'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'"
                                        + TABLES
                                        + "Bank'}"));
        String tests =
                """
                tests:
                  - {principal: role/app, action: GetItem, resource: Bank, expect: allow}
                """;

        assertThat(prove(account, tests).holds()).isTrue();
    }

    @Test
    void testsFailWithTheStatementAndWhenTheyTestNothing() throws Exception {
        String tests =
                """
                tests:
                  - {name: a, principal: role/app, action: GetItem, resource: Shop, expect: deny}
                  - {name: b, principal: role/nobody, action: GetItem, resource: Shop, expect: deny}
                  - {name: c, principal: role/app, action: GetItem, resource: Shop/index/*, expect: deny}
                  - {name: d, principal: role/app, action: PutItem, resource: Shop, expect: deny}
                """;

        assertThat(prove(shop(GOOD), tests).findings())
                .extracting(Finding::sentence)
                .containsExactly(
                        "a: dynamodb:GetItem on Shop by role/app is allowed",
                        "b: tests nothing: no user and no role is called role/nobody",
                        "c: tests nothing: none of its actions is ever checked on its resources");
    }

    @Test
    void targetThatDecidesOtherwiseIsAFinding() throws Exception {
        Trial liar =
                cells -> {
                    Cell first =
                            cells.stream()
                                    .filter(cell -> cell.action().name().equals("DeleteTable"))
                                    .findFirst()
                                    .orElseThrow();
                    return new Trial.Outcomes(
                            "signed requests",
                            Map.of(first, Trial.Outcome.ALLOWED),
                            new TreeSet<>(),
                            List.of());
                };

        Proof proof =
                new Prover(shop(GOOD).snapshot(), ProofRules.NONE, TestAccount.REGION, List.of())
                        .prove(liar);

        assertThat(proof.findings()).extracting(Finding::kind).containsExactly(Kind.DISAGREEMENT);
    }

    private static TestAccount shop(String... policies) {
        return new TestAccount()
                .table("Shop", SHOP)
                .table("Bank", BANK)
                .principal(PrincipalFacts.Kind.ROLE, "app", SHOP, null, policies);
    }

    private static Proof prove(TestAccount account, String rules)
            throws ValuesException, InterruptedException {
        return new Prover(
                        account.snapshot(),
                        ProofRulesParser.parse("access-tests.yaml", rules),
                        TestAccount.REGION,
                        List.of())
                .prove(null);
    }
}
