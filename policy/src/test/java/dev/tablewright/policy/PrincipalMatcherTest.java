package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class PrincipalMatcherTest {
    private static final String A = "111122223333";

    private static Principal principal(String name) {
        return switch (name) {
            case "root" ->
                    new Principal(
                            Principal.Type.ACCOUNT, A, "arn:aws:iam::" + A + ":root", List.of());
            case "user" ->
                    new Principal(
                            Principal.Type.USER,
                            A,
                            "arn:aws:iam::" + A + ":user/Alice",
                            List.of("arn:aws:iam::" + A + ":user/Alice", "AIDAALICEALICEALICE12"));
            case "session" ->
                    new Principal(
                            Principal.Type.ASSUMED_ROLE,
                            A,
                            "arn:aws:sts::" + A + ":assumed-role/R/s",
                            List.of(
                                    "arn:aws:sts::" + A + ":assumed-role/R/s",
                                    "arn:aws:iam::" + A + ":role/path/R",
                                    "AROAROLEROLEROLEROLE1"));
            case "federated user" ->
                    new Principal(
                            Principal.Type.FEDERATED_USER,
                            A,
                            "arn:aws:sts::" + A + ":federated-user/f",
                            List.of(
                                    "arn:aws:sts::" + A + ":federated-user/f",
                                    "arn:aws:iam::" + A + ":user/Alice"));
            case "web" ->
                    new Principal(
                            Principal.Type.FEDERATED,
                            A,
                            "web",
                            List.of("arn:aws:iam::" + A + ":oidc-provider/idp"));
            case "service" ->
                    new Principal(
                            Principal.Type.FEDERATED, A, "s", List.of("backup.amazonaws.com"));
            default -> new Principal(Principal.Type.ANONYMOUS, "", "anonymous", List.of());
        };
    }

    private static PrincipalMatcher matcher(boolean negated, String elements) {
        List<PrincipalElement> list = new ArrayList<>();
        for (String element : elements.split(" ", -1)) {
            String[] parts = element.split("=", 2);
            list.add(new PrincipalElement(parts[0], parts[1].replace("{A}", A)));
        }
        return new PrincipalMatcher(negated, list);
    }

    private static Check check(String principal, boolean bounded) {
        return new Check(
                new AuthorizationRequest(
                        principal(principal), "x:Y", "*", A, ConditionContext.EMPTY),
                bounded);
    }

    @ParameterizedTest(name = "{0} named by {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    user | AWS=arn:aws:iam::{A}:user/Alice | FULL | the user
                    user | AWS=AIDAALICEALICEALICE12 | FULL | the user, by id
                    user | AWS=arn:aws:iam::{A}:user/Bob | NONE | another user
                    user | AWS=arn:aws:iam::{A}:user/alice | NONE | case counts
                    user | AWS=* | FULL | everyone
                    user | AWS={A} | DELEGATED | the account
                    user | AWS=arn:aws:iam::{A}:root | DELEGATED | the account
                    user | AWS=444455556666 | NONE | another account
                    user | AWS=arn:aws:iam::444455556666:root | NONE | another account
                    user | AWS={A} AWS=arn:aws:iam::{A}:user/Alice | FULL | the strongest counts
                    user | Service=backup.amazonaws.com | NONE | a service is no IAM principal
                    user | Federated=arn:aws:iam::{A}:user/Alice | NONE | not an identity provider
                    user | CanonicalUser=arn:aws:iam::{A}:user/Alice | NONE | of S3 only
                    session | AWS=arn:aws:sts::{A}:assumed-role/R/s | FULL | the session
                    session | AWS=arn:aws:iam::{A}:role/path/R | TO_ROLE | the role
                    session | AWS=AROAROLEROLEROLEROLE1 | TO_ROLE | the role, by id
                    session | AWS=arn:aws:iam::{A}:role/R | NONE | the path belongs to the ARN
                    session | AWS=arn:aws:sts::{A}:assumed-role/R/t | NONE | another session
                    session | AWS={A} | DELEGATED | the account
                    federated user | AWS=arn:aws:sts::{A}:federated-user/f | FULL | the federated user
                    federated user | AWS=arn:aws:iam::{A}:user/Alice | TO_ROLE | the user who made it
                    root | AWS=arn:aws:iam::{A}:root | DELEGATED | the account
                    web | Federated=arn:aws:iam::{A}:oidc-provider/idp | FULL | the provider
                    web | AWS=* | NONE | a provider has to be named
                    web | AWS={A} | NONE | a provider has to be named
                    service | Service=backup.amazonaws.com | FULL | the service
                    anonymous | AWS=* | FULL | everyone
                    anonymous | AWS={A} | NONE | of no account
                    """)
    void allowReaches(String principal, String elements, Grant expected, String reason) {
        assertThat(matcher(false, elements).allows(check(principal, false)))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} named by {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    user | AWS=* | true | everyone
                    user | AWS={A} | true | everyone of the account
                    user | AWS=arn:aws:iam::{A}:user/Alice | true | the user
                    user | AWS=arn:aws:iam::{A}:user/Bob | false | another user
                    web | AWS=* | true | everyone
                    anonymous | AWS=* | true | everyone
                    """)
    void denyReaches(String principal, String elements, boolean expected, String reason) {
        assertThat(matcher(false, elements).denies(check(principal, false)))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} spared by {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    user | AWS=arn:aws:iam::{A}:user/Alice AWS=arn:aws:iam::{A}:root | true | user and account
                    user | AWS=arn:aws:iam::{A}:user/Alice | false | the account is missing
                    user | AWS=arn:aws:iam::{A}:root | false | the user is missing
                    user | AWS=* | true | everyone
                    session | AWS=arn:aws:sts::{A}:assumed-role/R/s AWS=arn:aws:iam::{A}:role/path/R AWS={A} | true | session, role and account
                    session | AWS=arn:aws:iam::{A}:role/path/R AWS={A} | false | the session is missing
                    session | AWS=arn:aws:sts::{A}:assumed-role/R/s AWS={A} | false | the role is missing
                    root | AWS={A} | true | the account
                    web | Federated=arn:aws:iam::{A}:oidc-provider/idp | true | the provider
                    anonymous | AWS={A} | false | cannot be listed
                    """)
    void notPrincipalSpares(String principal, String elements, boolean expected, String reason) {
        assertThat(matcher(true, elements).denies(check(principal, false)))
                .as(reason)
                .isEqualTo(!expected);
        assertThat(matcher(true, elements).denies(check(principal, true)))
                .as("nobody with a boundary is spared")
                .isTrue();
        assertThat(matcher(true, elements).allows(check(principal, false)))
                .as("NotPrincipal never grants")
                .isEqualTo(Grant.NONE);
    }
}
