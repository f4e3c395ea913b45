package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.Explanation.Considered;
import dev.tablewright.policy.Explanation.Obstacle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ExplanationTest {
    private static final String ORDERS = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
    private static final Principal ALICE =
            new Principal(
                    Principal.Type.USER,
                    "123456789012",
                    "arn:aws:iam::123456789012:user/alice",
                    List.of("arn:aws:iam::123456789012:user/alice"));
    private static final ConditionContext CONTEXT =
            ConditionContext.builder()
                    .put("aws:username", "alice")
                    .put("aws:SourceIp", "10.0.0.1")
                    .putAll("dynamodb:LeadingKeys", List.of("bob"))
                    .build();

    @Test
    void tellsTheConditionThatFailedWithWhatWasWantedAndWhatWasThere() {
        Considered nearMiss =
                only(
                        """
                        {"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*","Condition":
                          {"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["${aws:username}"]}}}
                        """);

        assertThat(nearMiss.applies()).isFalse();
        Obstacle.Unmet unmet = (Obstacle.Unmet) nearMiss.obstacles().getFirst();
        assertThat(unmet.condition().operator()).isEqualTo("ForAllValues:StringEquals");
        assertThat(unmet.wanted()).containsExactly("alice");
        assertThat(unmet.actual()).containsExactly("bob");
        assertThat(unmet.unevaluable()).isNull();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    StringEquals  | aws:PrincipalTag/team | shop                     | the request has no aws:PrincipalTag/team
                    StringEquals  | dynamodb:LeadingKeys  | bob                      | dynamodb:LeadingKeys can have several values, and StringEquals compares only one
                    NumericEquals | aws:username          | 5                        | "alice" is nothing that NumericEquals can compare
                    StringEquals  | aws:username          | ${aws:PrincipalTag/team} | a variable in "${aws:PrincipalTag/team}" has no value
                    """)
    void tellsWhatCouldNotBeEvaluated(String operator, String key, String wanted, String why) {
        Considered nearMiss =
                only(
                        """
                        {"Effect":"Allow","Action":"dynamodb:*","Resource":"*",
                         "Condition":{"%s":{"%s":"%s"}}}
                        """
                                .formatted(operator, key, wanted));

        assertThat(nearMiss.obstacles())
                .first()
                .extracting(obstacle -> ((Obstacle.Unmet) obstacle).unevaluable())
                .isEqualTo(why);
    }

    /** Far misses are noise: whoever reads them learns nothing about the request. */
    @Test
    void leavesOutWhatFailsForSeveralReasons() {
        assertThat(
                        explain(
                                """
                                {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a"},
                                {"Effect":"Deny","Action":"dynamodb:PutItem","Resource":"*"}
                                """))
                .isEmpty();
    }

    @Test
    void sortsByNearness() {
        List<Considered> considered =
                explain(
                        """
                        {"Sid":"action","Effect":"Allow","Action":"dynamodb:Query","Resource":"*"},
                        {"Sid":"resource","Effect":"Allow","Action":"dynamodb:*","Resource":"%1$s2"},
                        {"Sid":"condition","Effect":"Allow","Action":"dynamodb:*","Resource":"%1$s",
                         "Condition":{"IpAddress":{"aws:SourceIp":"192.168.0.0/16"}}},
                        {"Sid":"allow","Effect":"Allow","Action":"dynamodb:*","Resource":"*"},
                        {"Sid":"deny","Effect":"Deny","Action":"dynamodb:*","Resource":"*"}
                        """
                                .formatted(ORDERS));

        assertThat(considered)
                .extracting(one -> one.statement().statement().source().sid())
                .containsExactly("deny", "allow", "condition", "resource", "action");
    }

    @Test
    void looksIntoEveryLayer() {
        AttachedPolicy policy = policy("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}");
        var policies = new AppliedPolicies(List.of(policy), policy, List.of(policy));

        assertThat(Explanation.of(request(), policies, null).considered())
                .extracting(Considered::layer)
                .containsExactly(
                        PolicyLayer.IDENTITY,
                        PolicyLayer.PERMISSIONS_BOUNDARY,
                        PolicyLayer.SESSION);
    }

    @Test
    void saysWhenATrustPolicyMeansSomebodyElse() {
        var trust =
                new AttachedPolicy(
                        "trust",
                        false,
                        PolicyDocument.parse(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                 "Principal":{"AWS":"arn:aws:iam::123456789012:user/bob"},
                                 "Action":"sts:AssumeRole"}]}
                                """,
                                PolicyKind.TRUST));
        var request =
                new AuthorizationRequest(
                        ALICE,
                        "sts:AssumeRole",
                        "arn:aws:iam::123456789012:role/R",
                        "123456789012",
                        CONTEXT);

        assertThat(Explanation.of(request, AppliedPolicies.NONE, trust).considered())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.layer()).isEqualTo(PolicyLayer.TRUST);
                            assertThat(one.obstacles())
                                    .containsExactly(new Obstacle.OtherPrincipal());
                        });
    }

    private static Considered only(String statements) {
        List<Considered> considered = explain(statements);
        assertThat(considered).hasSize(1);
        return considered.getFirst();
    }

    private static List<Considered> explain(String statements) {
        var policies = new AppliedPolicies(List.of(policy(statements)), null, null);
        return Explanation.of(request(), policies, null).considered();
    }

    private static AttachedPolicy policy(String statements) {
        String text = "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
        return new AttachedPolicy("only", false, PolicyDocument.parse(text, PolicyKind.INLINE));
    }

    private static AuthorizationRequest request() {
        return new AuthorizationRequest(ALICE, "dynamodb:GetItem", ORDERS, "123456789012", CONTEXT);
    }
}
