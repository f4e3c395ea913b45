package dev.tablewright.controlplane.access;

import static dev.tablewright.controlplane.access.TestAccount.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class ReasonerTest {
    private static final String ON_ALL = "'Effect':'Allow','Action':'dynamodb:*','Resource':'*'";

    @ParameterizedTest(name = "{0}: {1} on {2} is {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']} | GetItem | Orders | depends | only the request knows its keys
                    'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']} | Scan    | Orders | yes     | a Scan has no leading keys, and none is no contradiction
                    'StringEquals':{'dynamodb:LeadingKeys':'x'}                    | Scan    | Orders | no  | a Scan has no leading keys
                    'StringEquals':{'aws:ResourceTag/team':'shop'}                 | GetItem | Orders | yes | the tags of the table are known
                    'StringEquals':{'aws:ResourceTag/team':'${aws:PrincipalTag/team}'} | GetItem | Orders | yes | and so are those of the user
                    'StringEquals':{'aws:ResourceTag/team':'other'}                | Query   | Orders/index/ByCategory | no | an index has the tags of its table
                    'StringEquals':{'aws:RequestedRegion':'eu-west-1'}             | GetItem | Orders | no  | the region stands in the ARN
                    'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}                      | GetItem | Orders | depends | only the request knows its address
                    'IpAddress':{'aws:SourceIp':'10.0.0.0/8'},'StringEquals':{'aws:username':'Amit'} | GetItem | Orders | no | the half that is known fails
                    'StringEquals':{'aws:RequestTag/a':'b'}                        | DeleteTable | Orders | no | nobody deletes with tags
                    """)
    void conditionsAreKnownOrOpen(
            String condition, String action, String resource, String expected, String reason) {
        AccessSnapshot account =
                account(document("{" + ON_ALL + ",'Condition':{" + condition + "}}"), null);

        assertThat(ask(account, action, resource, Map.of())).as(reason).isEqualTo(expected);
    }

    @Test
    void whatIsGivenIsKnown() {
        AccessSnapshot account =
                account(
                        document(
                                "{"
                                        + ON_ALL
                                        + ",'Condition':{'ForAllValues:StringEquals':"
                                        + "{'dynamodb:LeadingKeys':['a','b']}}}"),
                        null);

        assertThat(ask(account, "GetItem", "Orders", Map.of("dynamodb:LeadingKeys", List.of("a"))))
                .isEqualTo("yes");
        assertThat(
                        ask(
                                account,
                                "GetItem",
                                "Orders",
                                Map.of("dynamodb:LeadingKeys", List.of("a", "c"))))
                .isEqualTo("no");
    }

    @Test
    void denyUnderConditionMakesAnAllowDependOnIt() {
        AccessSnapshot account =
                account(
                        document(
                                "{"
                                        + ON_ALL
                                        + "},{'Sid':'Tls','Effect':'Deny','Action':'*',"
                                        + "'Resource':'*','Condition':{'Bool':"
                                        + "{'aws:SecureTransport':'false'}}}"),
                        null);

        Answer answer = answer(account, "GetItem", "Orders", Map.of());

        assertThat(answer).isInstanceOf(Answer.Depends.class);
        assertThat(((Answer.Depends) answer).keys()).containsExactly("aws:SecureTransport");
        assertThat(answer.statements())
                .extracting(statement -> statement.statement().source().sid())
                .contains("Tls");
    }

    @Test
    void boundaryUnderConditionIsNamedToo() {
        AccessSnapshot account =
                account(
                        document("{" + ON_ALL + "}"),
                        document(
                                "{"
                                        + ON_ALL
                                        + ",'Condition':{'IpAddress':{'aws:SourceIp':"
                                        + "'10.0.0.0/8'}}}"));

        Answer answer = answer(account, "GetItem", "Orders", Map.of());

        assertThat(((Answer.Depends) answer).keys()).containsExactly("aws:SourceIp");
    }

    @Test
    void nearMissSaysWhetherResourceOrConditionIsInTheWay() {
        AccessSnapshot account =
                account(
                        document(
                                "{'Effect':'Allow','Action':'dynamodb:Get*','Resource':"
                                        + "'arn:aws:dynamodb:*:*:table/Other'},{"
                                        + ON_ALL
                                        + ",'Condition':{'StringEquals':{'aws:username':'Amit'}}}"),
                        null);
        Lookup lookup = new Lookup(account, TestAccount.REGION);
        Resource orders = lookup.resource("Orders");

        assertThat(
                        new Reasoner()
                                .nearMisses(
                                        lookup.principal("Alice"),
                                        "dynamodb:GetItem",
                                        orders,
                                        Map.of()))
                .extracting(Reasoner.NearMiss::miss)
                .containsExactly(Reasoner.Miss.RESOURCE, Reasoner.Miss.CONDITION);
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GetItems           | Orders                  | did you mean dynamodb:GetItem?
                    TransactWriteItems | Orders                  | is a call, and no action of policies: it needs dynamodb:ConditionCheckItem
                    GetItem            | Orders/index/ByCategory | dynamodb:GetItem is never checked on an index; it is checked on a table
                    GetItem            | Orders/ByCategory       | is no resource: write TABLE, TABLE/index/NAME
                    """)
    void whatMakesNoSenseIsRefusedWithAHint(String action, String resource, String hint) {
        Lookup lookup = new Lookup(account(document("{" + ON_ALL + "}"), null), "us-west-2");

        assertThatThrownBy(() -> lookup.resource(Lookup.action(action), resource))
                .isInstanceOf(Lookup.UnknownName.class)
                .hasMessageContaining(hint);
    }

    private static AccessSnapshot account(String policy, @Nullable String boundary) {
        return new TestAccount()
                .table("Orders", Map.of("team", "shop"))
                .principal(
                        PrincipalFacts.Kind.USER, "Alice", Map.of("team", "shop"), boundary, policy)
                .snapshot();
    }

    private static String ask(
            AccessSnapshot account,
            String action,
            String resource,
            Map<String, List<String>> given) {
        return switch (answer(account, action, resource, given)) {
            case Answer.Yes _ -> "yes";
            case Answer.No _ -> "no";
            case Answer.Depends _ -> "depends";
        };
    }

    private static Answer answer(
            AccessSnapshot account,
            String action,
            String resource,
            Map<String, List<String>> given) {
        Lookup lookup = new Lookup(account, TestAccount.REGION);
        var found = Lookup.action(action);
        return new Reasoner()
                .ask(
                        lookup.principal("user/Alice"),
                        found.fullName(),
                        lookup.resource(found, resource),
                        given);
    }
}
