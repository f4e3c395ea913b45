package dev.tablewright.server.operation.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** Application Auto Scaling, as clients see it. */
class AutoScalingOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String READS =
            "'ServiceNamespace':'dynamodb','ResourceId':'table/Orders',"
                    + "'ScalableDimension':'dynamodb:table:ReadCapacityUnits'";
    private static final String INDEX_WRITES =
            "'ServiceNamespace':'dynamodb','ResourceId':'table/Orders/index/byState',"
                    + "'ScalableDimension':'dynamodb:index:WriteCapacityUnits'";

    private final LiveServer server;

    AutoScalingOperationsTest() throws IOException {
        server = new LiveServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode call(String operation, String body) throws IOException {
        return call(server.root(), operation, body);
    }

    private JsonNode call(AccessKey key, String operation, String body) throws IOException {
        return JSON.readTree(server.scale(key, operation, body.replace('\'', '"')).body());
    }

    private static String text(JsonNode node, String member) {
        return node.get(member).asString();
    }

    private JsonNode register(String target, int min, int max) throws IOException {
        return call(
                "RegisterScalableTarget",
                "{" + target + ",'MinCapacity':" + min + ",'MaxCapacity':" + max + "}");
    }

    private JsonNode follow(String target, String metric) throws IOException {
        return call(
                "PutScalingPolicy",
                "{"
                        + target
                        + ",'PolicyName':'follow','PolicyType':'TargetTrackingScaling',"
                        + "'TargetTrackingScalingPolicyConfiguration':{'TargetValue':70.0,"
                        + "'PredefinedMetricSpecification':{'PredefinedMetricType':'"
                        + metric
                        + "'}}}");
    }

    @Test
    void scheduledActionIsMadeShownAndDeleted() throws IOException {
        String action = READS + ",'ScheduledActionName':'evening'";
        String full =
                action
                        + ",'Schedule':'cron(0 18 * * ? *)','Timezone':'Europe/Berlin',"
                        + "'ScalableTargetAction':{'MinCapacity':2,'MaxCapacity':9}";
        assertThat(text(call("PutScheduledAction", "{" + full + "}"), "__type"))
                .isEqualTo("ObjectNotFoundException");
        register(READS, 5, 40);
        assertThat(call("PutScheduledAction", "{" + full + "}").isEmpty()).isTrue();
        JsonNode shown =
                call("DescribeScheduledActions", "{'ServiceNamespace':'dynamodb'}")
                        .at("/ScheduledActions/0");

        assertThat(text(shown, "ScheduledActionName")).isEqualTo("evening");
        assertThat(text(shown, "Schedule")).isEqualTo("cron(0 18 * * ? *)");
        assertThat(text(shown, "Timezone")).isEqualTo("Europe/Berlin");
        assertThat(shown.get("ScalableTargetAction").toString())
                .isEqualTo("{\"MinCapacity\":2,\"MaxCapacity\":9}");
        assertThat(text(shown, "ScheduledActionARN"))
                .startsWith("arn:aws:autoscaling:eu-west-1:")
                .endsWith(":resource/dynamodb/table/Orders:scheduledActionName/evening");
        assertThat(call("DeleteScheduledAction", "{" + action + "}").isEmpty()).isTrue();
        assertThat(text(call("DeleteScheduledAction", "{" + action + "}"), "__type"))
                .isEqualTo("ObjectNotFoundException");
    }

    @Test
    void registeredTargetIsDescribedAndChangedInPart() throws IOException {
        String arn = text(register(READS, 5, 100), "ScalableTargetARN");
        assertThat(arn)
                .matches(
                        "arn:aws:application-autoscaling:eu-west-1:000000000000:"
                                + "scalable-target/[0-9a-f]{36}");
        call("RegisterScalableTarget", "{" + READS + ",'MaxCapacity':200}");

        JsonNode target =
                call("DescribeScalableTargets", "{'ServiceNamespace':'dynamodb'}")
                        .get("ScalableTargets")
                        .get(0);

        assertThat(text(target, "ResourceId")).isEqualTo("table/Orders");
        assertThat(text(target, "ScalableDimension")).isEqualTo("dynamodb:table:ReadCapacityUnits");
        assertThat(target.get("MinCapacity").asInt()).isEqualTo(5);
        assertThat(target.get("MaxCapacity").asInt()).isEqualTo(200);
        assertThat(text(target, "ScalableTargetARN")).isEqualTo(arn);
        assertThat(text(target, "RoleARN"))
                .endsWith("/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable");
        assertThat(target.get("SuspendedState").get("DynamicScalingInSuspended").asBoolean())
                .isFalse();
    }

    @Test
    void policyIsOfATargetAndOfItsMetric() throws IOException {
        assertThat(text(follow(INDEX_WRITES, "DynamoDBWriteCapacityUtilization"), "__type"))
                .isEqualTo("ObjectNotFoundException");
        register(INDEX_WRITES, 1, 10);
        assertThat(text(follow(INDEX_WRITES, "DynamoDBReadCapacityUtilization"), "__type"))
                .endsWith("ValidationException");

        JsonNode put = follow(INDEX_WRITES, "DynamoDBWriteCapacityUtilization");
        assertThat(text(put, "PolicyARN"))
                .endsWith(":resource/dynamodb/table/Orders/index/byState:policyName/follow");

        JsonNode policy =
                call("DescribeScalingPolicies", "{'ServiceNamespace':'dynamodb'}")
                        .get("ScalingPolicies")
                        .get(0);
        assertThat(
                        policy.get("TargetTrackingScalingPolicyConfiguration")
                                .get("TargetValue")
                                .asDouble())
                .isEqualTo(70);
        assertThat(policy.get("Alarms").size()).isEqualTo(2);
    }

    @Test
    void deregisteringTakesThePoliciesAway() throws IOException {
        register(READS, 1, 10);
        follow(READS, "DynamoDBReadCapacityUtilization");

        call("DeregisterScalableTarget", "{" + READS + "}");

        assertThat(
                        call("DescribeScalingPolicies", "{'ServiceNamespace':'dynamodb'}")
                                .get("ScalingPolicies")
                                .size())
                .isZero();
        JsonNode again = call("DeregisterScalableTarget", "{" + READS + "}");
        assertThat(text(again, "__type")).isEqualTo("ObjectNotFoundException");
        assertThat(text(again, "Message"))
                .isEqualTo(
                        "No scalable target found for service namespace: dynamodb, resource ID:"
                                + " table/Orders, scalable dimension:"
                                + " dynamodb:table:ReadCapacityUnits");
    }

    @Test
    void refusesWhatIsNotThereOrDoesNotFit() throws IOException {
        assertThat(text(register(READS.replace("table/Orders", "table/Missing"), 1, 2), "message"))
                .isEqualTo("DynamoDB table does not exist: table/Missing");
        assertThat(text(register(READS.replace("table:Read", "index:Read"), 1, 2), "message"))
                .isEqualTo("Unsupported service namespace, resource type or scalable dimension");
        assertThat(text(register(READS, 3, 2), "message")).contains("Maximum capacity");
        assertThat(text(call("RegisterScalableTarget", "{" + READS + "}"), "message"))
                .contains("MinCapacity must be specified");
        assertThat(text(call("DescribeScalableTargets", "{}"), "message"))
                .contains("'serviceNamespace' failed to satisfy constraint: Member must not be");
    }

    @Test
    void listsPageByPage() throws IOException {
        register(READS, 1, 2);
        register(INDEX_WRITES, 1, 2);

        JsonNode first =
                call("DescribeScalableTargets", "{'ServiceNamespace':'dynamodb','MaxResults':1}");
        JsonNode second =
                call(
                        "DescribeScalableTargets",
                        "{'ServiceNamespace':'dynamodb','MaxResults':1,'NextToken':'"
                                + text(first, "NextToken")
                                + "'}");

        assertThat(first.get("ScalableTargets").size()).isEqualTo(1);
        assertThat(second.get("ScalableTargets").size()).isEqualTo(1);
        assertThat(second.has("NextToken")).isFalse();
        assertThat(
                        text(
                                call(
                                        "DescribeScalableTargets",
                                        "{'ServiceNamespace':'dynamodb','NextToken':'?'}"),
                                "__type"))
                .isEqualTo("InvalidNextTokenException");
    }

    @Test
    void tagsAreKeptByTarget() throws IOException {
        String arn = text(register(READS, 1, 2), "ScalableTargetARN");
        call("TagResource", "{'ResourceARN':'" + arn + "','Tags':{'team':'shop','a':'b'}}");
        call("UntagResource", "{'ResourceARN':'" + arn + "','TagKeys':['a']}");

        assertThat(call("ListTagsForResource", "{'ResourceARN':'" + arn + "'}"))
                .isEqualTo(JSON.readTree("{\"Tags\":{\"team\":\"shop\"}}"));
    }

    /** Otherwise auto scaling would change tables for people who must not touch them. */
    @Test
    void registeringNeedsTheRightToUpdateTheTable() throws IOException {
        AccessKey scaler = server.user("scaler", policy("\"application-autoscaling:*\""));
        AccessKey both =
                server.user(
                        "both",
                        policy(
                                "\"application-autoscaling:*\",\"dynamodb:DescribeTable\","
                                        + "\"dynamodb:UpdateTable\""));
        String target = "{" + READS + ",'MinCapacity':1,'MaxCapacity':2}";

        assertThat(text(call(scaler, "RegisterScalableTarget", target), "Message"))
                .contains("is not authorized to perform: dynamodb:DescribeTable");
        assertThat(call(both, "RegisterScalableTarget", target).has("ScalableTargetARN")).isTrue();
    }

    @Test
    void policiesCanSpeakOfNamespaceAndDimension() throws IOException {
        AccessKey reader =
                server.user(
                        "reader",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
                          {"Effect":"Deny","Action":"application-autoscaling:RegisterScalableTarget","Resource":"*",
                           "Condition":{"StringEquals":{"application-autoscaling:scalable-dimension":
                             "dynamodb:table:ReadCapacityUnits"}}}]}
                        """);

        assertThat(
                        text(
                                call(
                                        reader,
                                        "RegisterScalableTarget",
                                        "{" + READS + ",'MinCapacity':1,'MaxCapacity':2}"),
                                "__type"))
                .endsWith("AccessDeniedException");
        assertThat(
                        call(
                                        reader,
                                        "RegisterScalableTarget",
                                        "{" + INDEX_WRITES + ",'MinCapacity':1,'MaxCapacity':2}")
                                .has("ScalableTargetARN"))
                .isTrue();
    }

    private static String policy(String actions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":["
                + actions
                + "],\"Resource\":\"*\"}]}";
    }
}
