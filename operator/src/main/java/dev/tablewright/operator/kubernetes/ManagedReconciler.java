package dev.tablewright.operator.kubernetes;

import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.ManagedReconcile;
import dev.tablewright.operator.managed.Store;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.managed.Verdict;
import dev.tablewright.operator.managed.Verdict.Kind;
import dev.tablewright.operator.managed.Verdict.Streak;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets Kubernetes' events lead to reconciles of one kind. */
public final class ManagedReconciler<R extends Managed> implements Reconciler<R> {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedReconciler.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** How many looks at a new object may go by without a word: it is made, and set up. */
    private static final int UNSAID = 2;

    private final KubernetesClient client;
    private final Events events;
    private final Function<Store, ManagedReconcile> reconciles;
    private final Consumer<ManagedObject.Identity> forget;
    private final Map<String, Streak> streaks = new ConcurrentHashMap<>();

    /**
     * Makes a reconciler.
     *
     * @param reconciles makes the reconcile that writes to a store
     * @param forget is told of objects that are no more
     */
    public ManagedReconciler(
            KubernetesClient client,
            Events events,
            Function<Store, ManagedReconcile> reconciles,
            Consumer<ManagedObject.Identity> forget) {
        this.client = client;
        this.events = events;
        this.reconciles = reconciles;
        this.forget = forget;
    }

    @Override
    public UpdateControl<R> reconcile(R resource, Context<R> context) {
        String uid = resource.getMetadata().getUid();
        if (context.isPrimaryResourceDeleted()) {
            streaks.remove(uid);
            forget.accept(ManagedObjects.identity(resource));
            return UpdateControl.noUpdate();
        }
        Streak before = streaks.getOrDefault(uid, Streak.NONE);
        ObjectStore<R> store = new ObjectStore<>(client, events, resource);
        @Nullable Duration again;
        Kind kind;
        try {
            Verdict verdict =
                    reconciles.apply(store).reconcile(ManagedObjects.of(resource), before);
            if (verdict.status() != null && !canWait(resource, verdict, before)) {
                store.status(verdict.status());
            }
            again = verdict.again();
            kind = verdict.kind();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return UpdateControl.noUpdate();
        } catch (RuntimeException e) {
            // The API server is away, most likely.
            LOG.warn("{}: {}", ManagedObjects.identity(resource), e.toString(), e);
            kind = Kind.FAILED;
            again = pause(before);
        }
        streaks.put(uid, before.and(kind));
        return again == null
                ? UpdateControl.noUpdate()
                : UpdateControl.<R>noUpdate().rescheduleAfter(again);
    }

    /**
     * Whether the first words about a new object are left to the next look, which comes within a
     * second and mostly says that all is done: writes are what many new objects cost. Progress of
     * several steps is counted from what was said first.
     */
    static boolean canWait(Managed resource, Verdict verdict, Streak before) {
        return verdict.kind() == Kind.AT_WORK
                && (before.kind() != Kind.AT_WORK || before.times() < UNSAID)
                && resource.getMetadata().getDeletionTimestamp() == null
                && (resource.getStatus() == null || resource.getStatus().isEmpty())
                && !hasManySteps(verdict.status());
    }

    private static boolean hasManySteps(@Nullable Map<String, Object> status) {
        return status != null
                && Trees.map(status.get("progress")).get("steps") instanceof Number steps
                && steps.intValue() > 1;
    }

    private static Duration pause(Streak before) {
        Duration pause = Duration.ofSeconds(1L << Math.min(before.times(), 6));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /**
     * Whether a change of an object has to be looked at: of its settings, labels and annotations,
     * but for what the operator itself writes.
     */
    public static boolean matters(Managed now, Managed before) {
        ObjectMeta one = now.getMetadata();
        ObjectMeta other = before.getMetadata();
        if (!Objects.equals(one.getDeletionTimestamp(), other.getDeletionTimestamp())) {
            return true;
        }
        if (!Objects.equals(one.getGeneration(), other.getGeneration())
                || !Objects.equals(one.getLabels(), other.getLabels())) {
            return true;
        }
        if (one.getDeletionTimestamp() != null
                && !Objects.equals(one.getFinalizers(), other.getFinalizers())) {
            return true;
        }
        boolean begun =
                one.getFinalizers().contains(Annotations.FINALIZER)
                        && !other.getFinalizers().contains(Annotations.FINALIZER);
        return !Objects.equals(written(one, begun), written(other, begun));
    }

    private static Map<String, String> written(ObjectMeta metadata, boolean begun) {
        Map<String, String> annotations =
                metadata.getAnnotations() == null
                        ? new HashMap<>()
                        : new HashMap<>(metadata.getAnnotations());
        annotations.remove(Annotations.CREATE_PENDING);
        annotations.remove(Annotations.CREATE_SUCCEEDED);
        annotations.remove(Annotations.CREATE_FAILED);
        annotations.remove(Annotations.NAMED);
        annotations.remove(Annotations.FILLED_IN);
        if (begun) {
            // The operator's first write gives the object its name too.
            annotations.remove(Annotations.EXTERNAL_NAME);
        }
        return annotations;
    }
}
