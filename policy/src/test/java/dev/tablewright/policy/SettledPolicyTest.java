package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What a document says when some of its conditions cannot be known yet. */
class SettledPolicyTest {
    private static final String ACCOUNT = "111122223333";
    private static final String ALICE = "arn:aws:iam::" + ACCOUNT + ":user/Alice";

    @ParameterizedTest(name = "{0}: at best {1}, at worst {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'Effect':'Allow','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}} | true | false | the address may be right or wrong
                    'Effect':'Allow','Condition':{'StringEquals':{'aws:username':'Alice'}}   | true | true  | the name is known
                    'Effect':'Allow','Condition':{'StringEquals':{'aws:username':'Amit'},'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}} | false | false | the known half fails already
                    """)
    void allowUnderCondition(String members, boolean best, boolean worst, String reason) {
        PolicyDocument document = document("{" + members + ",'Action':'*','Resource':'*'}");

        assertThat(allows(document.settled(SettledPolicyTest::isOpen, true)))
                .as(reason)
                .isEqualTo(best);
        assertThat(allows(document.settled(SettledPolicyTest::isOpen, false)))
                .as(reason)
                .isEqualTo(worst);
    }

    /** In favour of the request a Deny is not met; against it, it is. */
    @Test
    void denyUnderConditionIsSettledTheOtherWayRound() {
        PolicyDocument document =
                document(
                        """
                        {'Effect':'Allow','Action':'*','Resource':'*'},
                        {'Effect':'Deny','NotAction':'s3:*','Resource':'*',
                         'Condition':{'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}\
                        """);

        assertThat(allows(document.settled(SettledPolicyTest::isOpen, true))).isTrue();
        assertThat(allows(document.settled(SettledPolicyTest::isOpen, false))).isFalse();
        assertThat(document.settled(SettledPolicyTest::isOpen, true).statements()).hasSize(2);
    }

    @Test
    void documentWithoutOpenConditionsStaysItself() {
        PolicyDocument document = document("{'Effect':'Allow','Action':'*','Resource':'*'}");

        assertThat(document.settled(SettledPolicyTest::isOpen, true)).isSameAs(document);
    }

    private static boolean isOpen(String key) {
        return key.equals("aws:SourceIp");
    }

    private static PolicyDocument document(String statements) {
        return PolicyDocument.parse(
                "{'Version':'2012-10-17','Statement':[%s]}"
                        .formatted(statements)
                        .replace('\'', '"'),
                PolicyKind.MANAGED);
    }

    private static boolean allows(PolicyDocument document) {
        return PolicyEvaluator.decide(
                        new AuthorizationRequest(
                                new Principal(Principal.Type.USER, ACCOUNT, ALICE, List.of(ALICE)),
                                "dynamodb:GetItem",
                                "arn:aws:dynamodb:eu-west-1:" + ACCOUNT + ":table/T",
                                ACCOUNT,
                                ConditionContext.builder().put("aws:username", "Alice").build()),
                        new AppliedPolicies(
                                List.of(new AttachedPolicy("P", true, document)), null, null),
                        null)
                .isAllowed();
    }
}
