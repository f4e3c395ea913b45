package dev.tablewright.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Credential;
import dev.tablewright.server.identity.Credentials;
import dev.tablewright.server.identity.IdentityException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages about denials: readable for whoever may decode them, and for nobody else. */
class AuthorizationMessagesTest {
    private static final String ACCOUNT = "123456789012";
    private static final String ARN = "arn:aws:iam::123456789012:user/alice";
    private static final String DENY =
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"No","Effect":"Deny","Action":"dynamodb:*","Resource":"*",\
            "Condition":{"StringEquals":{"aws:username":"alice"}}}]}\
            """;

    private final AuthorizationMessages messages = messages(1);

    private static AuthorizationMessages messages(int key) {
        byte[] bytes = new byte[32];
        new Random(key).nextBytes(bytes);
        return new AuthorizationMessages(bytes, new Random(2));
    }

    private static Denied denied(String policy, ConditionContext keys) {
        var caller =
                new Caller(
                        new Principal(Principal.Type.USER, ACCOUNT, ARN, List.of(ARN)),
                        "AIDAEXAMPLE",
                        ConditionContext.builder()
                                .put("aws:username", "alice")
                                .put("aws:userid", "AIDAEXAMPLE")
                                .build());
        var context =
                new RequestContext(
                        "id", caller, "eu-west-1", Instant.EPOCH, "127.0.0.1", null, null, false);
        List<AttachedPolicy> identity =
                policy.isEmpty()
                        ? List.of()
                        : List.of(
                                new AttachedPolicy(
                                        "p",
                                        false,
                                        PolicyDocument.parse(policy, PolicyKind.INLINE)));
        var authorizer =
                new Authorizer(
                        new Fixed(new AppliedPolicies(identity, null, null)),
                        (_, _, _) -> null,
                        Enforcement.STRICT);
        var access =
                Access.to(
                        "dynamodb:GetItem",
                        "arn:aws:dynamodb:eu-west-1:123456789012:table/T",
                        keys);
        try {
            authorizer.authorize(context, "request", List.of(access));
        } catch (AccessDenied refused) {
            return refused.denied();
        }
        throw new AssertionError("allowed");
    }

    /** One caller's policies. */
    private record Fixed(AppliedPolicies policies) implements Credentials {
        @Override
        public @Nullable Credential find(String accessKeyId) {
            return null;
        }

        @Override
        public AppliedPolicies policiesOf(Caller caller) {
            return policies;
        }

        @Override
        public void noteUse(String accessKeyId, String service, String region, Instant now) {}
    }

    private JsonNode decoded(String message) {
        return JsonMapper.shared().readTree(messages.decode(message, ACCOUNT));
    }

    @Test
    void anExplicitDenyNamesItsStatement() {
        JsonNode message = decoded(messages.encode(denied(DENY, ConditionContext.EMPTY)));

        assertThat(message.path("allowed").asBoolean()).isFalse();
        assertThat(message.path("explicitDeny").asBoolean()).isTrue();
        JsonNode statement = message.path("matchedStatements").path("items").path(0);
        assertThat(statement.path("statementId").asString()).isEqualTo("No");
        assertThat(statement.path("effect").asString()).isEqualTo("DENY");
        assertThat(statement.path("actions").toString())
                .isEqualTo("{\"items\":[{\"value\":\"dynamodb:*\"}]}");
        assertThat(statement.path("conditions").path("items").path(0).toString())
                .isEqualTo(
                        "{\"key\":\"aws:username\",\"values\":{\"items\":[{\"value\":\"alice\"}]}}");
    }

    @Test
    void anImplicitDenyTellsWhoWantedWhat() {
        JsonNode message =
                decoded(
                        messages.encode(
                                denied(
                                        "",
                                        ConditionContext.builder()
                                                .put("dynamodb:Select", "COUNT")
                                                .build())));

        assertThat(message.path("explicitDeny").asBoolean()).isFalse();
        JsonNode context = message.path("context");
        assertThat(context.path("principal").toString())
                .isEqualTo("{\"id\":\"AIDAEXAMPLE\",\"name\":\"alice\",\"arn\":\"" + ARN + "\"}");
        assertThat(context.path("action").asString()).isEqualTo("dynamodb:GetItem");
        assertThat(context.path("resource").asString()).endsWith(":table/T");
        assertThat(context.path("conditions").toString())
                .contains(
                        "{\"key\":\"dynamodb:select\",\"values\":{\"items\":[{\"value\":\"COUNT\"}]}}");
    }

    @Test
    void nobodyElseReadsThem() {
        String message = messages.encode(denied(DENY, ConditionContext.EMPTY));

        List<Runnable> attempts = new ArrayList<>();
        attempts.add(() -> messages(9).decode(message, ACCOUNT));
        attempts.add(() -> messages.decode(message, "210987654321"));
        for (String wrong : List.of("", "x", "AQID", "!", message + "A", "B" + message)) {
            attempts.add(() -> messages.decode(wrong, ACCOUNT));
        }
        for (int i = 0; i < message.length(); i += 7) {
            char other = message.charAt(i) == 'A' ? 'B' : 'A';
            String changed = message.substring(0, i) + other + message.substring(i + 1);
            attempts.add(() -> messages.decode(changed, ACCOUNT));
        }
        for (Runnable attempt : attempts) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOfSatisfying(
                            IdentityException.class,
                            e ->
                                    assertThat(e.code())
                                            .isEqualTo(
                                                    IdentityException.Code
                                                            .INVALID_AUTHORIZATION_MESSAGE));
        }
    }

    @Test
    void twoMessagesOfOneDenialDiffer() {
        Denied denied = denied(DENY, ConditionContext.EMPTY);

        assertThat(messages.encode(denied)).isNotEqualTo(messages.encode(denied));
    }

    /** DecodeAuthorizationMessage takes no longer ones. */
    @Test
    void veryLongOnesLoseTheirConditions() {
        Random random = new Random(3);
        List<String> keys = random.ints(2_000).mapToObj(i -> Integer.toString(i)).toList();
        String message =
                messages.encode(
                        denied(
                                DENY,
                                ConditionContext.builder()
                                        .putAll("dynamodb:LeadingKeys", keys)
                                        .build()));

        assertThat(message).hasSizeLessThanOrEqualTo(10_240);
        JsonNode decoded = decoded(message);
        assertThat(decoded.path("context").path("conditions").path("items")).isEmpty();
        assertThat(decoded.path("matchedStatements").path("items")).hasSize(1);
    }
}
