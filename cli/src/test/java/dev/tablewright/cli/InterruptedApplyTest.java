package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.server.Installation;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.model.Tag;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An apply is killed after every call that changes something, before it hears the answer; the next
 * one finishes. Nothing is lost and nothing is doubled.
 */
class InterruptedApplyTest {
    private static final Pattern READS = Pattern.compile("(Describe|List|Get).*");
    private static final List<String> ROLES = List.of("r1", "r2", "r3", "r4");

    private static final String BEFORE =
            """
            deletionPolicy: Delete
            tags: {team: koa, cost: a}
            tables:
              - name: Orders
                hashKey: Id
                billingMode: PROVISIONED
                readCapacity: 5
                writeCapacity: 5
                attributes: [{name: Id, type: S}, {name: A, type: S}, {name: B, type: S}]
                globalSecondaryIndex:
                  - {name: ByA, hashKey: A, projectionType: ALL, readCapacity: 1, writeCapacity: 1}
                  - {name: ByB, hashKey: B, projectionType: ALL, readCapacity: 1, writeCapacity: 1}
                serviceAccountReadRoles: [r1, r2]
                serviceAccountWriteRoles: [r1]
              - name: Users
                hashKey: Id
                attributes: [{name: Id, type: S}, {name: X, type: S}]
                globalSecondaryIndex: [{name: ByX, hashKey: X, projectionType: ALL}]
                serviceAccountReadRoles: [r1, r2]
              - name: Old
                hashKey: Id
                attributes: [{name: Id, type: S}]
                serviceAccountReadRoles: [r2]
              - name: Older
                hashKey: Id
                attributes: [{name: Id, type: S}]
            """;

    private static final String AFTER =
            """
            deletionPolicy: Delete
            tags: {team: other}
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}, {name: B, type: S}, {name: D, type: S}]
                ttl: {enabled: true, attributeName: Ends}
                deletionProtectionEnabled: true
                pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                globalSecondaryIndex:
                  - {name: ByB, hashKey: B, projectionType: KEYS_ONLY}
                  - {name: ByD, hashKey: D, projectionType: ALL}
                serviceAccountReadRoles: [r1]
                serviceAccountWriteRoles: [r3]
              - name: Users
                hashKey: Id
                pointInTimeRecovery: {enabled: false}
                attributes: [{name: Id, type: S}, {name: Z, type: S}]
                globalSecondaryIndex: [{name: ByY, hashKey: Z, projectionType: ALL}]
                serviceAccountReadRoles: [r1, r3]
              - name: New
                hashKey: Id
                attributes: [{name: Id, type: S}, {name: G, type: S}]
                ttl: {enabled: true, attributeName: Ends}
                globalSecondaryIndex: [{name: ByG, hashKey: G, projectionType: ALL}]
                serviceAccountReadRoles: [r1, r3]
              - name: Newer
                hashKey: Id
                attributes: [{name: Id, type: S}]
                serviceAccountWriteRoles: [r3]
              - name: Newest
                hashKey: Id
                attributes: [{name: Id, type: S}]
                serviceAccountReadRoles: [r4]
            """;

    /** The process is dead: nothing is called any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static boolean changes(String operation) {
        return !READS.matcher(operation).matches();
    }

    /** Dies after one of the calls that change something, before it hears the answer. */
    private static final class Death implements TestTarget.Calls {
        private final int after;
        private final AtomicInteger changes = new AtomicInteger();
        private volatile boolean dead;

        Death(int after) {
            this.after = after;
        }

        /** Another process, as mortal as the one before. */
        void rise() {
            changes.set(0);
            dead = false;
        }

        @Override
        public HttpExecuteResponse on(String operation, ExecutableHttpRequest call)
                throws IOException {
            int change = changes(operation) ? changes.incrementAndGet() : 0;
            if (dead || change > after) {
                throw new Killed();
            }
            HttpExecuteResponse answer = call.call();
            if (change == after) {
                dead = true;
                throw new Killed();
            }
            return answer;
        }
    }

    /** Does what it is asked, but the first answer to each change gets lost on the way. */
    private static final class BadLine implements TestTarget.Calls {
        private final Set<String> lost = ConcurrentHashMap.newKeySet();

