package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What the three policies of "IAM policy to separate DynamoDB environments in the same AWS account"
 * really allow. The documents are AWS's, word for word; the third differs from the second in the
 * resource that the page gives as an alternative.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Using.IdentityBasedPolicies.EnvironmentSeparation.html">The
 *     page</a>
 */
class EnvironmentPoliciesTest {
    private static final String ACCOUNT = "123456789012";

    @ParameterizedTest(name = "{0} on {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Query  | table/Alice_ProductCatalog/index/I | true | an index lies below the table
                    Scan   | table/Alice_ProductCatalog/index/I | true | an index lies below the table
                    DescribeContributorInsights | table/Alice_ProductCatalog/index/I | true | an index lies below the table
                    UpdateContributorInsights | table/Alice_ProductCatalog/index/I | true | an index lies below the table
                    DescribeStream | table/Alice_ProductCatalog/stream/2024-09-26T11:44:27.478 | true | a stream lies below the table
                    GetShardIterator | table/Alice_ProductCatalog/stream/2024-09-26T11:44:27.478 | true | a stream lies below the table
                    GetRecords | table/Alice_ProductCatalog/stream/2024-09-26T11:44:27.478 | true | a stream lies below the table
                    RestoreTableFromBackup | table/Alice_ProductCatalog/backup/01489602797149-73d8d5bc | true | a backup lies below the table
                    BatchWriteItem | table/Restored | false | a restore also writes to its target
                    PutItem | table/Restored | false | a restore also writes to its target
                    TagResource | table/Alice_ProductCatalog/stream/L | true | on streams only
                    UntagResource | table/Alice_ProductCatalog/stream/L | true | on streams only
                    ListTagsOfResource | table/Alice_ProductCatalog/stream/L | true | on streams only
                    TagResource | table/Alice_ProductCatalog | false | the table itself is not matched
                    UntagResource | table/Alice_ProductCatalog | false | the table itself is not matched
                    ListTagsOfResource | table/Alice_ProductCatalog | false | the table itself is not matched
                    GetItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    PutItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    UpdateItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DeleteItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    BatchGetItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    BatchWriteItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    ConditionCheckItem | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    Query | table/Alice_ProductCatalog | false | without an index it is the table
                    Scan | table/Alice_ProductCatalog | false | without an index it is the table
                    DescribeTable | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    UpdateTable | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DeleteTable | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    CreateBackup | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DescribeContinuousBackups | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    UpdateContinuousBackups | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DescribeTimeToLive | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    UpdateTimeToLive | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    RestoreTableToPointInTime | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DescribeTableReplicaAutoScaling | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    UpdateTableReplicaAutoScaling | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    CreateTableReplica | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DeleteTableReplica | table/Alice_ProductCatalog | false | the pattern goes on after the table name
                    DescribeContributorInsights | table/Alice_ProductCatalog | false | without an index it is the table
                    UpdateContributorInsights | table/Alice_ProductCatalog | false | without an index it is the table
                    DescribeLimits | * | false | sent with *, which only * matches
                    ListStreams | * | false | sent with *, which only * matches
                    Query | table/Amit_ProductCatalog/index/I | false | Amit's table
                    Query | table/Alice_ProductCatalog2/index/I | false | another table
                    CreateTable | table/Alice_ProductCatalog/x | false | not listed
                    ListTables | table/* | false | not listed
                    PartiQLSelect | table/Alice_ProductCatalog/index/I | false | not listed
                    DescribeBackup | table/Alice_ProductCatalog/backup/B | false | not listed
                    DeleteBackup | table/Alice_ProductCatalog/backup/B | false | not listed
                    ExportTableToPointInTime | table/Alice_ProductCatalog | false | not listed
                    """)
    void policyOfAliceAllows(String action, String resource, boolean expected, String reason) {
        assertThat(allows("alice.json", user("Alice"), action, "us-west-2", resource))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void policyOfAliceIsBoundToItsRegion() {
        assertThat(
                        allows(
                                "alice.json",
                                user("Alice"),
                                "Query",
                                "eu-west-1",
                                "table/Alice_ProductCatalog/index/I"))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}: {1} in {2} on {3}: {4}, because {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Alice | GetItem | us-west-2 | table/Alice_ProductCatalog | true | the variable is Alice
                    Alice | PutItem | us-west-2 | table/Alice_ProductCatalog | true | the variable is Alice
                    Alice | UpdateItem | us-west-2 | table/Alice_ProductCatalog | true | a transaction's elements are these actions
                    Alice | DeleteItem | us-west-2 | table/Alice_ProductCatalog | true | a transaction's elements are these actions
                    Alice | ConditionCheckItem | us-west-2 | table/Alice_ProductCatalog | true | a transaction's elements are these actions
                    Alice | GetItem | us-west-2 | table/Amit_ProductCatalog | false | Amit's table
                    Alice | PutItem | us-west-2 | table/Amit_ProductCatalog | false | Amit's table
                    Alice | Query | us-west-2 | table/Alice_ProductCatalog/index/I | false | no index is named
                    Alice | Scan | us-west-2 | table/Alice_ProductCatalog/index/I | false | no index is named
                    Alice | BatchWriteItem | us-west-2 | table/Alice_ProductCatalog | true | her half of a batch
                    Alice | BatchWriteItem | us-west-2 | table/Amit_ProductCatalog | false | the other half, which fails the batch
                    Alice | DescribeTable | us-west-2 | table/Amit_ProductCatalog | true | table/* is every table
                    Alice | DescribeTable | us-west-2 | table/Whatever | true | table/* is every table
                    Alice | DescribeContributorInsights | us-west-2 | table/X/index/Y | true | * reaches past slashes
                    Alice | ListTables | us-west-2 | table/* | true | the request's own star is literal text
                    Alice | ListTables | eu-west-1 | table/* | false | region in the ARN
                    Alice | DescribeTable | eu-west-1 | table/Alice_ProductCatalog | false | region in the ARN
                    Alice | CreateTable | us-west-2 | table/Alice_ProductCatalog | false | not listed
                    Alice | UpdateTable | us-west-2 | table/Alice_ProductCatalog | false | not listed
                    Alice | DeleteTable | us-west-2 | table/Alice_ProductCatalog | false | not listed
                    Alice | TagResource | us-west-2 | table/Alice_ProductCatalog | false | not listed
                    Alice | GetRecords | us-west-2 | table/Alice_ProductCatalog/stream/L | false | not listed
                    Alice | CreateBackup | us-west-2 | table/Alice_ProductCatalog | false | not listed
                    Alice | PartiQLSelect | us-west-2 | table/Alice_ProductCatalog | false | not listed
                    alice | GetItem | us-west-2 | table/Alice_ProductCatalog | false | ARNs compare with regard to case
                    alice | GetItem | us-west-2 | table/alice_ProductCatalog | true | ARNs compare with regard to case
                    alice@corp | GetItem | us-west-2 | table/alice_ProductCatalog | false | no table can have that name
                    """)
    void groupPolicyAllows(
            String user,
            String action,
            String region,
            String resource,
            boolean expected,
            String reason) {
        assertThat(allows("group.json", user(user), action, region, resource))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void groupPolicyGivesNothingButTheListingToWhoHasNoUserName() {
        for (Caller caller : List.of(session("Alice"), federatedUser("Alice"))) {
            assertThat(
                            allows(
                                    "group.json",
                                    caller,
                                    "GetItem",
                                    "us-west-2",
                                    "table/Alice_ProductCatalog"))
                    .as("%s has no aws:username", caller)
                    .isFalse();
            assertThat(allows("group.json", caller, "DescribeTable", "us-west-2", "table/T"))
                    .as("no variable in the second statement")
                    .isTrue();
        }
    }

    /** Also hides the mistake: the tables are still listed. */
    @Test
    void groupPolicyOfTheOldLanguageVersionHasNoVariables() {
        for (String version : List.of("\"Version\": \"2008-10-17\",", "")) {
            String document =
                    resource("group.json").replace("\"Version\": \"2012-10-17\",", version);
            Caller alice = user("Alice");

            assertThat(
                            decide(
                                    document,
                                    alice,
                                    "GetItem",
                                    "us-west-2",
                                    "table/Alice_ProductCatalog"))
                    .isFalse();
            assertThat(
                            decide(
                                    document,
                                    alice,
                                    "GetItem",
                                    "us-west-2",
                                    "table/${aws:username}_ProductCatalog"))
                    .as("the variable is ordinary text")
                    .isTrue();
            assertThat(decide(document, alice, "ListTables", "us-west-2", "table/*")).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}: {1} on {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Alice | GetItem | table/Alice_ProductCatalog | true | begins with her name
                    Alice | Query | table/Alice_ProductCatalog/index/I | true | * reaches past slashes
                    Alice | Scan | table/Alice_ProductCatalog/index/I | true | * reaches past slashes
                    Alice | GetRecords | table/Alice_ProductCatalog/stream/L | false | only item actions are listed
                    Alice | GetItem | table/Alice_B_Orders | true | the table of user Alice_B: prefixes collide
                    Alice_B | GetItem | table/Alice_B_Orders | true | its owner
                    Alice_B | GetItem | table/Alice_Orders | false | another prefix
                    Alice | GetItem | table/Alice_ | true | * matches the empty text
                    Alice | Query | table/Alice_/index/I | true | * matches the empty text
                    Alice | GetItem | table/Alice | false | the underscore is missing
                    Amit | GetItem | table/Alice_ProductCatalog | false | Alice's table
                    * | GetItem | table/Alice_ProductCatalog | false | what a variable stands for is literal
                    """)
    void groupPolicyWithPrefixAllows(
            String user, String action, String resource, boolean expected, String reason) {
        assertThat(allows("group-prefix.json", user(user), action, "us-west-2", resource))
                .as(reason)
                .isEqualTo(expected);
    }

    private record Caller(Principal principal, ConditionContext context) {}

    private static Caller user(String name) {
        String arn = "arn:aws:iam::" + ACCOUNT + ":user/team/" + name;
        return new Caller(
                new Principal(Principal.Type.USER, ACCOUNT, arn, List.of(arn)),
                ConditionContext.builder().put("aws:username", name).build());
    }

    private static Caller session(String name) {
        String arn = "arn:aws:sts::" + ACCOUNT + ":assumed-role/R/" + name;
        return new Caller(
                new Principal(Principal.Type.ASSUMED_ROLE, ACCOUNT, arn, List.of(arn)),
                ConditionContext.builder().put("aws:userid", "AROAEXAMPLE:" + name).build());
    }

    private static Caller federatedUser(String name) {
        String arn = "arn:aws:sts::" + ACCOUNT + ":federated-user/" + name;
        return new Caller(
                new Principal(Principal.Type.FEDERATED_USER, ACCOUNT, arn, List.of(arn)),
                ConditionContext.builder().put("aws:userid", ACCOUNT + ":" + name).build());
    }

    private static boolean allows(
            String policy, Caller caller, String action, String region, String resource) {
        return decide(resource(policy), caller, action, region, resource);
    }

    private static boolean decide(
            String document, Caller caller, String action, String region, String resource) {
        PolicyDocument policy = PolicyDocument.parse(document, PolicyKind.INLINE);
        String arn =
                resource.equals("*")
                        ? "*"
                        : "arn:aws:dynamodb:" + region + ":" + ACCOUNT + ":" + resource;
        return PolicyEvaluator.decide(
                        new AuthorizationRequest(
                                caller.principal(),
                                "dynamodb:" + action,
                                arn,
                                ACCOUNT,
                                caller.context()),
                        new AppliedPolicies(
                                List.of(new AttachedPolicy("policy", false, policy)), null, null),
                        null)
                .isAllowed();
    }

    private static String resource(String name) {
        try (InputStream in = EnvironmentPoliciesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
