package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What hangs on a table by calls of its own, the whole way: apply, apply again for nothing, change,
 * and take it back by leaving it out.
 */
class AttachedSettingsTest {
    private static final String TABLE =
            """
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}, {name: State, type: S}]
            """;

    @TempDir private Path temporary;
    private Installation server;

    @BeforeEach
    void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
        Installation.RootKey key = server.rootKey().orElseThrow();
        System.setProperty("aws.accessKeyId", key.accessKeyId());
        System.setProperty("aws.secretAccessKey", key.secretAccessKey());
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** Runs a command on {@code values}; tells what it printed. */
    private String run(String command, String values) throws IOException {
        Path file = Files.writeString(temporary.resolve("values.yaml"), values);
        StringWriter out = new StringWriter();
        PrintWriter print = new PrintWriter(out);
        Console console = new Console(print, print, () -> false, false);
        var _ =
                command.equals("apply")
                        ? Main.run(console, arguments(command, file, "--yes"))
                        : Main.run(console, arguments(command, file));
        print.flush();
        return out.toString();
    }

    private String[] arguments(String command, Path file, String... more) {
        String[] all = new String[6 + more.length];
        String[] first = {
            command,
            "-f",
            file.toString(),
            "--endpoint-url=" + server.server().endpoint(),
            "--namespace=koa-dev",
            "--release=shop"
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static String table(String settings, String indexSettings) {
        return TABLE
                + """
                    globalSecondaryIndex:
                      - {name: byState, hashKey: State, projectionType: ALL%s}
                """
                        .formatted(indexSettings)
                + settings.indent(4);
    }

    /** Applies, and expects nothing left to do. */
    private String applied(String values) throws IOException {
        String said = run("apply", values);
        assertThat(said).contains("Done.");
        assertThat(run("plan", values)).contains("No changes");
        return said;
    }

    @Test
    void contributorInsightsComeChangeAndGo() throws IOException {
        assertThat(
                        applied(
                                table(
                                        "contributorInsights: {enabled: true}",
                                        ", contributorInsights: {mode: THROTTLED_KEYS}")))
                .contains(
                        "contributor insights off -> ACCESSED_AND_THROTTLED_KEYS, byState"
                                + " THROTTLED_KEYS");
        assertThat(applied(table("contributorInsights: {mode: THROTTLED_KEYS}", "")))
                .contains("-> THROTTLED_KEYS\n");
        assertThat(applied(table("", ""))).contains("THROTTLED_KEYS -> off");
    }

    @Test
    void kinesisDestinationComesChangesAndGoes() throws IOException {
        String stream =
                "kinesisStreamingDestination:"
                        + " {streamArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/one'}";
        assertThat(applied(table(stream, ""))).contains("stream/one (MILLISECOND)");
        assertThat(applied(table(stream.replace("one'", "one', precision: MICROSECOND"), "")))
                .contains("(MILLISECOND) -> ")
                .contains("stream/one (MICROSECOND)");
        assertThat(applied(table(stream.replace("one", "two"), "")))
                .contains("sends its changes no more to")
                .contains("stream/two (MILLISECOND)");
        assertThat(applied(table("", ""))).contains("stream/two (MILLISECOND) -> off");
    }

    /** Nothing that AWS rewrites is a difference, and neither is another way to say the same. */
    @Test
    void resourcePolicyComesIsComparedByMeaningAndGoes() throws IOException {
        String policy =
                """
                resourcePolicy:
                  Version: 2012-10-17
                  Statement:
                    Effect: Allow
                    Principal: {AWS: '123456789012'}
                    Action: 'dynamodb:GetItem'
                """;
        assertThat(applied(table(policy, ""))).contains("resource policy none -> {");

        String same =
                "resourcePolicy: '"
                        + "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"dynamodb:getItem\"],"
                        + "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::123456789012:root\"]},"
                        + "\"Resource\":[\"arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders\","
                        + "\"arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders/index/*\"]}]}'";
        assertThat(run("plan", table(same, ""))).contains("No changes");
        assertThat(run("plan", table(policy.replace("GetItem", "PutItem"), "")))
                .contains("dynamodb:GetItem")
                .contains("dynamodb:PutItem");
        assertThat(run("plan", table("", "")))
                .contains("-> none")
                .contains("loses its resource policy");
    }

    @Test
    void mistakesAreToldAtTheirPlace() throws IOException {
        assertThat(run("plan", table("kinesisStreamingDestination: {streamArn: abc}", "")))
                .contains("tables[0].kinesisStreamingDestination.streamArn");
        assertThat(run("plan", table("contributorInsights: {mode: ALL}", "")))
                .contains("tables[0].contributorInsights.mode: \"ALL\" is not known");
        assertThat(run("plan", table("resourcePolicy: {Version: 2012-10-17, Statement: {}}", "")))
                .contains("tables[0].resourcePolicy: is no policy of a table");
        assertThat(run("plan", table("resourcePolicy: 'x'", "")))
                .contains("tables[0].resourcePolicy: is no JSON");
    }
}
