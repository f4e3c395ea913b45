package dev.tablewright.charts;

import static dev.tablewright.charts.Rendering.externalName;
import static dev.tablewright.charts.Rendering.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.DesiredRole;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.controlplane.values.ValuesReference;
import dev.tablewright.controlplane.values.ValuesSchema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The chart of applications: one file means the same roles to Helm and to {@code plan -a}. */
class IdpAdvancedChartTest {
    private static final String CHART = "idp-advanced";
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");
    private static final String VALUES =
            """
            accountId: '123456789012'
            cluster:
              oidcIssuer: https://oidc.example/id/1
            applications:
              - name: shop
                image: {repository: registry.example/shop, tag: '1.0'}
                ports: [{name: http, containerPort: 8080}]
            """;

    private static Rendering render(String values) throws IOException {
        return Rendering.of(CHART, values, "koa-dev", "idp-advanced");
    }

    @Test
    void helmHasNothingToSayAgainstIt() {
        LintResult lint = new Helm(Path.of(CHART)).lint().strict().call();

        assertThat(lint.getMessages())
                .noneMatch(m -> m.contains("[ERROR]") || m.contains("[WARNING]"));
        assertThat(lint.isFailed()).isFalse();
    }

    /** {@code -Dwrite.docs=true} writes both instead of comparing them. */
    @Test
    void schemaAndFieldsInTheReadmeAreTheContract() throws IOException {
        Path schema = Path.of(CHART, "values.schema.json");
        Path readme = Path.of(CHART, "README.md");
        String text = Files.readString(readme);
        String begin = "<!-- generated from the contract: begin -->\n";
        String end = "<!-- generated from the contract: end -->\n";
        String fresh =
                text.substring(0, text.indexOf(begin) + begin.length())
                        + ValuesReference.applications().replaceAll("(?m)^## ", "### ")
                        + text.substring(text.indexOf(end));
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(schema, ValuesSchema.applications());
            Files.writeString(readme, fresh);
        }

