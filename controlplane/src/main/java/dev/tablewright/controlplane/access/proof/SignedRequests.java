package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.target.CertificateAuthorities;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tries by real requests, each signed as the principal it is about. All of them are {@linkplain
 * DryRequest dry}.
 */
public final class SignedRequests implements Trial {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI endpoint;
    private final Sessions sessions;
    private final int atOnce;
    private final Set<String> notServed = new ConcurrentSkipListSet<>();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * Makes a trial.
     *
     * @param atOnce how many requests are under way at a time, at least 1
     */
    public SignedRequests(URI endpoint, Sessions sessions, int atOnce) {
        this.endpoint = endpoint;
        this.sessions = sessions;
        this.atOnce = atOnce;
    }

    /** Where credentials come from. */
    @FunctionalInterface
    public interface Sessions {
        /**
         * Returns credentials with exactly the rights of {@code who}; null where there are none.
         */
        @Nullable AwsCredentials of(PrincipalFacts who);
    }

    @Override
    public Outcomes attempt(List<Cell> cells) throws InterruptedException {
        Map<Cell, Outcome> outcomes = new HashMap<>();
        // Empty where none can be had, so that nobody is asked for twice.
        Map<PrincipalFacts, Optional<AwsCredentials>> credentials = new HashMap<>();
        List<String> notes = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        try (HttpClient http =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .sslContext(CertificateAuthorities.ofEnvironment().context())
                                .build();
                ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            Map<Cell, Future<Optional<Outcome>>> underWay = new HashMap<>();
            Set<String> without = new TreeSet<>();
            for (Cell cell : cells) {
                if (!cell.action().permissionOnly()) {
                    all.add(cell.action().fullName());
                }
                DryRequest request = DryRequest.of(cell.action(), cell.on());
                Optional<AwsCredentials> signer =
                        credentials.computeIfAbsent(
                                cell.who(), who -> Optional.ofNullable(sessions.of(who)));
                if (signer.isEmpty()) {
                    without.add(cell.who().shortName());
                } else if (request != null) {
                    tried.add(cell.action().fullName());
                    underWay.put(
                            cell,
                            threads.submit(
                                    () -> send(http, signer.get(), cell.on().region(), request)));
                }
            }
            without.forEach(
                    who ->
                            notes.add(
                                    who
                                            + ": no session of it can be had, so it was judged by"
                                            + " reasoning alone"));
            for (Map.Entry<Cell, Future<Optional<Outcome>>> sent : underWay.entrySet()) {
                outcome(sent.getValue())
                        .ifPresentOrElse(
                                outcome -> outcomes.put(sent.getKey(), outcome),
                                () -> tried.remove(sent.getKey().action().fullName()));
            }
        }
        if (!notServed.isEmpty()) {
            notes.add(
                    "the target does not serve "
                            + String.join(", ", notServed)
                            + ", which could not be tried");
        }
        all.removeAll(tried);
        return new Outcomes("signed requests", outcomes, new TreeSet<>(all), notes);
    }

    private static Optional<Outcome> outcome(Future<Optional<Outcome>> answer)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return Optional.of(Outcome.UNCLEAR);
        }
    }

    /** Sends a request; empty where the target has no such operation. */
    private Optional<Outcome> send(
            HttpClient http, AwsCredentials credentials, String region, DryRequest dry)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(signed(credentials, region, dry), BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            return Optional.of(Outcome.ALLOWED);
        }
        String code = code(answer.body());
        if (code.equals("UnknownOperationException")) {
            notServed.add(dry.target().substring(dry.target().indexOf('.') + 1));
            return Optional.empty();
        }
        if (code.equals("AccessDeniedException")) {
            return Optional.of(Outcome.DENIED);
        }
        return Optional.of(dry.passes().contains(code) ? Outcome.ALLOWED : Outcome.UNCLEAR);
    }

    private static String code(String body) {
        try {
            JsonNode error = JsonMapper.shared().readTree(body);
            String type = error.path("__type").asString("");
            return type.substring(type.indexOf('#') + 1);
        } catch (JacksonException e) {
            return "";
        }
    }

    private HttpRequest signed(AwsCredentials credentials, String region, DryRequest dry) {
        SdkHttpRequest unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("X-Amz-Target", dry.target())
                        .build();
        var signed =
                signer.sign(
                        signing ->
                                signing.identity(credentials)
                                        .request(unsigned)
                                        .payload(ContentStreamProvider.fromUtf8String(dry.body()))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(ANSWER)
                        .POST(BodyPublishers.ofString(dry.body(), StandardCharsets.UTF_8));
        signed.request()
                .headers()
                .forEach(
                        (name, values) -> {
                            // The client sets Host itself, to the same.
                            if (!name.equalsIgnoreCase("host")) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return request.build();
    }
}
