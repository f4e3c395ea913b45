package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tablewright.policy.Decision.StatementRef;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class DenialTest {
    private static final PolicyDocument DOCUMENT =
            PolicyDocument.parse(
                    "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                    PolicyKind.INLINE);

    private static StatementRef in(String policy, boolean managed) {
        return new StatementRef(new AttachedPolicy(policy, managed, DOCUMENT), 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    IDENTITY | because no identity-based policy allows the dynamodb:GetItem action
                    PERMISSIONS_BOUNDARY | because no permissions boundary allows the dynamodb:GetItem action
                    SESSION | because no session policy allows the dynamodb:GetItem action
                    RESOURCE | because no resource-based policy allows the dynamodb:GetItem action
                    TRUST | because no role trust policy allows the dynamodb:GetItem action
                    """)
    void implicit(PolicyLayer layer, String text) {
        assertThat(Denial.reason("dynamodb:GetItem", new Decision.ImplicitlyDenied(layer)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    IDENTITY | with an explicit deny in an identity-based policy
                    PERMISSIONS_BOUNDARY | with an explicit deny in a permissions boundary
                    SESSION | with an explicit deny in a session policy
                    RESOURCE | with an explicit deny in a resource-based policy
                    TRUST | with an explicit deny in the role trust policy
                    """)
    void explicit(PolicyLayer layer, String text) {
        var inline = new Decision.ExplicitlyDenied(layer, List.of(in("inline", false)));
        var managed =
                new Decision.ExplicitlyDenied(
                        layer, List.of(in("arn:aws:iam::1:policy/P", true), in("x", true)));

        assertThat(Denial.reason("a:B", inline)).isEqualTo(text);
        assertThat(Denial.reason("a:B", managed)).isEqualTo(text + ": arn:aws:iam::1:policy/P");
    }

    @Test
    void sentence() {
        Decision denied = new Decision.ImplicitlyDenied(PolicyLayer.IDENTITY);
        String alice = "arn:aws:iam::123456789012:user/Alice";

        assertThat(
                        Denial.sentence(
                                alice,
                                "dynamodb:GetItem",
                                "arn:aws:dynamodb:us-west-2:123456789012:table/T",
                                denied))
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/Alice is not authorized to perform:"
                                + " dynamodb:GetItem on resource:"
                                + " arn:aws:dynamodb:us-west-2:123456789012:table/T because no"
                                + " identity-based policy allows the dynamodb:GetItem action");
        assertThat(Denial.sentence(alice, "iam:ListUsers", null, denied))
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/Alice is not authorized to perform:"
                                + " iam:ListUsers because no identity-based policy allows the"
                                + " iam:ListUsers action");
        assertThat(Denial.unreasoned(alice, "sts:AssumeRole", "arn:aws:iam::1:role/R"))
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/Alice is not authorized to perform:"
                                + " sts:AssumeRole on resource: arn:aws:iam::1:role/R");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Denial.reason("a:B", new Decision.Allowed(List.of())));
    }
}
