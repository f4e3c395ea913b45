package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process's flags and probes. */
final class MainTest {
    @Test
    void everyFlagOfTheChartIsKnown() {
        CommandLine.ParseResult parsed =
                new CommandLine(new Main())
                        .parseArgs(
                                "--leader-election",
                                "--lease-name=tablewright-operator",
                                "--lease-namespace=tablewright",
                                "--health-host=0.0.0.0",
                                "--health-port=8081",
                                "--poll=10m",
                                "--class=ours",
                                "--namespaces=koa,koa-dev");

        assertThat(parsed.<Boolean>matchedOptionValue("--leader-election", false)).isTrue();
        assertThat(parsed.matchedOptionValue("--namespaces", java.util.List.of()))
                .isEqualTo(java.util.List.of("koa", "koa-dev"));
    }

    @Test
    void leaderElectionCanBeSwitchedOff() {
        CommandLine.ParseResult parsed =
                new CommandLine(new Main()).parseArgs("--no-leader-election");

        assertThat(parsed.<Boolean>matchedOptionValue("--leader-election", true)).isFalse();
    }

    @Test
    void whatIsNoDurationIsSaid() {
        StringWriter errors = new StringWriter();
        CommandLine line = new CommandLine(new Main()).setErr(new PrintWriter(errors));

        assertThat(line.execute("--poll=10")).isEqualTo(2);
        assertThat(errors.toString()).contains("'10' is no duration such as 90s or 10m");
    }

    @Test
    void probesSayWhetherItLives() throws Exception {
        AtomicBoolean alive = new AtomicBoolean(true);
        AtomicBoolean ready = new AtomicBoolean();
        try (HealthEndpoint health = new HealthEndpoint("127.0.0.1", 0, alive::get, ready::get);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(status(http, health, "/livez")).isEqualTo(200);
            assertThat(status(http, health, "/readyz")).isEqualTo(503);

            ready.set(true);
            alive.set(false);
            assertThat(status(http, health, "/livez")).isEqualTo(503);
            assertThat(status(http, health, "/readyz")).isEqualTo(200);
        }
    }

    private static int status(HttpClient http, HealthEndpoint health, String path)
            throws Exception {
        return http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + health.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
