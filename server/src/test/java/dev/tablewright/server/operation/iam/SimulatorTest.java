package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Position;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.Statement;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.List;
import java.util.function.Consumer;

/**
 * The simulator's answers, member by member. What it decides is the table's that {@link
 * DecisionCasesTest} runs.
 */
class SimulatorTest {
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/T";
    private static final String FOREIGN_TABLE = "arn:aws:dynamodb:eu-west-1:999999999999:table/T";
    private static final String ALLOW_ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":"
                    + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    private static final String AFTER_2018 =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                    + "\"Action\":\"dynamodb:*\",\"Resource\":\"*\",\"Condition\":"
                    + "{\"DateGreaterThan\":{\"aws:CurrentTime\":\"2018-08-16T12:00:00Z\"}}}}";

    private static IamServer server;
    private static IamClient iam;

    @BeforeAll
    static void start() {
        server = new IamServer();
        iam = server.iam(server.root());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static EvaluationResult simulate(Consumer<SimulateCustomPolicyRequest.Builder> more) {
        return iam.simulateCustomPolicy(
                        r -> {
                            r.policyInputList(ALLOW_ALL).actionNames("dynamodb:GetItem");
                            more.accept(r);
                        })
                .evaluationResults()
                .getFirst();
    }

    /** The example of the AWS CLI's reference, with its positions. */
    @Test
    void countsPositionsAsAwsDoes() {
        var now =
                ContextEntry.builder()
                        .contextKeyName("aws:CurrentTime")
                        .contextKeyType(ContextKeyTypeEnum.DATE)
                        .contextKeyValues("2019-04-25T11:00:00Z")
                        .build();
        var result = simulate(r -> r.policyInputList(AFTER_2018).contextEntries(now));

        assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
        assertThat(result.evalResourceName()).isEqualTo("*");
        Statement matched = result.matchedStatements().getFirst();
        assertThat(matched.sourcePolicyId()).isEqualTo("PolicyInputList.1");
        assertThat(matched.startPosition()).isEqualTo(at(1, 38));
        assertThat(matched.endPosition()).isEqualTo(at(1, 167));
        assertThat(result.missingContextValues()).isEmpty();
        assertThat(result.hasEvalDecisionDetails()).isFalse();
        assertThat(result.hasResourceSpecificResults()).isFalse();
    }

    @Test
    void namesEveryAllowInEveryLineOfThePolicy() {
        String policy =
                """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"},
                    {
                      "Effect": "Allow",
                      "Action": "*",
                      "Resource": "arn:aws:dynamodb:*:*:table/{\\"odd\\"}*"
                    },
                    {"Effect": "Allow", "Action": "*", "Resource": "*"}
                  ]
                }
                """;

        var matched = simulate(r -> r.policyInputList(policy)).matchedStatements();

        assertThat(matched)
                .extracting(Statement::startPosition)
                .containsExactly(at(3, 17), at(9, 6));
        assertThat(matched)
                .extracting(Statement::endPosition)
                .containsExactly(at(4, 65), at(10, 56));
    }

    private static Position at(int line, int column) {
        return Position.builder().line(line).column(column).build();
    }

    @Test
    void tellsWhichKeysAreMissing() {
        var onEverything = simulate(r -> r.policyInputList(AFTER_2018));
        var onTable = simulate(r -> r.policyInputList(AFTER_2018).resourceArns(TABLE));
        var otherAction = simulate(r -> r.policyInputList(AFTER_2018).actionNames("iam:GetUser"));

        assertThat(onEverything.missingContextValues()).containsExactly("aws:CurrentTime");
        assertThat(onTable.resourceSpecificResults().getFirst().missingContextValues())
                .containsExactly("aws:CurrentTime");
        assertThat(otherAction.missingContextValues()).isEmpty();
    }

    @Test
    void anExplicitDenyIsTheOnlyStatementNamed() {
        String deny = ALLOW_ALL.replace("Allow", "Deny");

        var result = simulate(r -> r.policyInputList(ALLOW_ALL, deny).resourceArns(TABLE));

        assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.EXPLICIT_DENY);
        assertThat(result.matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .containsExactly("PolicyInputList.2");
        assertThat(result.resourceSpecificResults().getFirst().evalResourceName()).isEqualTo(TABLE);
        assertThat(result.hasEvalDecisionDetails()).as("within one account").isTrue();
        assertThat(result.evalDecisionDetails()).isEmpty();
    }

    @Test
    void tellsWhatTheBoundaryDoes() {
        String reads = ALLOW_ALL.replace("\"Action\":\"*\"", "\"Action\":\"dynamodb:Get*\"");

        var results =
                iam.simulateCustomPolicy(
                                r ->
                                        r.policyInputList(ALLOW_ALL)
                                                .permissionsBoundaryPolicyInputList(reads)
                                                .actionNames(
                                                        "dynamodb:GetItem", "dynamodb:PutItem"))
                        .evaluationResults();

        assertThat(results)
                .extracting(
                        r -> r.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
                .containsExactly(true, false);
        assertThat(results)
                .extracting(EvaluationResult::evalDecisionAsString)
                .containsExactly("allowed", "implicitDeny");
        assertThat(results.get(0).matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .containsExactly("PolicyInputList.1", "PermissionsBoundaryPolicyInputList.1");
    }

    @Test
    void takesBothSidesAcrossAccounts() {
        String caller = "arn:aws:iam::123456789012:user/someone";
        String resourcePolicy =
                ALLOW_ALL.replace(
                        "\"Action\":\"*\"",
                        "\"Principal\":{\"AWS\":\""
                                + caller
                                + "\"},\"Action\":\"dynamodb:GetItem\"");

        var results =
                iam.simulateCustomPolicy(
                                r ->
                                        r.policyInputList(ALLOW_ALL)
                                                .callerArn(caller)
                                                .resourcePolicy(resourcePolicy)
                                                .resourceArns(FOREIGN_TABLE)
                                                .actionNames(
                                                        "dynamodb:GetItem", "dynamodb:PutItem"))
                        .evaluationResults();

        assertThat(results)
                .extracting(EvaluationResult::evalDecisionAsString)
                .containsExactly("allowed", "implicitDeny");
        assertThat(results.get(1).evalDecisionDetailsAsStrings())
                .containsEntry("IAM Policy", "allowed")
                .containsEntry("Resource Policy", "implicitDeny");
        assertThat(results.get(0).matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .containsExactly("PolicyInputList.1", "ResourcePolicy");
    }

    @Test
    void simulatesAUserWithItsGroupsTagsAndBoundary() {
        String own =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                        + "\"Action\":\"dynamodb:GetItem\",\"Resource\":"
                        + "\"arn:aws:dynamodb:*:*:table/${aws:username}_${aws:PrincipalTag/team}\"}}";
        Tag team = Tag.builder().key("team").value("blue").build();
        iam.createUser(r -> r.userName("ann").path("/a/").tags(team));
        iam.putUserPolicy(r -> r.userName("ann").policyName("own").policyDocument(own));
        iam.createGroup(r -> r.groupName("readers"));
        iam.attachGroupPolicy(
                r ->
                        r.groupName("readers")
                                .policyArn("arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"));
        iam.addUserToGroup(r -> r.groupName("readers").userName("ann"));
        String ann = "arn:aws:iam::123456789012:user/a/ann";

        var result =
                iam.simulatePrincipalPolicy(
                                r ->
                                        r.policySourceArn(ann)
                                                .actionNames("dynamodb:GetItem")
                                                .resourceArns(TABLE.replace("/T", "/ann_blue")))
                        .evaluationResults()
                        .getFirst();
        var asBob =
                iam.simulatePrincipalPolicy(
                                r ->
                                        r.policySourceArn(ann)
                                                .callerArn("arn:aws:iam::123456789012:user/bob")
                                                .actionNames("dynamodb:PutItem")
                                                .resourceArns(TABLE))
                        .evaluationResults()
                        .getFirst();

        assertThat(result.matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .containsExactly("user_ann_own", "AmazonDynamoDBReadOnlyAccess");
        assertThat(result.missingContextValues()).isEmpty();
        assertThat(asBob.evalDecisionAsString()).isEqualTo("implicitDeny");
        assertThat(
                        iam.getContextKeysForPrincipalPolicy(
                                        r -> r.policySourceArn(ann).policyInputList(AFTER_2018))
                                .contextKeyNames())
                .contains("aws:username", "aws:PrincipalTag/team", "aws:CurrentTime");
        iam.putUserPermissionsBoundary(
                r -> r.userName("ann").permissionsBoundary("arn:aws:iam::aws:policy/AWSDenyAll"));
        assertThat(
                        iam.simulatePrincipalPolicy(
                                        r -> r.policySourceArn(ann).actionNames("dynamodb:GetItem"))
                                .evaluationResults()
                                .getFirst()
                                .evalDecisionAsString())
                .isEqualTo("explicitDeny");
    }

    @Test
    void givesLongAnswersInPages() {
        List<String> actions = List.of("a:A", "a:B", "a:C");

        var first =
                iam.simulateCustomPolicy(
                        r ->
                                r.policyInputList(ALLOW_ALL)
                                        .actionNames(actions)
                                        .resourceArns(TABLE, FOREIGN_TABLE)
                                        .maxItems(4));
        var second =
                iam.simulateCustomPolicy(
                        r ->
                                r.policyInputList(ALLOW_ALL)
                                        .actionNames(actions)
                                        .resourceArns(TABLE, FOREIGN_TABLE)
                                        .marker(first.marker()));

        assertThat(first.isTruncated()).isTrue();
        assertThat(first.evaluationResults()).hasSize(4);
        assertThat(second.isTruncated()).isFalse();
        assertThat(second.evaluationResults())
                .extracting(EvaluationResult::evalActionName)
                .containsExactly("a:C", "a:C");
    }

    @Test
    void listsTheKeysOfPolicies() {
        String named =
                AFTER_2018.replace(
                        "\"Resource\":\"*\"",
                        "\"Resource\":\"arn:aws:dynamodb:*:*:table/${aws:username}\"");

        assertThat(
                        iam.getContextKeysForCustomPolicy(r -> r.policyInputList(named, named))
                                .contextKeyNames())
                .containsExactly("aws:username", "aws:CurrentTime");
    }

    @Test
    void refusesWhatMakesNoSense() {
        refused(r -> r.policyInputList("{}"), "Syntax errors in policy.");
        refused(r -> r.actionNames("dynamodb:*"), "Invalid ActionNames");
        refused(r -> r.resourceArns("table"), "Invalid ResourceArns");
        refused(r -> r.resourcePolicy(ALLOW_ALL), "Missing required field Principal");
        refused(
                r -> r.resourcePolicy(ALLOW_ALL.replace("{\"Eff", "{\"Principal\":\"*\",\"Eff")),
                "CallerArn is required");
        refused(r -> r.callerArn("arn:aws:iam::123456789012:role/R"), "Invalid CallerArn");
        refused(r -> r.resourceOwner("somebody"), "Invalid ResourceOwner");
        refused(r -> r.resourceHandlingOption("EC2-VPC-EBS"), "needs a resource of type");
        refused(r -> r.permissionsBoundaryPolicyInputList(ALLOW_ALL, ALLOW_ALL), "one policy only");
        assertThat(
                        server.iamCall(
                                        server.root(),
                                        "SimulateCustomPolicy",
                                        "ContextEntries.member.1.ContextKeyName=a",
                                        "ContextEntries.member.1.ContextKeyType=text")
                                .message())
                .isEqualTo(
                        "4 validation errors detected: Value null at 'policyInputList' failed to"
                                + " satisfy constraint: Member must not be null; Value null at"
                                + " 'actionNames' failed to satisfy constraint: Member must not be"
                                + " null; Value 'a' at 'contextEntries.1.member.contextKeyName'"
                                + " failed to satisfy constraint: Member must have length greater"
                                + " than or equal to 5; Value 'text' at"
                                + " 'contextEntries.1.member.contextKeyType' failed to satisfy"
                                + " constraint: Member must satisfy enum value set: [string,"
                                + " stringList, numeric, numericList, boolean, booleanList, ip,"
                                + " ipList, binary, binaryList, date, dateList]");
    }

    private static void refused(
            Consumer<SimulateCustomPolicyRequest.Builder> request, String reason) {
        assertThatThrownBy(() -> simulate(request))
                .isInstanceOf(IamException.class)
                .hasMessageContaining(reason)
                .extracting(e -> ((IamException) e).awsErrorDetails().errorCode())
                .isEqualTo("InvalidInput");
    }

    @Test
    void namesPrincipalsThatDoNotExistOrAreNone() {
        var root =
                server.iamCall(
                        server.root(),
                        "SimulatePrincipalPolicy",
                        "PolicySourceArn=arn:aws:iam::123456789012:root",
                        "ActionNames.member.1=a:B");
        var nobody =
                server.iamCall(
                        server.root(),
                        "GetContextKeysForPrincipalPolicy",
                        "PolicySourceArn=arn:aws:iam::123456789012:role/nobody");

        assertThat(root.code()).isEqualTo("InvalidInput");
        assertThat(root.message())
                .isEqualTo(
                        "Invalid Entity Arn: arn:aws:iam::123456789012:root does not clearly define"
                                + " entity type and name.");
        assertThat(nobody.code()).isEqualTo("NoSuchEntity");
        assertThat(nobody.message()).isEqualTo("The role with name nobody cannot be found.");
    }

    @Test
    void asksForPermissionOnThePrincipal() {
        var may =
                server.user(
                        "simulating",
                        ALLOW_ALL.replace(
                                "\"*\"}", "\"arn:aws:iam::123456789012:user/simulating\"}"));

        var self =
                server.iamCall(
                        may,
                        "SimulatePrincipalPolicy",
                        "PolicySourceArn=arn:aws:iam::123456789012:user/simulating",
                        "ActionNames.member.1=a:B");
        var other =
                server.iamCall(
                        may,
                        "SimulatePrincipalPolicy",
                        "PolicySourceArn=arn:aws:iam::999999999999:user/x",
                        "ActionNames.member.1=a:B");

        assertThat(self.status()).isEqualTo(200);
        assertThat(other.code()).isEqualTo("AccessDenied");
    }
}
