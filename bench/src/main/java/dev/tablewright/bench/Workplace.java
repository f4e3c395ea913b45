package dev.tablewright.bench;

import dev.tablewright.engine.Database;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.authorization.TablePolicies;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Credential;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.DynamoDbOperations;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a team of some size has: 300 tables with an index each, and a role that reads and writes all
 * of them by ten policies, each of which lists thirty tables by name, as the chart makes them.
 */
final class Workplace implements AutoCloseable {
    static final int TABLES = 300;
    static final int POLICIES = 10;

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String REGION = "eu-west-1";
    static final String ACCOUNT = "123456789012";

    private static final String READ =
            "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan"
                    + " dynamodb:ConditionCheckItem dynamodb:DescribeTable dynamodb:PartiQLSelect";
    private static final String WRITE =
            "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem"
                    + " dynamodb:ConditionCheckItem dynamodb:DescribeTable dynamodb:PartiQLInsert"
                    + " dynamodb:PartiQLUpdate dynamodb:PartiQLDelete";

    /** Everything, but DynamoDB only in this region, only over the network, only in koa-dev. */
    private static final String FENCE =
            "{\"Version\":\"2012-10-17\",\"Statement\":["
                    + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
                    + "{\"Effect\":\"Deny\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\",\"Condition\":"
                    + "{\"StringNotEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}},"
                    + "{\"Effect\":\"Deny\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\",\"Condition\":"
                    + "{\"NotIpAddress\":{\"aws:SourceIp\":[\"10.0.0.0/8\",\"127.0.0.0/8\"]}}},"
                    + "{\"Effect\":\"Deny\",\"Action\":\"dynamodb:*Item\",\"NotResource\":"
                    + "\"arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/namespace}-*\"}]}";

    private final StorageEngine storage;
    private final Identities identities;
    private final Database database;
    private final Authorizer authorizer;
    private final List<Operation<RequestReader, ResponseWriter, ?, ?>> operations;
    private final Credential root;

    Workplace(StorageEngine storage) {
        this.storage = storage;
        this.identities = Identities.open(storage, InstantSource.fixed(NOW), new Random(1));
        AccessKey key = identities.createAccount(ACCOUNT);
        this.root = Objects.requireNonNull(identities.find(key.id()));
        this.database = Database.open(storage, InstantSource.fixed(NOW), new Random(2));
        this.authorizer =
                new Authorizer(
                        identities, new TablePolicies(database.tables()), Enforcement.STRICT);
        this.operations =
                DynamoDbOperations.on(
                        database,
                        identities,
                        authorizer,
                        EnvironmentBudgets.open(
                                new InMemoryEngine(), database, InstantSource.fixed(NOW)),
                        AutoScaling.open(
                                new InMemoryEngine(), InstantSource.fixed(NOW), new Random(3)));
        for (int i = 0; i < TABLES; i++) {
            call("CreateTable", root.caller(), createTable(i));
        }
    }

    Identities identities() {
        return identities;
    }