        @Override
        public HttpExecuteResponse on(String operation, ExecutableHttpRequest call)
                throws IOException {
            HttpExecuteResponse answer = call.call();
            // Each attempt of a call has a call of its own, made by the same thread.
            boolean first = lost.add(operation + Thread.currentThread().threadId());
            if (changes(operation) && first) {
                throw new IOException("the connection broke");
            }
            return answer;
        }
    }

    /** Refuses for good one of the calls that change something. */
    private static final class Fault implements TestTarget.Calls {
        private final int at;
        private final AtomicInteger changes = new AtomicInteger();

        Fault(int at) {
            this.at = at;
        }

        boolean happened() {
            return changes.get() >= at;
        }

        @Override
        public HttpExecuteResponse on(String operation, ExecutableHttpRequest call)
                throws IOException {
            return changes(operation) && changes.incrementAndGet() == at
                    ? TestTarget.answer(400, "{\"__type\":\"AccessDeniedException\"}")
                    : call.call();
        }
    }

    private static @Nullable Map<String, Object> whole;

    /** What there is when nothing went wrong. */
    private static Map<String, Object> whole() throws Exception {
        Map<String, Object> known = whole;
        if (known == null) {
            known = end(TestTarget.Calls.ALL);
            whole = known;
        }
        return known;
    }

    /** Every apply does one change and dies: each state on the way is met, and planned from. */
    @Test
    void appliesThatAllDieAfterOneChangeGetThereToo() throws Exception {
        Map<String, Object> whole = whole();
        Death death = new Death(1);
        try (Installation server = Installation.open(Installation.Settings.IN_MEMORY);
                TestTarget alive = TestTarget.of(server, TestTarget.Calls.ALL);
                TestTarget mortal = TestTarget.of(server, death)) {
            begin(alive);
            int kills = 0;
            for (Plan plan = alive.plan(AFTER); plan.hasChanges(); plan = alive.plan(AFTER)) {
                death.rise();
                var _ = survives(mortal, plan);
                kills++;
                assertThat(kills).as("applies that die").isLessThan(100);
            }
            assertThat(kills).isGreaterThan(30);
            assertThat(state(alive, alive.observe(AFTER))).isEqualTo(whole);
        }
    }

    /**
     * One apply dies, the next one does all the rest: after changes that differ from run to run,
     * and after each one with {@code -Dinterrupted.every=1}, which takes a minute.
     */
    @Test
    void theNextApplyFinishesWhatAKilledOneBegan() throws Exception {
        int every = Integer.getInteger("interrupted.every", 9);
        Map<String, Object> whole = whole();
        int after = 1 + ThreadLocalRandom.current().nextInt(every);
        for (Map<String, Object> end = end(new Death(after));
                !end.isEmpty();
                end = end(new Death(after))) {
            assertThat(end).as("killed after change %s", after).isEqualTo(whole);
            after += every;
        }
        assertThat(after).isGreaterThan(35);
    }

    /** The client tries again by itself: what was made is recognized, and made once. */
    @Test
    void answersThatAreLostDoubleNothing() throws Exception {
        assertThat(end(new BadLine())).isEqualTo(whole());
    }

    /**
     * An apply is done exactly when nothing of its plan is left, whichever call is refused: some
     * that differ from run to run, each of them with {@code -Dinterrupted.every=1}.
     */
    @Test
    void anApplyWithAFaultNeverEndsAsDone() throws Exception {
        int every = 2 * Integer.getInteger("interrupted.every", 9) - 1;
        Map<String, Object> whole = whole();
        int at = 1 + ThreadLocalRandom.current().nextInt(every);
        for (boolean happened = true; happened; at += every) {
            Fault fault = new Fault(at);
            try (Installation server = Installation.open(Installation.Settings.IN_MEMORY);
                    TestTarget alive = TestTarget.of(server, TestTarget.Calls.ALL);
                    TestTarget faulty = TestTarget.of(server, fault)) {
                begin(alive);
                Applied applied = faulty.apply(alive.plan(AFTER));
                happened = fault.happened();
                assertThat(applied.isDone()).as("refused change %s", at).isEqualTo(!happened);
                assertThat(alive.plan(AFTER).hasChanges())
                        .as("refused change %s: %s", at, unfinished(applied))
                        .isEqualTo(happened);
                assertThat(finished(alive)).as("refused change %s", at).isEqualTo(whole);
            }
        }
        assertThat(at).isGreaterThan(35);
    }

