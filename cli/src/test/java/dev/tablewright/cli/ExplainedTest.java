package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.Installation;
import dev.tablewright.server.Installation.Settings;
import dev.tablewright.server.audit.AuditSettings;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.storage.rocksdb.Durability;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A denied call, and what its user and the platform team find out about it afterwards. */
class ExplainedTest {
    private static final String ROLE = "app-koa-dev";
    private static final String TABLE = "koa-dev-Orders";
    private static final String VALUES =
            """
            deletionPolicy: Delete
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}]
                serviceAccountReadRoles: [app-koa-dev] # the application
            """;

    @TempDir private Path temporary;

    @SuppressWarnings("NullAway.Init") // every test opens its own
    private Installation server;

    private record Ran(int code, String out, String err) {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whyNamesTheLineAndTheEdit() throws IOException {
        serve(Enforcement.STRICT);
        put();

        Ran why = run("why", "--last");

        assertThat(why.code()).as(why.err()).isZero();
        assertThat(why.out())
                .contains("Request: PutItem at ")
                .contains(":assumed-role/app-koa-dev/tablewright\n")
                .contains("dynamodb:PutItem on arn:aws:dynamodb:eu-west-1:123456789012:table/")
                .contains("no statement of the identity's own policies allows dynamodb:PutItem")
                .contains("is about the resource, but allows other actions")
                .contains(
                        "values.yaml:3: add \"app-koa-dev\" to serviceAccountWriteRoles of table"
                                + " Orders\n");
        assertThat(run("why", "--json").out()).contains("\"verdict\" : \"denied\"");
        assertThat(run("why", "unknown").err()).contains("no denied request has the id unknown");
    }

    /** What is stopped has written everything: the files tell what the server told. */
    @Test
    void whyWorksWithoutTheServer() throws IOException {
        serve(Enforcement.STRICT);
        put();
        server.close();
        directory().forget(ProcessHandle.current().pid());

        assertThat(run("why").out()).contains("Request: PutItem at ");
        assertThat(run("audit", "--denied").out()).contains("PutItem");
    }

    @Test
    void auditShowsWhoDidWhat() throws IOException {
        serve(Enforcement.STRICT);
        put();

        assertThat(run("audit", "--denied").out())
                .containsPattern(
                        "denied +dynamodb:PutItem +assumed-role/app-koa-dev/tablewright"
                                + " +table/koa-dev-Orders\n")
                .doesNotContain("CreateTable");
        assertThat(run("audit", "--action", "Create*", "--table", TABLE).out())
                .containsPattern("ok +dynamodb:CreateTable +user/tablewright-controller");
        assertThat(run("audit", "--principal", "app-koa-dev", "--json").out())
                .startsWith("{\"eventVersion\":")
                .contains("\"errorCode\":\"AccessDenied\"");
        assertThat(run("audit", "--until", "1h").out().lines()).hasSize(1);
        assertThat(run("audit", "--since", "soon").err()).contains("is no time for --since");
    }

    @Test
    void suggestProposesWhatWasRefusedAsAPatch() throws IOException {
        serve(Enforcement.STRICT);
        put();

        Ran suggested = run("access", "suggest");

        assertThat(suggested.err())
                .contains("no grant is called unused")
                .contains(
                        "to serviceAccountWriteRoles of table Orders: refused dynamodb:PutItem x"
                                + " 1");
        assertThat(suggested.out())
                .contains("     serviceAccountReadRoles: [app-koa-dev] # the application\n")
                .contains("+    serviceAccountWriteRoles: [\"app-koa-dev\"]\n");
    }

    /** Else the refused tries of a proof would be proposed as grants, across borders. */
    @Test
    void whatProofsTryIsNoNeedOfTheRole() throws IOException {
        serve(Enforcement.STRICT);
        assertThat(run("prove").code()).isZero();

        Ran suggested = run("access", "suggest");

        assertThat(run("audit", "--denied").out()).contains(ROLE + "/tablewright-prove");
        assertThat(suggested.err()).contains("Nothing to change");
        assertThat(suggested.out()).isEmpty();
    }

    @Test
    void softModeIsLoud() throws IOException {
        serve(Enforcement.SOFT);
        put();

        assertThat(run("status").out())
                .contains(
                        "WARNING: soft mode. Policies are NOT enforced; 1 request was let through")
                .containsPattern("role/app-koa-dev +dynamodb:PutItem +1\n");
        assertThat(run("why").out()).contains(", let through by soft mode\n");
    }

    private void serve(Enforcement enforcement) throws IOException {
        Path data = temporary.resolve("data");
        server =
                Installation.open(
                        new Settings(
                                        data,
                                        Durability.MEMORY,
                                        "127.0.0.1",
                                        0,
                                        Installation.DEFAULT_ACCOUNT,
                                        null)
                                .with(enforcement, AuditSettings.DEFAULT));
        directory()
                .note(
                        new DataDirectory.Running(
                                ProcessHandle.current().pid(),
                                server.server().endpoint(),
                                Installation.DEFAULT_ACCOUNT,
                                false));
        Path values = Files.writeString(temporary.resolve("values.yaml"), VALUES);
        Ran up = run("up", "-f", values.toString(), "-n", "koa-dev");
        assertThat(up.code()).as(up.err()).isZero();
    }

    private DataDirectory directory() {
        return new DataDirectory(temporary.resolve("data"));
    }

    /** Writes as the role, which may only read; in soft mode that is let through. */
    private void put() {
        Keys keys =
                new Session(directory(), directory().required())
                        .role(ROLE, Duration.ofMinutes(15), "eu-west-1");
        try (var client =
                DynamoDbClient.builder()
                        .endpointOverride(server.server().endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(keys.forSdk()))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            client.putItem(r -> r.tableName(TABLE).item(Map.of("Id", AttributeValue.fromS("1"))));
        } catch (DynamoDbException denied) {
            assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
        }
    }

    private Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", temporary.resolve("data").toString()));
        int code =
                Main.run(
                        new Console(new PrintWriter(out), new PrintWriter(err), () -> false, false),
                        all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }
}