    Database database() {
        return database;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    List<Operation<RequestReader, ResponseWriter, ?, ?>> operations() {
        return operations;
    }

    Credential root() {
        return root;
    }

    static String table(int number) {
        return "koa-dev-table-" + number;
    }

    private static String createTable(int number) {
        return """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
                                 {"AttributeName":"kind","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
         "GlobalSecondaryIndexes":[{"IndexName":"by-kind",
           "KeySchema":[{"AttributeName":"kind","KeyType":"HASH"}],
           "Projection":{"ProjectionType":"ALL"}}]}
        """
                .formatted(table(number));
    }

    /** Makes the role, with a permissions boundary of Deny statements or without one. */
    Credential role(boolean fenced) {
        Role role =
                identities.change(
                        ACCOUNT,
                        draft -> {
                            List<String> attached = new ArrayList<>();
                            for (int i = 0; i < POLICIES; i++) {
                                attached.add(policy(draft, "tables-" + i, tables(i)));
                            }
                            String boundary = fenced ? policy(draft, "fence", FENCE) : null;
                            return draft.put(role(draft, attached, boundary));
                        });
        var session =
                identities
                        .sessions()
                        .opening(ACCOUNT, role.id(), NOW, Duration.ofHours(12))
                        .name("bench")
                        .open();
        return Objects.requireNonNull(identities.find(session.accessKeyId()));
    }

    private static Role role(Draft draft, List<String> attached, @Nullable String boundary) {
        String trust =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}}";
        return new Role(
                draft.newHead(EntityKind.ROLE, "workload", "/"),
                new Tags(List.of(new Tags.Tag("namespace", "koa-dev"))),
                new PolicyHolder.Policies(new TreeMap<>(), attached, boundary),
                StoredPolicy.parse(trust, PolicyKind.TRUST),
                "",
                43_200);
    }

    private static String policy(Draft draft, String name, String document) {
        var version =
                new ManagedPolicy.Version(
                        1, StoredPolicy.parse(document, PolicyKind.MANAGED), draft.now());
        return draft.put(
                        new ManagedPolicy(
                                draft.newHead(EntityKind.POLICY, name, "/"),
                                Tags.NONE,
                                "",
                                draft.now(),
                                List.of(version),
                                1,
                                1))
                .arn();
    }

    /** One of ten policies: reads and writes of thirty tables. */
    private static String tables(int part) {
        List<String> arns =
                IntStream.range(0, TABLES)
                        .filter(i -> i % POLICIES == part)
                        .mapToObj(i -> arn(table(i)))
                        .toList();
        return "{\"Version\":\"2012-10-17\",\"Statement\":["
                + statement("Read", READ, arns, true)
                + ","
                + statement("Write", WRITE, arns, false)
                + "]}";
    }

    private static String statement(
            String sid, String actions, List<String> arns, boolean indexes) {
        List<String> resources = new ArrayList<>();
        for (String arn : arns) {
            resources.add(arn);
            if (indexes) {
                resources.add(arn + "/index/*");
            }
        }
        return "{\"Sid\":\"%s\",\"Effect\":\"Allow\",\"Action\":[%s],\"Resource\":[%s]}"
                .formatted(sid, quoted(List.of(actions.split(" ", -1))), quoted(resources));
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(t -> "\"" + t + "\"").collect(Collectors.joining(","));
    }

    private static String arn(String table) {
        return "arn:aws:dynamodb:" + REGION + ":" + ACCOUNT + ":table/" + table;
    }

    static RequestContext context(Caller caller) {
        return new RequestContext(
                "00000000-0000-0000-0000-000000000000",
                caller,
                REGION,
                NOW,
                "127.0.0.1",
                "bench",
                "localhost",
                false);
    }

    /** Does a whole call, but for HTTP and signature. */
    void call(String name, Caller caller, String body) {
        run(operation(name), caller, body);
    }

    private <Q, R> void run(
            Operation<RequestReader, ResponseWriter, Q, R> operation, Caller caller, String body) {
        Q request = operation.decode(reader(caller, body));
        operation.execute(
                authorizer.authorize(context(caller), request, operation.access(request)));
    }

    /** Prepares what a permission check begins with: a decoded request. */
    Check<?> check(String name, Caller caller, String body) {
        return check(operation(name), caller, body);
    }

    private <Q> Check<Q> check(
            Operation<RequestReader, ResponseWriter, Q, ?> operation, Caller caller, String body) {
        return new Check<>(
                operation, operation.decode(reader(caller, body)), context(caller), authorizer);
    }

    /** Everything between a decoded request and the permission to execute it. */
    record Check<Q>(
            Operation<RequestReader, ResponseWriter, Q, ?> operation,
            Q request,
            RequestContext context,
            Authorizer authorizer) {
        Object run() {
            return authorizer.authorize(context, request, operation.access(request));
        }

        /** The part of it that collects what is to be decided. */
        List<Access> needed() {
            return operation.access(request);
        }

        /** The part of it that decides. */
        Object decide(List<Access> needed) {
            return authorizer.authorize(context, request, needed);
        }
    }

    static RequestReader reader(Caller caller, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return RequestReader.of(JsonMembers.parse(bytes), bytes, context(caller));
    }

    Operation<RequestReader, ResponseWriter, ?, ?> operation(String name) {
        return operations.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        database.close();
        storage.close();
    }
}