    /** Returns what there is in the end; nothing if the apply had ended before it could die. */
    private static Map<String, Object> end(TestTarget.Calls calls) throws Exception {
        try (Installation server = Installation.open(Installation.Settings.IN_MEMORY);
                TestTarget alive = TestTarget.of(server, TestTarget.Calls.ALL)) {
            begin(alive);
            try (TestTarget mortal = TestTarget.of(server, calls)) {
                Plan plan = mortal.plan(AFTER);
                assertThat(
                                plan.steps().stream()
                                        .filter(step -> !(step instanceof Step.Note))
                                        .count())
                        .isGreaterThan(40);
                if (survives(mortal, plan) && calls instanceof Death) {
                    return Map.of();
                }
            }
            return finished(alive);
        }
    }

    /** Applies once more, and returns what there is then. */
    private static Map<String, Object> finished(TestTarget alive) throws InterruptedException {
        assertThat(unfinished(alive.apply(alive.plan(AFTER)))).isEmpty();
        Rollout rollout = alive.rollout(AFTER);
        ObservedState observed = rollout.observe();
        // A deletion that was under way is only told of.
        while (!rollout.plan(observed).steps().isEmpty() && !rollout.plan(observed).hasChanges()) {
            observed = rollout.observe();
        }
        assertThat(rollout.plan(observed).steps()).isEmpty();
        return state(alive, observed);
    }

    private static List<Outcome> unfinished(Applied applied) {
        return applied.outcomes().stream()
                .filter(outcome -> !(outcome instanceof Outcome.Done))
                .toList();
    }

    private static boolean survives(TestTarget mortal, Plan plan) throws InterruptedException {
        try {
            assertThat(unfinished(mortal.apply(plan))).isEmpty();
            return true;
        } catch (Killed _) {
            return false;
        }
    }

    private static void begin(TestTarget alive) throws InterruptedException {
        var iam = alive.target().iam();
        ROLES.forEach(
                role ->
                        iam.createRole(
                                r ->
                                        r.roleName(role)
                                                .assumeRolePolicyDocument(TRUST)
                                                .tags(
                                                        Tag.builder()
                                                                .key("managed-by")
                                                                .value("idp-advanced")
                                                                .build())));
        assertThat(alive.apply(alive.plan(BEFORE)).isDone()).isTrue();
        var dynamoDb = alive.target().dynamoDb("eu-west-1");
        for (String table : List.of("koa-dev-Orders", "koa-dev-Users")) {
            dynamoDb.putItem(r -> r.tableName(table).item(Map.of("Id", AttributeValue.fromS("1"))));
        }
        // No room for one more version of any policy.
        for (ObservedPolicy policy : alive.observe(BEFORE).policies().values()) {
            for (int i = 0; i < 4; i++) {
                iam.createPolicyVersion(
                        r ->
                                r.policyArn(policy.arn())
                                        .policyDocument(policy.document())
                                        .setAsDefault(true));
            }
        }
    }

    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}]}";

    /** Everything but how many versions a policy has had. */
    private static Map<String, Object> state(TestTarget alive, ObservedState observed) {
        Map<String, Object> state = new TreeMap<>();
        observed.tables().forEach((address, table) -> state.put("table " + address, table.spec()));
        observed.policies()
                .forEach(
                        (name, policy) -> {
                            assertThat(policy.otherVersions()).hasSizeLessThan(5);
                            state.put("policy " + name, policy.document() + policy.tags());
                        });
        for (String role : ROLES) {
            state.put(
                    "role " + role,
                    switch (observed.roles().get(role)) {
                        case ObservedRole.Present(var attached, _) -> attached;
                        case null -> attached(alive, role);
                        case ObservedRole.Missing _, ObservedRole.Hidden _ -> "missing";
                    });
        }
        var dynamoDb = alive.target().dynamoDb("eu-west-1");
        state.put("tables", dynamoDb.listTables().tableNames());
        for (String table : List.of("koa-dev-Orders", "koa-dev-Users")) {
            state.put("items of " + table, dynamoDb.scan(r -> r.tableName(table)).items());
        }
        return state;
    }

    private static Object attached(TestTarget alive, String role) {
        return alive
                .target()
                .iam()
                .listAttachedRolePolicies(r -> r.roleName(role))
                .attachedPolicies()
                .stream()
                .map(policy -> policy.policyArn())
                .collect(Collectors.toSet());
    }
}
