package dev.tablewright.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart of engine and operator: what security reviews ask for holds. */
class TablewrightChartTest {
    private static final String CHART = "tablewright";

    /** With a root key of its own: to look whether there is one already takes an API server. */
    private static Rendering render(String server, String others) throws IOException {
        String root = "root: {existingSecret: tablewright-root}";
        return Rendering.of(
                CHART,
                "server: {" + root + (server.isEmpty() ? "" : ", " + server) + "}\n" + others,
                "tw",
                "tablewright");
    }

    @Test
    void helmHasNothingToSayAgainstIt() {
        LintResult lint = new Helm(Path.of(CHART)).lint().strict().call();

        assertThat(lint.getMessages())
                .noneMatch(m -> m.contains("[ERROR]") || m.contains("[WARNING]"));
        assertThat(lint.isFailed()).isFalse();
    }

    @Test
    void podsAreNotRootAndWriteToTheirVolumesOnly() throws IOException {
        Rendering rendered = render("", "");
        List<JsonNode> pods =
                Stream.of("StatefulSet", "Deployment")
                        .map(kind -> rendered.kind(kind).getFirst().at("/spec/template/spec"))
                        .toList();

        assertThat(pods)
                .allSatisfy(
                        pod -> {
                            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                                    .isTrue();
                            JsonNode container = pod.at("/containers/0");
                            JsonNode security = container.path("securityContext");
                            assertThat(security.path("readOnlyRootFilesystem").asBoolean())
                                    .isTrue();
                            assertThat(security.path("allowPrivilegeEscalation").asBoolean())
                                    .isFalse();
                            assertThat(security.at("/capabilities/drop/0").asString())
                                    .isEqualTo("ALL");
                            assertThat(container.has("livenessProbe")).isTrue();
                            assertThat(container.has("readinessProbe")).isTrue();
                            assertThat(container.at("/resources/limits").has("memory")).isTrue();
                        });
    }

    /** A list of no rules would let everybody in. */
    @Test
    void theEngineIsForPodsOfTheCluster() throws IOException {
        JsonNode policy = render("", "").kind("NetworkPolicy").getFirst().path("spec");

        assertThat(policy.at("/ingress/0/from/0").toString())
                .isEqualTo("{\"namespaceSelector\":{}}");
        assertThatThrownBy(() -> render("networkPolicy: {from: []}", ""))
                .hasMessageContaining("values don't meet the specifications");
    }

    @Test
    void keysOfTheIssuerAreGivenToTheServer() throws IOException {
        Rendering rendered =
                render("oidc: {issuer: 'https://k8s.example', jwks: '{\"keys\":[]}'}", "");

        assertThat(
                        rendered.kind("StatefulSet")
                                .getFirst()
                                .at("/spec/template/spec/containers/0/args")
                                .toString())
                .contains("--oidc-jwks=https://k8s.example=/etc/tablewright/oidc/jwks.json");
        assertThat(rendered.kind("ConfigMap").getFirst().at("/data/jwks.json").asString())
                .isEqualTo("{\"keys\":[]}");
        assertThat(rendered.kind("NetworkPolicy").getFirst().at("/spec/egress")).isEmpty();
        assertThatThrownBy(() -> render("oidc: {jwks: '{}'}", ""))
                .hasMessageContaining("server.oidc.issuer is missing");
    }

    /** The operator gets the authority's certificate, and never the engine's key. */
    @Test
    void withACertificateNothingIsServedWithoutTls() throws IOException {
        Rendering rendered = render("tls: {secret: engine-tls}", "serviceMonitor: {enabled: true}");

        JsonNode engine =
                rendered.kind("StatefulSet").getFirst().at("/spec/template/spec/containers/0");
        assertThat(engine.path("args").toString()).contains("--tls-key=/etc/tablewright/tls");
        assertThat(engine.at("/ports/0/containerPort").asInt()).isEqualTo(8443);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(engine.path(probe).at("/httpGet/scheme").asString()).isEqualTo("HTTPS");
        }
        JsonNode operator = rendered.kind("Deployment").getFirst().at("/spec/template/spec");
        assertThat(operator.at("/containers/0/env"))
                .extracting(one -> one.path("name").asString())
                .contains("AWS_CA_BUNDLE");
        assertThat(operator.at("/volumes/1/secret/items").toString())
                .isEqualTo("[{\"key\":\"ca.crt\",\"path\":\"ca.crt\"}]");
        assertThat(
                        rendered.kind("ClusterProviderConfig")
                                .getFirst()
                                .at("/spec/endpoint/url/static")
                                .asString())
                .isEqualTo("https://tablewright.tw.svc:8000");
        assertThat(
                        rendered.kind("ServiceMonitor")
                                .getFirst()
                                .at("/spec/endpoints/0/scheme")
                                .asString())
                .isEqualTo("https");
        assertThat(render("", "").kind("StatefulSet").toString()).doesNotContain("tls", "HTTPS");
    }

    /**
     * The operator can neither make nor delete what it reconciles, nor read others' Secrets; what
     * it makes are events and the usages that say who needs a ProviderConfig.
     */
    @Test
    void rightsOfTheOperatorEndWhereItsWorkEnds() throws IOException {
        Rendering rendered = render("", "operator: {secrets: [{namespace: koa, name: aws}]}");

        for (JsonNode role : rendered.kind("ClusterRole")) {
            for (JsonNode rule : role.path("rules")) {
                String text = rule.toString();
                assertThat(text).doesNotContain("secrets", "escalate", "bind", "impersonate");
                if (!text.contains("events") && !text.contains("[\"providerconfigusages\"]")) {
                    assertThat(rule.path("verbs").toString()).doesNotContain("create", "delete");
                }
            }
        }
        assertThat(
                        rendered.kind("Role").stream()
                                .filter(r -> r.toString().contains("secrets"))
                                .map(
                                        r ->
                                                r.at("/metadata/namespace").asString()
                                                        + r.at("/rules/0/resourceNames")
                                                        + r.at("/rules/0/verbs")))
                .containsExactlyInAnyOrder(
                        "koa[\"aws\"][\"get\"]", "tw[\"tablewright-root\"][\"get\"]");
    }

    @Test
    void anOperatorOfSomeNamespacesHasNoRightsInOthers() throws IOException {
        Rendering rendered = render("", "operator: {namespaces: [koa, shop]}");

        assertThat(rendered.kind("ClusterRoleBinding"))
                .extracting(b -> b.at("/roleRef/name").asString())
                .containsExactly("tablewright-operator-cluster");
        assertThat(rendered.kind("RoleBinding"))
                .extracting(b -> b.at("/metadata/namespace").asString())
                .contains("koa", "shop");
    }

    @Test
    void eitherCanBeLeftOut() throws IOException {
        assertThat(render("enabled: false", "").objects())
                .noneMatch(o -> o.path("kind").asString().equals("StatefulSet"))
                .noneMatch(o -> o.path("kind").asString().equals("ClusterProviderConfig"));
        assertThat(render("", "operator: {enabled: false}").objects())
                .noneMatch(o -> o.path("kind").asString().startsWith("ClusterRole"));
        assertThat(render("", "serviceMonitor: {enabled: true}").kind("ServiceMonitor")).hasSize(1);
    }
}
