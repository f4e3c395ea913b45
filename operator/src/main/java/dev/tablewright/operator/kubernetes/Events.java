package dev.tablewright.operator.kubernetes;

import dev.tablewright.operator.managed.ManagedObject.Identity;
import dev.tablewright.operator.managed.Store.Severity;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Kubernetes' events about objects. Written by a thread of its own; while the API server is slow or
 * away, the newest are lost, and the log still has them.
 */
public final class Events implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String COMPONENT = "tablewright-operator";

    /** The API server takes 1,024 characters. */
    private static final int LONGEST = 1_000;

    private static final int MOST_WAITING = 1_000;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final ThreadPoolExecutor writer;

    /** Begins to write. */
    public Events(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.writer =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        Thread.ofPlatform().daemon().name("events").factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    void tell(Identity about, Severity severity, String reason, String message) {
        switch (severity) {
            case NORMAL -> LOG.info("{}: {}", about, message);
            case WARNING -> LOG.warn("{}: {}: {}", about, reason, message);
        }
        Event event = event(about, severity, reason, message);
        writer.execute(
                () -> {
                    try {
                        client.resource(event).create();
                    } catch (KubernetesClientException e) {
                        LOG.debug("an event was lost", e);
                    }
                });
    }

    private Event event(Identity about, Severity severity, String reason, String message) {
        String namespace = about.namespace() == null ? "default" : about.namespace();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(shortened(about.name(), 200) + ".")
                .withNamespace(namespace)
                .endMetadata()
                .withType(severity == Severity.NORMAL ? "Normal" : "Warning")
                .withReason(reason)
                .withMessage(shortened(message, LONGEST))
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withReportingComponent(COMPONENT)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withNewInvolvedObject()
                .withApiVersion(about.apiVersion())
                .withKind(about.kind())
                .withNamespace(about.namespace())
                .withName(about.name())
                .withUid(about.uid())
                .endInvolvedObject()
                .build();
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
