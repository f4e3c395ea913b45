package dev.tablewright.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.ManagedObject.Identity;
import dev.tablewright.operator.provider.Provider;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.services.iam.IamClient;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Rights that move between two policies of a role, against our engine's IAM. */
final class HandoverTest {
    private static final String TABLE = "arn:aws:dynamodb:*:*:table/";
    private static final String ACCOUNT = Installation.DEFAULT_ACCOUNT;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<ManagedObject> objects = new ArrayList<>();
    private final Handover handover = new Handover(_ -> objects, () -> now);
    private EngineProvider engine;
    private Provider provider;
    private IamClient iam;

    @BeforeEach
    void open() throws Exception {
        engine = EngineProvider.open();
        provider = engine.provider();
        iam = provider.target().iam();
        var _ =
                iam.createRole(
                        r -> r.roleName("access").assumeRolePolicyDocument(document("*", "x")));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** Both change in one upgrade; the one that loses it may come first. */
    @Test
    void aRightStaysUntilTheOtherPolicyHasItAndIsAttached() {
        String one = made("one", tables("a", "b"), true);
        String two = made("two", tables("c"), false);
        objects.add(object("one", tables("a")));
        objects.add(object("two", tables("b", "c")));

        assertThat(next("one", tables("a", "b"), tables("a"))).isEqualTo(Set.of("a", "b"));
        now = now.plus(Duration.ofMinutes(10));
        assertThat(next("one", tables("a", "b"), tables("a")))
                .as("two has not got it")
                .isEqualTo(Set.of("a", "b"));

        replace(two, tables("b", "c"));
        assertThat(next("one", tables("a", "b"), tables("a")))
                .as("two is not attached")
                .isEqualTo(Set.of("a", "b"));

        attach(two);
        assertThat(next("one", tables("a", "b"), tables("a"))).isEqualTo(Set.of("a"));
        assertThat(one).isNotEqualTo(two);
    }

    /** What no other policy shall have is taken away, once all objects must have been written. */
    @Test
    void whatIsRevokedGoes() {
        made("one", tables("a", "b"), true);
        objects.add(object("one", tables("a")));

        assertThat(next("one", tables("a", "b"), tables("a"))).isEqualTo(Set.of("a", "b"));
        now = now.plusSeconds(5);
        assertThat(next("one", tables("a", "b"), tables("a"))).isEqualTo(Set.of("a"));
    }

    /** Whoever wrote a policy by hand means what he wrote. */
    @Test
    void otherPoliciesChangeAtOnce() {
        ManagedObject own = object("own", Map.of(), tables("a"));
        objects.add(own);

        assertThat(resources(handover.next(own, iam, tables("a", "b"), tables("a"))))
                .isEqualTo(Set.of("a"));
    }

    @Test
    void anAttachmentStaysUntilItsRightsAreElsewhere() {
        String one = made("one", tables("a"), true);
        String two = made("two", tables("b"), true);
        objects.add(object("one", tables("a", "b")));
        objects.add(deleted(object("two", tables("b"))));
        ManagedObject attachment = object("attachment", Map.of(), "");

        assertThat(handover.keptFor(attachment, iam, two)).contains("by one");
        replace(one, tables("a", "b"));
        assertThat(handover.keptFor(attachment, iam, two)).isNull();
    }

    /** A policy that cannot be changed must not keep its role's attachments for good. */
    @Test
    void nothingIsKeptForLongerThanAMinute() {
        made("one", tables("a"), true);
        String two = made("two", tables("b"), true);
        objects.add(object("one", tables("a", "b")));
        objects.add(deleted(object("two", tables("b"))));
        ManagedObject attachment = object("attachment", Map.of(), "");

        assertThat(handover.keptFor(attachment, iam, two)).isNotNull();
        now = now.plusSeconds(60);
        assertThat(handover.keptFor(attachment, iam, two)).isNull();
    }

    /** Where both do not fit, it waits for the other, but not for ever: the other may wait too. */
    @Test
    void policiesThatAreFullWaitForAMinute() {
        String[] many = new String[60];
        String[] others = new String[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = "one-with-a-rather-long-name-" + i;
            others[i] = "two-with-a-rather-long-name-" + i;
        }
        made("one", tables(many), true);
        objects.add(object("one", tables(others)));
        objects.add(object("two", tables(many)));

        assertThat(next("one", tables(many), tables(others))).contains(many[0], many[59]);
        now = now.plusSeconds(60);
        assertThat(next("one", tables(many), tables(others))).isEqualTo(Set.of(others));
    }

    /**
     * However rights are dealt out anew, and in whatever order the policies change: the role has at
     * every moment what it had and shall have, in the end each policy has what its object says, and
     * never does it have what none says.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noMomentWithoutARight(long seed) {
        Random random = new Random(seed);
        int policies = 2 + random.nextInt(3);
        List<Set<String>> before = dealt(random, policies);
        List<Set<String>> after = dealt(random, policies);
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < policies; i++) {
            arns.add(made("p" + i, tables(before.get(i)), true));
            objects.add(object("p" + i, tables(after.get(i))));
        }
        Set<String> lasting = union(before);
        lasting.retainAll(union(after));
        Set<String> known = union(before);
        known.addAll(union(after));

        List<String> says = new ArrayList<>(before.stream().map(HandoverTest::tables).toList());
        for (int step = 0; step < 60; step++) {
            int i = random.nextInt(policies);
            String next = handover.next(objects.get(i), iam, says.get(i), tables(after.get(i)));
            if (!next.equals(says.get(i))) {
                replace(arns.get(i), next);
                says.set(i, next);
            }
            now = now.plusSeconds(random.nextInt(4));

            Set<String> has = new HashSet<>();
            says.forEach(one -> has.addAll(resources(one)));
            assertThat(has).as("seed %s step %s", seed, step).containsAll(lasting);
            assertThat(known).containsAll(has);
        }
        for (int i = 0; i < policies; i++) {
            assertThat(resources(says.get(i)))
                    .as("seed %s, p%s in the end", seed, i)
                    .isEqualTo(after.get(i));
        }
    }

    private static List<Set<String>> dealt(Random random, int policies) {
        List<Set<String>> dealt = new ArrayList<>();
        for (int i = 0; i < policies; i++) {
            dealt.add(new HashSet<>(Set.of("own-" + i)));
        }
        for (int table = 0; table < 8; table++) {
            if (random.nextInt(4) > 0) {
                dealt.get(random.nextInt(policies)).add("t" + table);
            }
        }
        return dealt;
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toCollection(HashSet::new));
    }

    private Set<String> next(String name, String is, String wanted) {
        ManagedObject object =
                objects.stream()
                        .filter(one -> one.identity().name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return resources(handover.next(object, iam, is, wanted));
    }

    private static Set<String> resources(String document) {
        return Rights.of(document).stream()
                .map(right -> right.resource().substring(TABLE.length()))
                .collect(Collectors.toSet());
    }

    private String made(String name, String document, boolean attached) {
        String arn =
                iam.createPolicy(r -> r.policyName(name).policyDocument(document)).policy().arn();
        if (attached) {
            attach(arn);
        }
        return arn;
    }

    private void attach(String arn) {
        var _ = iam.attachRolePolicy(r -> r.roleName("access").policyArn(arn));
    }

    private void replace(String arn, String document) {
        String before = iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId();
        var _ =
                iam.createPolicyVersion(
                        r -> r.policyArn(arn).policyDocument(document).setAsDefault(true));
        var _ = iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(before));
    }

    private static String tables(Set<String> names) {
        return tables(names.toArray(String[]::new));
    }

    private static String tables(String... names) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Read\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:GetItem\"],\"Resource\":[\""
                + Arrays.stream(names).map(TABLE::concat).collect(Collectors.joining("\",\""))
                + "\"]}]}";
    }

    private static String document(String principal, String sid) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"%s\",\"Effect\":\"Allow\",\"Principal\":\"%s\",\"Action\":\"sts:AssumeRole\"}]}"
                .formatted(sid, principal);
    }

    private static ManagedObject object(String name, String document) {
        return object(
                name,
                Map.of("idp/namespace", "koa", "idp/release", "r", "idp/role", "access"),
                document);
    }

    private static ManagedObject object(String name, Map<String, String> tags, String document) {
        return new ManagedObject(
                new Identity("iam.aws.m.upbound.io/v1beta1", "Policy", "koa", name, name, null),
                1,
                null,
                Map.of(),
                Map.of(Annotations.EXTERNAL_NAME, name),
                List.of(),
                Map.of("forProvider", Map.of("policy", document, "tags", tags)),
                Map.of(
                        "atProvider",
                        Map.of("arn", "arn:aws:iam::%s:policy/%s".formatted(ACCOUNT, name))));
    }

    private static ManagedObject deleted(ManagedObject object) {
        return new ManagedObject(
                object.identity(),
                1,
                Instant.EPOCH,
                Map.of(),
                object.annotations(),
                List.of(Annotations.FINALIZER),
                object.spec(),
                object.status());
    }
}