        assertThat(schema).content().isEqualTo(ValuesSchema.applications());
        assertThat(readme).content().isEqualTo(fresh);
    }

    @Test
    void theExampleIsTheSameRolesToPlan() throws Exception {
        String example =
                Files.readString(Path.of("..", "examples", "idp-advanced", "applications.yaml"));

        same("accountId: '123456789012'\n" + example, "koa-dev", "idp-advanced");
    }

    @Test
    void anyValuesAreTheSameRolesToPlan() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            same(anyValues(random), "ns-" + random.nextInt(100), "rel");
        }
    }

    private static String anyValues(Random random) {
        StringBuilder out =
                new StringBuilder("cluster:\n  oidcIssuer: https://oidc.example:6443/a&b\n");
        if (random.nextBoolean()) {
            out.append("  audience: 'a<b&c'\n");
        }
        if (random.nextBoolean()) {
            out.append(
                    "  oidcProviderArn:"
                            + " arn:aws-cn:iam::111122223333:oidc-provider/oidc.example:6443/a&b\n");
        } else {
            out.append("  createOidcProvider: true\n");
            if (random.nextBoolean()) {
                out.append("  thumbprints: [").append("Ab".repeat(20)).append("]\n");
            }
        }
        out.append("accountId: '123456789012'\n");
        optional(out, random, "partition: aws-cn\n");
        optional(out, random, "deletionPolicy: Orphan\n");
        optional(out, random, "rolePath: /idp/\n");
        optional(out, random, "maxSessionDuration: 7200\n");
        optional(out, random, "permissionsBoundary: arn:aws:iam::123456789012:policy/all\n");
        optional(out, random, "tags: {team: koa, 'cost center': 'a:b/c'}\n");
        out.append("applications:\n");
        for (int i = 0; i <= random.nextInt(4); i++) {
            out.append("  - name: app").append(i).append('\n');
            optional(out, random, "    rolePath: /own/\n");
            optional(out, random, "    maxSessionDuration: 43200\n");
            optional(out, random, "    permissionsBoundary: arn:aws:iam::aws:policy/X\n");
            optional(out, random, "    tags: {team: other, k: v}\n");
            optional(
                    out,
                    random,
                    "    serviceAccounts: [{name: b%d}, {name: a.%d, namespace: jobs}]\n"
                            .formatted(i, i));
        }
        return out.toString();
    }

    private static void optional(StringBuilder out, Random random, String text) {
        out.append(random.nextBoolean() ? text : "");
    }

    private static void same(String values, String namespace, String name) throws Exception {
        Rendering rendered = Rendering.of(CHART, values, namespace, name);
        DesiredApplications desired =
                DesiredApplications.of(
                        ValuesParser.applications(List.of(new Source("apps.yaml", values))),
                        new Release(namespace, name),
                        ACCOUNT);
        assertThat(roles(rendered)).isEqualTo(roles(desired));
        List<List<String>> providers = new ArrayList<>();
        for (JsonNode provider : rendered.kind("OpenIDConnectProvider")) {
            JsonNode wanted = wanted(provider);
            providers.add(
                    List.of(
                            externalName(provider),
                            wanted.path("url").asString(),
                            wanted.path("clientIdList").toString(),
                            texts(wanted.path("thumbprintList")).toString(),
                            tags(wanted).toString()));
        }
        var provider = desired.provider();
        assertThat(providers)
                .isEqualTo(
                        provider.create()
                                ? List.of(
                                        List.of(
                                                provider.arn(),
                                                provider.url(),
                                                "[\"" + provider.audience() + "\"]",
                                                provider.thumbprints().toString(),
                                                new TreeMap<>(provider.tags()).toString()))
                                : List.of());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static Map<String, String> tags(JsonNode wanted) {
        Map<String, String> tags = new TreeMap<>();
        wanted.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
        return tags;
    }

    private static Map<String, List<String>> roles(Rendering rendered) {
        Map<String, List<String>> roles = new TreeMap<>();
        for (JsonNode role : rendered.kind("Role")) {
            JsonNode wanted = wanted(role);
            roles.put(
                    externalName(role),
                    List.of(
                            wanted.path("path").asString(),
                            wanted.path("assumeRolePolicy").asString(),
                            wanted.path("maxSessionDuration").asString(),
                            wanted.path("permissionsBoundary").asString(""),
                            tags(wanted).toString()));
        }
        return roles;
    }

    private static Map<String, List<String>> roles(DesiredApplications desired) {
        Map<String, List<String>> roles = new TreeMap<>();
        for (DesiredRole role : desired.roles()) {
            Map<String, String> tags = new TreeMap<>(role.tags());
            // What plan remembers of earlier values; Crossplane has its own memory.
            tags.remove("idp/tags");
            String boundary = role.boundary();
            roles.put(
                    role.name(),
                    List.of(
                            role.path(),
                            role.trust(),
                            String.valueOf(role.maxSessionSeconds()),
                            boundary == null ? "" : boundary,
                            tags.toString()));
        }
        return roles;
    }

    /** Observe never deletes, and no release takes away the provider that others trust. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Control | Delete |"
                        + " [\"Observe\",\"Create\",\"Update\",\"LateInitialize\",\"Delete\"]",
                "Control | Orphan | [\"Observe\",\"Create\",\"Update\",\"LateInitialize\"]",
                "Observe | Delete | [\"Observe\"]"
            })
    void switchesDecideWhatCrossplaneMayDo(String management, String deletion, String policies)
            throws IOException {
        Rendering rendered =
                render(
                        "managementPolicies: %s%ndeletionPolicy: %s%n"
                                        .formatted(management, deletion)
                                + VALUES.replace(
                                        "cluster:\n", "cluster:\n  createOidcProvider: true\n"));

        assertThat(mayDo(rendered.kind("Role").getFirst())).isEqualTo(policies);
        assertThat(mayDo(rendered.kind("OpenIDConnectProvider").getFirst()))
                .isEqualTo(policies.replace(",\"Delete\"", ""));
    }

    private static String mayDo(JsonNode object) {
        return object.path("spec").path("managementPolicies").toString();
    }

    @Test
    void podsGetTokenAndRole() throws IOException {
        Rendering rendered =
                render(
                        VALUES.replace(
                                        "cluster:\n",
                                        "cluster:\n  endpoint: http://tablewright.tw:8000\n")
                                + "    env: {LOG: debug}\n    replicas: 2\n    rolePath: /idp/\n");
        JsonNode deployment = rendered.kind("Deployment").getFirst().path("spec");
        JsonNode container = deployment.at("/template/spec/containers/0");
        Map<String, String> environment = new TreeMap<>();
        container
                .path("env")
                .forEach(
                        e ->
                                environment.put(
                                        e.path("name").asString(), e.path("value").asString()));

        assertThat(deployment.path("replicas").asInt()).isEqualTo(2);
        assertThat(environment)
                .isEqualTo(
                        Map.of(
                                "AWS_ROLE_ARN",
                                "arn:aws:iam::123456789012:role/idp/shop-koa-dev",
                                "AWS_WEB_IDENTITY_TOKEN_FILE",
                                "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
                                "AWS_REGION",
                                "eu-west-1",
                                "AWS_ENDPOINT_URL",
                                "http://tablewright.tw:8000",
                                "LOG",
                                "debug"));
        assertThat(
                        deployment
                                .at("/template/spec/volumes/0/projected/sources/0")
                                .at("/serviceAccountToken/audience")
                                .asString())
                .isEqualTo("sts.amazonaws.com");
        JsonNode account = rendered.kind("ServiceAccount").getFirst().path("metadata");
        assertThat(account.path("name").asString())
                .isEqualTo(deployment.at("/template/spec/serviceAccountName").asString());
        assertThat(account.path("annotations").path("eks.amazonaws.com/role-arn").asString())
                .isEqualTo(environment.get("AWS_ROLE_ARN"));
        assertThat(rendered.kind("Service").getFirst().at("/spec/ports/0/targetPort").asString())
                .isEqualTo("http");
    }

    @Test
    void withoutAnImageThereIsARoleOnly() throws IOException {
        Rendering rendered = render(VALUES.substring(0, VALUES.indexOf("    image:")));

        assertThat(rendered.objects())
                .extracting(o -> o.path("kind").asString())
                .containsExactlyInAnyOrder("Role", "ServiceAccount");
    }

    @Test
    void accountAndIssuerMustBeSaid() {
        assertThatThrownBy(() -> render(VALUES.replace("accountId: '123456789012'\n", "")))
                .hasMessageContaining("accountId: is missing");
        assertThatThrownBy(
                        () ->
                                render(
                                        VALUES.replace(
                                                "https://oidc.example/id/1",
                                                "https://issuer.example")))
                .hasMessageContaining("cluster.oidcIssuer: is still the one of the chart");
    }

    /** All mistakes that no schema can see, in one answer. */
    @Test
    void mistakesAreToldAtOnce() {
        assertThatThrownBy(
                        () ->
                                render(
                                        """
                                        accountId: '123456789012'
                                        cluster:
                                          oidcIssuer: https://oidc.example/id/1
                                          thumbprints: ['0000000000000000000000000000000000000000']
                                        applications:
                                          - name: shop
                                          - name: an-application-with-a-name-that-is-far-too-long-for-aws-iam
                                            image: {repository: r, tag: t}
                                            serviceAccounts: [{name: x, namespace: elsewhere}]
                                          - name: other
                                            serviceAccounts: [{name: shop}]
                                        """))
                .hasMessageContaining("cluster.thumbprints: have no use without createOidcProvider")
                .hasMessageContaining("of 67 characters; IAM allows 64")
                .hasMessageContaining(
                        "has an image, and no service account in the namespace koa-dev")
                .hasMessageContaining(
                        "applications[2] (other): the service account is that of applications[0]"
                                + " (shop) too");
    }
}
