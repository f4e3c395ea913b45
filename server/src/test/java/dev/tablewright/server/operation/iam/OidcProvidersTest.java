package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.operation.iam.IamServer.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Identity providers as IAM keeps them. */
class OidcProvidersTest {
    private static final String URL = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
    private static final String ARN =
            "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
    private static final String THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());

    @AfterEach
    void stop() {
        server.close();
    }

    private String create(String url, String... clientIds) {
        return iam.createOpenIDConnectProvider(
                        r -> r.url(url).clientIDList(clientIds).thumbprintList(THUMBPRINT))
                .openIDConnectProviderArn();
    }

    private Answer call(String action, String... parameters) {
        return server.iamCall(server.root(), action, parameters);
    }

    @Test
    void wholeLife() {
        assertThat(create(URL, "sts.amazonaws.com")).isEqualTo(ARN);

        var made = iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(ARN));
        assertThat(made.url()).isEqualTo("oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE");
        assertThat(made.clientIDList()).containsExactly("sts.amazonaws.com");
        assertThat(made.thumbprintList()).containsExactly(THUMBPRINT);
        assertThat(made.createDate()).isNotNull();
        assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList())
                .extracting(OpenIDConnectProviderListEntry::arn)
                .containsExactly(ARN);
        assertThat(iam.getAccountSummary().summaryMapAsStrings()).containsEntry("Providers", 1);

        iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(ARN));
        iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(ARN));

        Answer gone = call("GetOpenIDConnectProvider", "OpenIDConnectProviderArn=" + ARN);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.code()).isEqualTo("NoSuchEntity");
        assertThat(gone.message()).isEqualTo("OpenIDConnect Provider not found for arn " + ARN);
    }

    @Test
    void clientIdsAndThumbprintsChange() {
        create(URL, "one");

        iam.addClientIDToOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(ARN).clientID("two"));
        iam.addClientIDToOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(ARN).clientID("two"));
        iam.removeClientIDFromOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(ARN).clientID("one"));
        iam.removeClientIDFromOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(ARN).clientID("one"));
        iam.updateOpenIDConnectProviderThumbprint(
                r -> r.openIDConnectProviderArn(ARN).thumbprintList("a".repeat(40)));

        var changed = iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(ARN));
        assertThat(changed.clientIDList()).containsExactly("two");
        assertThat(changed.thumbprintList()).containsExactly("a".repeat(40));
    }

    @Test
    void tags() {
        iam.createOpenIDConnectProvider(r -> r.url(URL).tags(tag("team", "blue")));
        iam.tagOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(ARN).tags(tag("Team", "red"), tag("x", "")));
        assertThat(iam.listOpenIDConnectProviderTags(r -> r.openIDConnectProviderArn(ARN)).tags())
                .containsExactly(tag("Team", "red"), tag("x", ""));

        iam.untagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(ARN).tagKeys("team"));
        assertThat(iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(ARN)).tags())
                .containsExactly(tag("x", ""));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @ParameterizedTest(name = "{0}: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://example.com                | oidc-provider/example.com        | the usual form
                    https://example.com/a/b            | oidc-provider/example.com/a/b    | a path is part of the name
                    https://example.com/a?b=c          | oidc-provider/example.com/a      | a query is not
                    https://example.com:8443/          | oidc-provider/example.com:8443/  | clusters have ports
                    http://127.0.0.1:6443              | oidc-provider/127.0.0.1:6443     | plain http on this machine
                    http://localhost:6443              | oidc-provider/localhost:6443     | plain http on this machine
                    http://[::1]:6443                  | oidc-provider/[::1]:6443         | plain http on this machine
                    http://example.com                 | ValidationError                  | plain http over a network
                    http://127.0.0.1.example.com       | ValidationError                  | a name that looks local
                    https://user@example.com           | ValidationError                  | names somebody
                    https://example.com#x              | ValidationError                  | a fragment
                    example.com                        | ValidationError                  | no scheme
                    https://                           | ValidationError                  | no host
                    https://exa mple.com               | ValidationError                  | no URL
                    ftp://example.com                  | ValidationError                  | another scheme
                    """)
    void urls(String url, String expected, String reason) {
        Answer answer = call("CreateOpenIDConnectProvider", "Url=" + url);

        if (expected.equals("ValidationError")) {
            assertThat(answer.code()).as(reason).isEqualTo(expected);
            assertThat(answer.message()).isEqualTo("Invalid Open ID Connect Provider URL");
        } else {
            assertThat(answer.body()).as(reason).contains(":" + expected + "<");
        }
    }

    @Test
    void limits() {
        create(URL);
        Answer again = call("CreateOpenIDConnectProvider", "Url=" + URL);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("EntityAlreadyExists");
        assertThat(again.message()).isEqualTo("Provider with url " + URL + " already exists.");

        String[] six = new String[7];
        six[0] = "Url=https://example.com";
        for (int i = 1; i <= 6; i++) {
            six[i] = "ThumbprintList.member." + i + "=" + Integer.toString(i).repeat(40);
        }
        assertThat(call("CreateOpenIDConnectProvider", six).message())
                .isEqualTo("Thumbprint list must contain fewer than 5 entries.");
        six[0] = "Url=http://example.com";
        assertThat(call("CreateOpenIDConnectProvider", six).message())
                .as("the scheme is looked at last")
                .isEqualTo("Thumbprint list must contain fewer than 5 entries.");

        assertThat(
                        call(
                                        "CreateOpenIDConnectProvider",
                                        "Url=https://example.com/" + "x".repeat(240),
                                        "ClientIDList.member.1=" + "c".repeat(256),
                                        "ThumbprintList.member.1=abc")
                                .message())
                .isEqualTo(
                        "3 validation errors detected: Value '["
                                + "c".repeat(256)
                                + "]' at 'clientIDList' failed to satisfy constraint: Member must"
                                + " satisfy constraint: [Member must have length less than or equal"
                                + " to 255, Member must have length greater than or equal to 1];"
                                + " Value '[abc]' at 'thumbprintList' failed to satisfy constraint:"
                                + " Member must satisfy constraint: [Member must have length less"
                                + " than or equal to 40, Member must have length greater than or"
                                + " equal to 40]; Value 'https://example.com/"
                                + "x".repeat(240)
                                + "' at 'url' failed to satisfy constraint: Member must have length"
                                + " less than or equal to 255");

        List<String> hundred = IntStream.range(0, 100).mapToObj(i -> "client" + i).toList();
        String arn =
                iam.createOpenIDConnectProvider(
                                r -> r.url("https://example.com").clientIDList(hundred))
                        .openIDConnectProviderArn();
        Answer tooMany =
                call(
                        "AddClientIDToOpenIDConnectProvider",
                        "OpenIDConnectProviderArn=" + arn,
                        "ClientID=more");
        assertThat(tooMany.code()).isEqualTo("LimitExceeded");
        assertThat(tooMany.message())
                .isEqualTo("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
        assertThat(
                        call(
                                        "GetOpenIDConnectProvider",
                                        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:role/r")
                                .code())
                .isEqualTo("InvalidInput");
        assertThat(
                        call(
                                        "UpdateOpenIDConnectProviderThumbprint",
                                        "OpenIDConnectProviderArn=" + arn)
                                .message())
                .isEqualTo(
                        "1 validation error detected: Value null at 'thumbprintList' failed to"
                                + " satisfy constraint: Member must not be null");
    }

    /** Whoever can make issuers can make tokens for every role that trusts them. */
    @Test
    void permissionIsOnTheProvidersArn() {
        AwsCredentials alice =
                server.user(
                        "alice",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*OpenIDConnectProvider*",
                        "Resource":"arn:aws:iam::123456789012:oidc-provider/example.com/*"}]}\
                        """);

        List<String> denied = new ArrayList<>();
        for (String url : List.of("https://example.com/a", "https://other.com/a")) {
            Answer answer = server.iamCall(alice, "CreateOpenIDConnectProvider", "Url=" + url);
            if (answer.status() != 200) {
                denied.add(answer.message());
            }
        }

        assertThat(denied)
                .containsExactly(
                        "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                            + " iam:CreateOpenIDConnectProvider on resource:"
                            + " arn:aws:iam::123456789012:oidc-provider/other.com/a because no"
                            + " identity-based policy allows the iam:CreateOpenIDConnectProvider"
                            + " action");
    }
}
