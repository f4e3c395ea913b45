package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ApplicationsTest {
    private static final Path SCHEMA = Path.of("..", "docs", "idp-advanced.schema.json");
    private static final Path PAGE = Path.of("..", "docs", "idp-advanced.md");
    private static final String FIELDS = "<!-- Generated from ApplicationsContract. -->\n";

    private static final String GOOD =
            """
            cluster:
              oidcIssuer: https://oidc.example/id/1
              oidcProviderArn: arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1
            rolePath: /idp/
            permissionsBoundary: arn:aws:iam::123456789012:policy/border
            maxSessionDuration: 7200
            tags: {team: koa}
            applications:
              - name: access-service
                serviceAccounts:
                  - {name: access, namespace: koa-jobs}
                  - {name: batch}
                image: {repository: registry.example/a, tag: '1.4'}
                ports: [{name: http, containerPort: 8080}]
            """;

    @Test
    void theRoleIsThatOfTheServiceAccountsAndOfNobodyElse() throws Exception {
        var role =
                DesiredApplications.of(
                                parse(GOOD),
                                new Release("koa-dev", "idp-advanced"),
                                new AwsAccount("aws", "111122223333"))
                        .roles()
                        .getFirst();

        assertThat(role.name()).isEqualTo("access-service-koa-dev");
        assertThat(role.path()).isEqualTo("/idp/");
        assertThat(role.boundary()).isEqualTo("arn:aws:iam::123456789012:policy/border");
        assertThat(role.maxSessionSeconds()).isEqualTo(7200);
        assertThat(role.tags())
                .containsEntry("managed-by", "idp-advanced")
                .containsEntry("idp/namespace", "koa-dev")
                .containsEntry("idp/application", "access-service")
                .containsEntry("team", "koa");
        assertThat(role.trust())
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
                                + "\"arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1\"},"
                                + "\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringEquals\":{"
                                + "\"oidc.example/id/1:aud\":\"sts.amazonaws.com\",\"oidc.example/id/1:sub\":["
                                + "\"system:serviceaccount:koa-dev:batch\",\"system:serviceaccount:koa-jobs:access\"]}}}]}");
    }

    @Test
    void whatIsNotSaidFollowsFromNameAndNamespace() throws Exception {
        var desired =
                DesiredApplications.of(
                        parse(
                                """
                                cluster: {oidcIssuer: https://oidc.example}
                                applications: [{name: a}]
                                """),
                        new Release("koa-dev", "idp-advanced"),
                        new AwsAccount("aws-cn", "111122223333"));

        assertThat(desired.provider().arn())
                .isEqualTo("arn:aws-cn:iam::111122223333:oidc-provider/oidc.example");
        assertThat(desired.roles().getFirst().subjects())
                .containsExactly("system:serviceaccount:koa-dev:a");
        assertThat(desired.roles().getFirst().path()).isEqualTo("/");
        assertThat(desired.roles().getFirst().maxSessionSeconds()).isEqualTo(3600);
    }

    /** IAM would say so only when half of the roles are made. */
    @Test
    void aRoleNameThatIsTooLongIsAMistakeOfTheFile() throws Exception {
        String namespace = "n".repeat(40);
        String name = "a".repeat(24);
        ApplicationsValues values = parse(GOOD.replace("name: access-service", "name: " + name));

        ValuesException wrong =
                catchThrowableOfType(
                        ValuesException.class,
                        () ->
                                DesiredApplications.check(
                                        values, new Release(namespace, "idp-advanced")));

        assertThat(wrong)
                .hasMessage(
                        "a.yaml:9:11: applications[0].name: makes the role name "
                                + name
                                + "-"
                                + namespace
                                + " of 65 characters; IAM allows 64 for <application>-<namespace>:"
                                + " in the namespace "
                                + namespace
                                + " an application's name has at most 23");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "oidcIssuer: https://oidc.example/id/1 | oidcIssuer: oidc.example | 2:15:"
                        + " cluster.oidcIssuer",
                "oidcIssuer: https://oidc.example/id/1 | oidcIssuer: https://oidc.example/id/1/ |"
                        + " 2:15: cluster.oidcIssuer",
                "oidcIssuer: https://oidc.example/id/1 | oidcIssuer: http://oidc.example | 2:15:"
                        + " cluster.oidcIssuer",
                "oidcIssuer: https://oidc.example/id/1 | oidcIssuer: https://oidc.example/id/2 |"
                        + " 3:20: cluster.oidcProviderArn: is the provider of the issuer"
                        + " https://oidc.example/id/1",
                "oidcIssuer: https://oidc.example/id/1 | thumbprints: [] | 2:3: cluster.oidcIssuer:"
                        + " is missing",
                "rolePath: /idp/ | rolePath: /idp | 4:11: rolePath: \"/idp\" is not allowed",
                "maxSessionDuration: 7200 | maxSessionDuration: 1800 | 6:21: maxSessionDuration:"
                        + " 1800 is out of range",
                "policy/border | role/border | 5:22: permissionsBoundary:",
                "team: koa | managed-by: koa | 7:8: tags.managed-by",
                "name: access-service | name: Access | 9:11: applications[0].name: \"Access\" is"
                        + " not allowed",
                "name: access-service | nmae: access-service | 9:5: applications[0].nmae: is not a"
                        + " field; did you mean \"name\"?",
                "{name: batch} | {name: access, namespace: koa-jobs} | 12:9:"
                        + " applications[0].serviceAccounts[1]",
                "tag: '1.4' | tag: 1.4 | 13:50: applications[0].image.tag: a bare 1.4 is a number"
                        + " to Helm",
                "containerPort: 8080 | containerPort: 80800 | 14:41:"
                        + " applications[0].ports[0].containerPort",
                "name: http | name: '8080' | 14:20: applications[0].ports[0].name",
            })
    void aMistakeNamesItsPlace(String piece, String wrong, String message) {
        String text = GOOD.replace(piece, wrong);
        assertThat(text).as("the mistake is made").isNotEqualTo(GOOD);

        assertThat(catchThrowableOfType(ValuesException.class, () -> parse(text)))
                .hasMessageContaining("a.yaml:" + message);
    }

    @Test
    void twoApplicationsOfOneNameAreOneTooMany() {
        assertThat(
                        catchThrowableOfType(
                                ValuesException.class,
                                () -> parse(GOOD + "  - name: access-service\n")))
                .hasMessageContaining(
                        "applications[1].name: \"access-service\" is the name of"
                                + " applications[0] too");
    }

    /** {@code -Dwrite.docs=true} writes the files instead of comparing them. */
    @Test
    void schemaAndPageAreTheContract() throws IOException {
        String page = Files.readString(PAGE);
        String written =
                page.substring(0, page.indexOf(FIELDS) + FIELDS.length())
                        + "\n"
                        + ValuesReference.applications();
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(SCHEMA, ValuesSchema.applications());
            Files.writeString(PAGE, written);
        }

        assertThat(SCHEMA).content().isEqualTo(ValuesSchema.applications());
        assertThat(PAGE).content().isEqualTo(written);
    }

    @Test
    void theSchemaTakesWhatTheParserTakes() throws Exception {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(ValuesSchema.applications());
        String example =
                Files.readString(Path.of("..", "examples", "idp-advanced", "applications.yaml"));

        assertThat(parse(example).applications()).hasSize(2);
        for (String good : List.of(GOOD, example)) {
            assertThat(schema.validate(good, InputFormat.YAML)).isEmpty();
        }
        assertThat(schema.validate(GOOD.replace("/idp/", "/idp"), InputFormat.YAML)).isNotEmpty();
        assertThat(schema.validate(GOOD.replace("https", "http"), InputFormat.YAML)).isNotEmpty();
    }

    private static ApplicationsValues parse(String text) throws ValuesException {
        return ValuesParser.applications(List.of(new Source("a.yaml", text)));
    }
}
