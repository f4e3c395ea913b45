package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Applier;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.server.Installation;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our server as a target whose calls a test counts and breaks off. Closing it leaves the server
 * running.
 */
final class TestTarget implements AutoCloseable {
    static final Release RELEASE = new Release("koa-dev", Release.DEFAULT_NAME);

    private static final String REGION = "eu-west-1";
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

    private final Target target;

    private TestTarget(Target target) {
        this.target = target;
    }

    /** What to do with a call. */
    interface Calls {
        /** Lets everything through. */
        Calls ALL = (operation, call) -> call.call();

        /** Makes the call, or not. */
        HttpExecuteResponse on(String operation, ExecutableHttpRequest call) throws IOException;

        /**
         * Makes the call, or not.
         *
         * @param body of the request
         */
        default HttpExecuteResponse on(String operation, String body, ExecutableHttpRequest call)
                throws IOException {
            return on(operation, call);
        }
    }

    /** Notes the names of the operations that are called. */
    record Counted(ConcurrentLinkedQueue<String> operations) implements Calls {
        Counted() {
            this(new ConcurrentLinkedQueue<>());
        }

        @Override
        public HttpExecuteResponse on(String operation, ExecutableHttpRequest call)
                throws IOException {
            operations.add(operation);
            return call.call();
        }
    }

    static TestTarget of(Installation server, Calls calls) {
        Installation.RootKey key = server.rootKey().orElseThrow();
        SdkHttpClient http = UrlConnectionHttpClient.builder().build();
        return new TestTarget(
                new Target(
                        URI.create(server.server().endpoint().toString()),
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.accessKeyId(), key.secretAccessKey())),
                        REGION,
                        new Watched(http, calls)));
    }

    Target target() {
        return target;
    }

    Rollout rollout(String values) {
        return rollout(values, RELEASE);
    }

    Rollout rollout(String values, Release release) {
        try {
            return Rollout.of(
                    target,
                    ValuesParser.parse(List.of(new Source("values.yaml", values))),
                    release);
        } catch (ValuesException e) {
            throw new IllegalArgumentException(e.problems().toString(), e);
        }
    }

    Plan plan(String values) {
        return rollout(values).plan();
    }

    ObservedState observe(String values) {
        return rollout(values).observe();
    }

    Applied apply(Plan plan) throws InterruptedException {
        return apply(plan, 4);
    }

    Applied apply(Plan plan, int parallelism) throws InterruptedException {
        return apply(plan, parallelism, RELEASE);
    }

    Applied apply(Plan plan, int parallelism, Release release) throws InterruptedException {
        Pace pace =
                new Pace(
                        InstantSource.system(),
                        new Random(7),
                        // As long as the server lets things take, and no longer.
                        _ -> Thread.sleep(10),
                        parallelism);
        return apply(plan, release, pace);
    }

    Applied apply(Plan plan, Release release, Pace pace) throws InterruptedException {
        return new Applier(target, release, pace, Progress.SILENT).apply(plan);
    }

    @Override
    public void close() {
        target.close();
    }

    /** Returns an answer that the server never gave. */
    static HttpExecuteResponse answer(int status, String json) {
        return HttpExecuteResponse.builder()
                .response(
                        SdkHttpResponse.builder()
                                .statusCode(status)
                                .putHeader("Content-Type", "application/x-amz-json-1.0")
                                .build())
                .responseBody(
                        AbortableInputStream.create(
                                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    /** Knows the operation of each call. */
    private record Watched(SdkHttpClient http, Calls calls) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            ExecutableHttpRequest call = http.prepareRequest(request);
            String body = body(request);
            String operation = operation(request, body);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    return calls.on(operation, body, call);
                }

                @Override
                public void abort() {
                    call.abort();
                }
            };
        }

        private static String body(HttpExecuteRequest request) {
            if (request.contentStreamProvider().isEmpty()) {
                return "";
            }
            try (var body = request.contentStreamProvider().get().newStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String operation(HttpExecuteRequest request, String body) {
            @Nullable String named =
                    request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse(null);
            if (named != null) {
                return named.substring(named.indexOf('.') + 1);
            }
            Matcher action = ACTION.matcher(body);
            return action.find() ? action.group(1) : "?";
        }

        @Override
        public String clientName() {
            return http.clientName();
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
