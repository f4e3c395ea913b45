package dev.tablewright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.operation.iam.IamServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.StsException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Two accounts in one server, asked by real clients: the shop owns tables, its partner wants to use
 * them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">Cross-account
 *     policy evaluation logic</a>
 */
class CrossAccountTest {
    private static final String SHOP = IamServer.ACCOUNT;
    private static final String PARTNER = "999988887777";
    private static final Region REGION = Region.EU_WEST_1;
    private static final String INDEX = "ByState";
    private static final Map<String, AttributeValue> KEY = Map.of("id", text("1"));
    private static final String ALL = allow("dynamodb:*", "*");

    private static IamServer server;
    private static DynamoDbClient shop;
    private static IamClient shopIam;
    private static IamClient partnerIam;
    private static AwsCredentials partnerRoot;
    private static int made;

    @BeforeAll
    static void start() {
        server = new IamServer();
        shop = server.dynamoDb(server.root(), REGION);
        shopIam = server.iam(server.root());
        AccessKey key = server.identities().createAccount(PARTNER);
        partnerRoot = AwsBasicCredentials.create(key.id(), key.secret());
        partnerIam = server.iam(partnerRoot);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // What both sides say

    @ParameterizedTest(name = "policy names {0}, identity allows {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nobody  | true  | no resource-based policy
                    account | true  | allowed
                    number  | true  | allowed
                    user    | true  | allowed
                    role    | true  | no resource-based policy
                    pinned  | true  | allowed
                    service | true  | no resource-based policy
                    nobody  | false | no identity-based policy
                    account | false | no identity-based policy
                    user    | false | no identity-based policy
                    pinned  | false | no identity-based policy
                    """)
    void anotherAccountNeedsBothSides(String named, boolean identity, String expected) {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, identity ? ALL : "");
        partnerIam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust(PARTNER)));
        String table = table(principal(named, PARTNER, name));

        assertThat(outcome(user, table)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "policy names {0}, identity allows {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nobody  | true  | allowed
                    nobody  | false | no identity-based policy
                    account | false | no identity-based policy
                    user    | false | allowed
                    pinned  | false | allowed
                    service | false | no identity-based policy
                    """)
    void withinTheAccountOneSideIsEnough(String named, boolean identity, String expected) {
        String name = newName();
        AwsCredentials user = user(shopIam, name, identity ? ALL : "");
        String table = table(principal(named, SHOP, name));

        assertThat(outcome(user, table)).isEqualTo(expected);
    }

    /** A policy that names the role is held in by the role's boundary; one for a session is not. */
    @ParameterizedTest(name = "policy names {0} of a bounded role: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    role    | no permissions boundary
                    session | allowed
                    account | no identity-based policy
                    """)
    void boundaryHoldsWhatIsGivenToARole(String named, String expected) {
        String name = newName();
        AwsCredentials user = user(shopIam, name, allow("sts:AssumeRole", "*"));
        shopIam.createRole(
                r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(trust(SHOP))
                                .permissionsBoundary("arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
        AwsCredentials session = assume(user, SHOP, name);
        String table = table(principal(named, SHOP, name));

        assertThat(outcome(session, table)).isEqualTo(expected);
    }

    @Test
    void rootOfAnotherAccountNeedsTheTablesSideOnly() {
        String closed = table("");
        String open = table(principal("account", PARTNER, ""));

        assertThat(outcome(partnerRoot, closed)).isEqualTo("no resource-based policy");
        assertThat(outcome(partnerRoot, open)).isEqualTo("allowed");
    }

    @Test
    void sentencesAreAwss() {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, ALL);
        String table = table("");

        assertThatThrownBy(() -> get(user, arn(table)))
                .hasMessageContaining(
                        "User: arn:aws:iam::999988887777:user/"
                                + name
                                + " is not authorized to perform: dynamodb:GetItem on resource: "
                                + arn(table)
                                + " because no resource-based policy allows the dynamodb:GetItem"
                                + " action");

        String denying =
                table(
                        statement("Allow", principal("account", PARTNER, name), "dynamodb:*")
                                + ","
                                + statement(
                                        "Deny",
                                        principal("user", PARTNER, name),
                                        "dynamodb:GetItem"));
        assertThatThrownBy(() -> get(user, arn(denying)))
                .hasMessageContaining("with an explicit deny in a resource-based policy");
    }

    /** In the table's own account too, and for its root user. */
    @Test
    void denyOfTheTableBindsEveryone() {
        String table =
                table(statement("Deny", "\"Principal\":\"*\"", "dynamodb:GetItem")).toString();

        assertThat(outcome(server.root(), table)).isEqualTo("explicit deny");
        assertThat(outcome(user(shopIam, newName(), ALL), table)).isEqualTo("explicit deny");
    }

    // What can be asked across accounts

    @Test
    void everyOperationThatAwsAllowsTakesTheArn() {
        AwsCredentials user = user(partnerIam, newName(), ALL);
        DynamoDbClient db = server.dynamoDb(user, REGION);
        String arn = arn(table(principal("account", PARTNER, "")));
        Map<String, AttributeValue> item = Map.of("id", text("1"), "state", text("new"));

        db.putItem(r -> r.tableName(arn).item(item));
        assertThat(db.getItem(r -> r.tableName(arn).key(KEY)).item()).isEqualTo(item);
        db.updateItem(
                r ->
                        r.tableName(arn)
                                .key(KEY)
                                .updateExpression("SET n = :n")
                                .expressionAttributeValues(Map.of(":n", text("x"))));
        assertThat(
                        db.query(
                                        r ->
                                                r.tableName(arn)
                                                        .indexName(INDEX)
                                                        .keyConditionExpression("#s = :s")
                                                        .expressionAttributeNames(
                                                                Map.of("#s", "state"))
                                                        .expressionAttributeValues(
                                                                Map.of(":s", text("new"))))
                                .count())
                .isEqualTo(1);
        assertThat(db.scan(r -> r.tableName(arn)).count()).isEqualTo(1);
        var batch =
                db.batchGetItem(
                        r ->
                                r.requestItems(
                                        Map.of(
                                                arn,
                                                KeysAndAttributes.builder()
                                                        .keys(List.of(KEY))
                                                        .build())));
        assertThat(batch.responses().get(arn)).hasSize(1);
        WriteRequest put = WriteRequest.builder().putRequest(p -> p.item(item)).build();
        db.batchWriteItem(r -> r.requestItems(Map.of(arn, List.of(put))));
        db.transactWriteItems(
                r ->
                        r.transactItems(
                                TransactWriteItem.builder()
                                        .update(
                                                u ->
                                                        u.tableName(arn)
                                                                .key(KEY)
                                                                .updateExpression("REMOVE n"))
                                        .build()));
        var got =
                db.transactGetItems(
                        r ->
                                r.transactItems(
                                        TransactGetItem.builder()
                                                .get(g -> g.tableName(arn).key(KEY))
                                                .build()));
        assertThat(got.responses().getFirst().item()).isEqualTo(item);
        db.deleteItem(r -> r.tableName(arn).key(KEY));
        db.tagResource(
                r -> r.resourceArn(arn).tags(Tag.builder().key("by").value("partner").build()));
        assertThat(db.listTagsOfResource(r -> r.resourceArn(arn)).tags()).hasSize(1);
        db.untagResource(r -> r.resourceArn(arn).tagKeys("by"));
        db.updateTable(r -> r.tableName(arn).deletionProtectionEnabled(false));
        assertThat(db.describeTable(r -> r.tableName(arn)).table().tableArn()).isEqualTo(arn);
        db.deleteTable(r -> r.tableName(arn));
    }

    @Test
    void whatAwsKeepsWithinTheAccountStaysThere() {
        DynamoDbClient db = server.dynamoDb(user(partnerIam, newName(), ALL), REGION);
        String arn = arn(table(principal("account", PARTNER, "")));
        List<Consumer<DynamoDbClient>> calls =
                List.of(
                        c -> c.describeTimeToLive(r -> r.tableName(arn)),
                        c -> c.describeContinuousBackups(r -> r.tableName(arn)),
                        c -> c.getResourcePolicy(r -> r.resourceArn(arn)),
                        c -> c.deleteResourcePolicy(r -> r.resourceArn(arn)));

        for (Consumer<DynamoDbClient> call : calls) {
            assertThatExceptionOfType(DynamoDbException.class)
                    .isThrownBy(() -> call.accept(db))
                    .withMessageContaining("because no resource-based policy allows");
        }
    }

    @Test
    void plainNameIsATableOfTheCallersAccount() {
        DynamoDbClient db = server.dynamoDb(user(partnerIam, newName(), ALL), REGION);
        String name = table(principal("account", PARTNER, ""));

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> db.getItem(r -> r.tableName(name).key(KEY)));
        assertThat(db.listTables().tableNames()).isEmpty();
    }

    @Test
    void transactionStaysInOneAccount() {
        AwsCredentials user = user(partnerIam, newName(), ALL);
        DynamoDbClient db = server.dynamoDb(user, REGION);
        String arn = arn(table(principal("account", PARTNER, "")));
        TransactGetItem theirs =
                TransactGetItem.builder().get(g -> g.tableName(arn).key(KEY)).build();
        TransactGetItem own =
                TransactGetItem.builder().get(g -> g.tableName("Own").key(KEY)).build();

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> db.transactGetItems(r -> r.transactItems(theirs, own)))
                .withMessageContaining("must be in one account");
    }

    /** The policy of the table speaks for its indexes, by their own ARNs. */
    @Test
    void indexIsOpenedByItsOwnArn() {
        DynamoDbClient db = server.dynamoDb(user(partnerIam, newName(), ALL), REGION);
        String name = newName();
        String arn = arn(name);
        create(
                name,
                document(
                        statement("Allow", principal("account", PARTNER, ""), "dynamodb:Scan")
                                .replace("\"*\"}", "\"" + arn + "/index/*\"}")));

        assertThat(db.scan(r -> r.tableName(arn).indexName(INDEX)).count()).isZero();
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> db.scan(r -> r.tableName(arn)))
                .withMessageContaining("no resource-based policy");
    }

    // Policies and those they name

    @Test
    void roleMadeAnewIsNotTheOneThatWasMeant() {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, allow("sts:AssumeRole", "*"));
        Runnable makeRole =
                () -> {
                    partnerIam.createRole(
                            r -> r.roleName(name).assumeRolePolicyDocument(trust(PARTNER)));
                    partnerIam.putRolePolicy(
                            r -> r.roleName(name).policyName("p").policyDocument(ALL));
                };
        makeRole.run();
        String table = table(principal("role", PARTNER, name));
        assertThat(outcome(assume(user, PARTNER, name), table)).isEqualTo("allowed");
        assertThat(shop.getResourcePolicy(r -> r.resourceArn(arn(table))).policy())
                .contains(":role/" + name);

        partnerIam.deleteRolePolicy(r -> r.roleName(name).policyName("p"));
        partnerIam.deleteRole(r -> r.roleName(name));
        makeRole.run();

        assertThat(outcome(assume(user, PARTNER, name), table))
                .isEqualTo("no resource-based policy");
        assertThat(shop.getResourcePolicy(r -> r.resourceArn(arn(table))).policy())
                .containsPattern("\"AROA[A-Z2-7]{17}\"");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:user/nobody"},"Action":"dynamodb:GetItem","Resource":"*" | Invalid principal in policy: "AWS":"arn:aws:iam::999988887777:user/nobody"
                    "Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":["dynamodb:GetRecords","dynamodb:GetItem","dynamodb:ListStreams"],"Resource":"*" | The following action names are invalid: "dynamodb:GetRecords", "dynamodb:ListStreams"
                    "Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"s3:*","Resource":"*" | The following action names are invalid: "s3:*"
                    "Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"dynamodb:*","Resource":"arn:aws:dynamodb:eu-west-1:123456789012:table/Other" | does not match the table or its indexes
                    "Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*" | The policy allows public access
                    "Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::9*"}} | The policy allows public access
                    "Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:PrincipalAccount":"1"}} | The policy allows public access
                    "Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}} | The policy allows public access
                    "Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"1"}} | The policy allows public access
                    "Effect":"Allow","Action":"dynamodb:*","Resource":"*" | Missing required field Principal
                    """)
    void policyThatCannotBeAttachedSaysWhy(String statement, String reason) {
        String arn = arn(table(""));

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(
                        () ->
                                shop.putResourcePolicy(
                                        r ->
                                                r.resourceArn(arn)
                                                        .policy(document("{" + statement + "}"))))
                .withMessageContaining(
                        "One or more parameter values were invalid: Invalid policy document: ")
                .withMessageContaining(reason);
    }

    /** Whoever locks everyone out must say so; the root user can still delete the policy. */
    @Test
    void nobodyIsLockedOutByMistake() {
        String arn = arn(table(""));
        String closed = document(statement("Deny", "\"Principal\":\"*\"", "dynamodb:*"));

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> shop.putResourcePolicy(r -> r.resourceArn(arn).policy(closed)))
                .withMessageContaining(
                        "The new resource policy will not allow you to update the resource policy"
                                + " in the future.");

        shop.putResourcePolicy(
                r -> r.resourceArn(arn).policy(closed).confirmRemoveSelfResourceAccess(true));
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> shop.getResourcePolicy(r -> r.resourceArn(arn)))
                .withMessageContaining("explicit deny in a resource-based policy");
        DynamoDbClient user = server.dynamoDb(user(shopIam, newName(), ALL), REGION);
        server.clock().advance(Duration.ofSeconds(15));
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> user.deleteResourcePolicy(r -> r.resourceArn(arn)));
        assertThat(shop.deleteResourcePolicy(r -> r.resourceArn(arn)).revisionId()).isNotEmpty();
        assertThat(shop.deleteResourcePolicy(r -> r.resourceArn(arn)).revisionId()).isNull();
    }

    /** A stream has a policy of its own: neither the table's, nor its actions. */
    @Test
    void policyOfAStreamOpensTheStreamToAnotherAccount() {
        String table = table("");
        shop.updateTable(
                r ->
                        r.tableName(table)
                                .streamSpecification(
                                        s ->
                                                s.streamEnabled(true)
                                                        .streamViewType(StreamViewType.KEYS_ONLY)));
        String stream = shop.describeTable(r -> r.tableName(table)).table().latestStreamArn();
        var reader = server.streams(user(partnerIam, newName(), ALL), REGION);
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> reader.describeStream(r -> r.streamArn(stream)))
                .withMessageContaining(
                        "because no resource-based policy allows the dynamodb:DescribeStream"
                                + " action");
        shop.putResourcePolicy(
                r ->
                        r.resourceArn(stream)
                                .policy(
                                        document(
                                                statement(
                                                        "Allow",
                                                        principal("account", PARTNER, ""),
                                                        "dynamodb:*"))));
        String shard =
                reader.describeStream(r -> r.streamArn(stream))
                        .streamDescription()
                        .shards()
                        .getFirst()
                        .shardId();
        String iterator =
                reader.getShardIterator(
                                r ->
                                        r.streamArn(stream)
                                                .shardId(shard)
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        assertThat(reader.getRecords(r -> r.shardIterator(iterator)).records()).isEmpty();
        assertThat(shop.getResourcePolicy(r -> r.resourceArn(stream)).policy()).contains(PARTNER);

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(
                        () ->
                                shop.putResourcePolicy(
                                        r ->
                                                r.resourceArn(stream)
                                                        .policy(
                                                                document(
                                                                        statement(
                                                                                "Allow",
                                                                                principal(
                                                                                        "account",
                                                                                        PARTNER,
                                                                                        ""),
                                                                                "dynamodb:ListStreams")))))
                .withMessageContaining(
                        "The following action names are invalid: \"dynamodb:ListStreams\"");
        server.clock().advance(Duration.ofSeconds(15));
        shop.deleteResourcePolicy(r -> r.resourceArn(stream));
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> reader.getRecords(r -> r.shardIterator(iterator)));
    }

    @Test
    void unknownStreamHasNoPolicy() {
        String stream = arn(table("")) + "/stream/2024-09-26T11:44:27.478";

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> shop.getResourcePolicy(r -> r.resourceArn(stream)));
    }

    /** A table must not be made with a policy by someone who may not attach one. */
    @Test
    void tableMadeWithAPolicyNeedsBothPermissions() {
        AwsCredentials user = user(shopIam, newName(), allow("dynamodb:CreateTable", "*"));

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(
                        () ->
                                create(
                                        server.dynamoDb(user, REGION),
                                        newName(),
                                        document(
                                                statement(
                                                        "Allow",
                                                        principal("account", PARTNER, ""),
                                                        "dynamodb:*"))))
                .withMessageContaining("dynamodb:PutResourcePolicy");
    }

    // Roles of another account

    @ParameterizedTest(name = "trust names {0}, identity allows {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    account | true  | true
                    account | false | false
                    user    | true  | true
                    user    | false | false
                    other   | true  | false
                    """)
    void roleOfAnotherAccountNeedsBothSides(String named, boolean identity, boolean allowed) {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, identity ? allow("sts:*", "*") : "");
        String trusted =
                switch (named) {
                    case "account" -> trust(PARTNER);
                    case "user" -> trust(PARTNER).replace(":root", ":user/" + name);
                    default -> trust(SHOP);
                };
        shopIam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trusted));

        if (allowed) {
            assertThat(server.sts(assume(user, SHOP, name)).getCallerIdentity().arn())
                    .isEqualTo("arn:aws:sts::123456789012:assumed-role/" + name + "/ci");
        } else {
            assertThatExceptionOfType(StsException.class)
                    .isThrownBy(() -> assume(user, SHOP, name))
                    .withMessageContaining(
                            "is not authorized to perform: sts:AssumeRole on resource:"
                                    + " arn:aws:iam::123456789012:role/"
                                    + name);
        }
    }

    @Test
    void sessionOfTheShopsRoleWorksInTheShop() {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, allow("sts:AssumeRole", "*"));
        shopIam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust(PARTNER)));
        shopIam.putRolePolicy(r -> r.roleName(name).policyName("p").policyDocument(ALL));
        String table = table("");

        DynamoDbClient session = server.dynamoDb(assume(user, SHOP, name), REGION);

        assertThat(session.getItem(r -> r.tableName(table).key(KEY)).hasItem()).isFalse();
    }

    @Test
    void externalIdIsAskedFor() {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, allow("sts:AssumeRole", "*"));
        String withId =
                trust(PARTNER)
                        .replace(
                                "\"sts:AssumeRole\"",
                                "\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":"
                                        + "{\"sts:ExternalId\":\"deal-7\"}}");
        shopIam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(withId));
        String role = "arn:aws:iam::" + SHOP + ":role/" + name;

        assertThatExceptionOfType(StsException.class).isThrownBy(() -> assume(user, SHOP, name));
        assertThat(
                        server.sts(user)
                                .assumeRole(
                                        r ->
                                                r.roleArn(role)
                                                        .roleSessionName("ci")
                                                        .externalId("deal-7"))
                                .assumedRoleUser()
                                .arn())
                .contains("assumed-role/" + name);
    }

    /** From a role of one account into a role of the other. */
    @Test
    void chainOfRolesCrossesAccounts() {
        String name = newName();
        AwsCredentials user = user(partnerIam, name, allow("sts:AssumeRole", "*"));
        partnerIam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust(PARTNER)));
        partnerIam.putRolePolicy(
                r -> r.roleName(name).policyName("p").policyDocument(allow("sts:AssumeRole", "*")));
        shopIam.createRole(
                r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(
                                        trust(PARTNER).replace(":root", ":role/" + name)));

        AwsCredentials second = assume(assume(user, PARTNER, name), SHOP, name);

        assertThat(server.sts(second).getCallerIdentity().account()).isEqualTo(SHOP);
    }

    @Test
    void trustPolicyMayNotNameWhoIsNotThere() {
        assertThatExceptionOfType(MalformedPolicyDocumentException.class)
                .isThrownBy(
                        () ->
                                shopIam.createRole(
                                        r ->
                                                r.roleName(newName())
                                                        .assumeRolePolicyDocument(
                                                                trust(PARTNER)
                                                                        .replace(
                                                                                ":root",
                                                                                ":user/nobody"))))
                .withMessageContaining("Invalid principal in policy");
    }

    // Making and asking

    private static synchronized String newName() {
        return "x" + made++;
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static String arn(String table) {
        return "arn:aws:dynamodb:eu-west-1:" + SHOP + ":table/" + table;
    }

    private static String allow(String action, String resource) {
        return """
        {"Version":"2012-10-17","Statement":\
        [{"Effect":"Allow","Action":"%s","Resource":"%s"}]}\
        """
                .formatted(action, resource);
    }

    private static String trust(String account) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
        {"AWS":"arn:aws:iam::%s:root"},"Action":"sts:AssumeRole"}]}\
        """
                .formatted(account);
    }

    private static String principal(String named, String account, String name) {
        String iam = "arn:aws:iam::" + account;
        return switch (named) {
            case "nobody" -> "";
            case "account" -> "\"Principal\":{\"AWS\":\"" + iam + ":root\"}";
            case "number" -> "\"Principal\":{\"AWS\":\"" + account + "\"}";
            case "user" -> "\"Principal\":{\"AWS\":\"" + iam + ":user/" + name + "\"}";
            case "role" -> "\"Principal\":{\"AWS\":\"" + iam + ":role/" + name + "\"}";
            case "session" ->
                    "\"Principal\":{\"AWS\":\"arn:aws:sts::%s:assumed-role/%s/ci\"}"
                            .formatted(account, name);
            case "service" -> "\"Principal\":{\"Service\":\"replication.dynamodb.amazonaws.com\"}";
            case "pinned" ->
                    "\"Condition\":{\"StringEquals\":{\"aws:PrincipalAccount\":\""
                            + account
                            + "\"}},\"Principal\":\"*\"";
            default -> throw new IllegalArgumentException(named);
        };
    }

    private static String statement(String effect, String principal, String action) {
        return "{\"Effect\":\"%s\",%s,\"Action\":\"%s\",\"Resource\":\"*\"}"
                .formatted(effect, principal, action);
    }

    private static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    /** Makes a table of the shop that allows everything to a principal, or has the statements. */
    private static String table(String principalOrStatements) {
        String name = newName();
        String statements =
                principalOrStatements.startsWith("\"")
                        ? statement("Allow", principalOrStatements, "dynamodb:*")
                        : principalOrStatements;
        create("tbl" + name, statements.isEmpty() ? "" : document(statements));
        return "tbl" + name;
    }

    private static void create(String name, String policy) {
        create(shop, name, policy);
    }

    private static void create(DynamoDbClient db, String name, String policy) {
        db.createTable(
                r ->
                        r.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("id"), attribute("state"))
                                .keySchema(hash("id"))
                                .globalSecondaryIndexes(
                                        GlobalSecondaryIndex.builder()
                                                .indexName(INDEX)
                                                .keySchema(hash("state"))
                                                .projection(
                                                        p -> p.projectionType(ProjectionType.ALL))
                                                .build())
                                .resourcePolicy(policy.isEmpty() ? null : policy));
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement hash(String attribute) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(KeyType.HASH).build();
    }

    private static AwsCredentials user(IamClient iam, String name, String policy) {
        iam.createUser(r -> r.userName(name));
        if (!policy.isEmpty()) {
            iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(policy));
        }
        var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private static AwsCredentials assume(AwsCredentials as, String account, String role) {
        return IamServer.of(
                server.sts(as)
                        .assumeRole(
                                r ->
                                        r.roleArn("arn:aws:iam::" + account + ":role/" + role)
                                                .roleSessionName("ci"))
                        .credentials());
    }

    private static void get(AwsCredentials as, String arn) {
        var _ = server.dynamoDb(as, REGION).getItem(r -> r.tableName(arn).key(KEY));
    }

    /** What became of a GetItem: allowed, or who stood in the way. */
    private static String outcome(AwsCredentials as, String table) {
        try {
            get(as, arn(table));
            return "allowed";
        } catch (DynamoDbException denied) {
            String message = String.valueOf(denied.getMessage());
            for (String reason :
                    List.of(
                            "no identity-based policy",
                            "no permissions boundary",
                            "no resource-based policy",
                            "explicit deny")) {
                if (message.contains(reason)) {
                    return reason;
                }
            }
            return message;
        }
    }
}
