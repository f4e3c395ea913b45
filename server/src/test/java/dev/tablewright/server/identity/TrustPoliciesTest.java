package dev.tablewright.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.storage.InMemoryEngine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Principals are kept by unique id and shown by ARN. */
class TrustPoliciesTest {
    private static final String ACCOUNT = "123456789012";

    private final Identities identities =
            Identities.open(
                    new InMemoryEngine(),
                    new MovableClock(Instant.parse("2026-11-21T06:00:00Z")),
                    new Random(1));

    @BeforeEach
    void makeAlice() {
        identities.createAccount(ACCOUNT);
        newAlice();
    }

    private User newAlice() {
        return identities.change(
                ACCOUNT,
                draft ->
                        draft.put(
                                new User(
                                        draft.newHead(EntityKind.USER, "alice", "/x/"),
                                        Tags.NONE,
                                        Policies.NONE,
                                        List.of(),
                                        List.of())));
    }

    private static String trusting(String principal) {
        return """
        {
          "Version": "2012-10-17",
          "Statement": {"Effect": "Allow", "Principal": %s, "Action": "sts:AssumeRole",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/x/alice"}}}
        }
        """
                .formatted(principal);
    }

    @Test
    void aUserIsKeptByIdAndShownByArn() {
        String sent = trusting("{\"AWS\": [\"arn:aws:iam::123456789012:user/x/alice\"]}");
        StoredPolicy stored = TrustPolicies.parse(sent, identities.image());
        User alice = (User) identities.account(ACCOUNT).all(EntityKind.USER).iterator().next();

        assertThat(stored.text())
                .contains("\"Principal\":{\"AWS\":[\"" + alice.id() + "\"]}")
                .as("a condition is a text like any other")
                .contains("\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:user/x/alice\"");
        assertThat(TrustPolicies.shown(stored, identities.image()))
                .contains("\"AWS\":[\"arn:aws:iam::123456789012:user/x/alice\"]");

        identities.change(
                ACCOUNT,
                draft -> {
                    draft.remove(draft.user("alice"));
                    return alice;
                });
        newAlice();

        assertThat(TrustPolicies.shown(stored, identities.image()))
                .as("another user of the same name is not trusted")
                .contains("\"AWS\":[\"" + alice.id() + "\"]");
    }

    @Test
    void whatNamesNobodyStaysAsItWasSent() {
        String sent = trusting("{\"Service\": \"ec2.amazonaws.com\"}");

        assertThat(TrustPolicies.parse(sent, identities.image()).text()).isEqualTo(sent);
    }

    @ParameterizedTest(name = "{0}: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *                                                | *                                | everyone
                    123456789012                                     | arn:aws:iam::123456789012:root   | an account is its root
                    999999999999                                     | arn:aws:iam::999999999999:root   | accounts elsewhere are not ours to judge
                    arn:aws:iam::999999999999:role/r                 | arn:aws:iam::999999999999:role/r | so are their roles
                    arn:aws:iam::123456789012:user/alice             |                                  | the path is part of the ARN
                    arn:aws:iam::123456789012:user/x/Alice           |                                  | ARNs have case
                    arn:aws:iam::123456789012:role/none              |                                  | no such role
                    arn:aws:iam::123456789012:group/g                |                                  | groups are no principals
                    arn:aws:sts::123456789012:assumed-role/none/s    |                                  | no such role
                    AIDAAAAAAAAAAAAAAAAAA                            |                                  | no such id
                    alice                                            |                                  | not an ARN
                    """)
    void principals(String sent, String stored, String reason) {
        String document = trusting("{\"AWS\": \"" + sent + "\"}");
        if (stored == null) {
            assertThatThrownBy(() -> TrustPolicies.parse(document, identities.image()))
                    .as(reason)
                    .isInstanceOf(IdentityException.class)
                    .hasMessageContaining("nvalid principal in policy: \"AWS\":\"" + sent + "\"");
        } else {
            String text = TrustPolicies.parse(document, identities.image()).text();
            assertThat(text.replace(" ", "")).as(reason).contains("\"AWS\":\"" + stored + "\"");
        }
    }
}
