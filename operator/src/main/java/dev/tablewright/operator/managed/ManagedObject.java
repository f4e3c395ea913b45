package dev.tablewright.operator.managed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One object of the API server: what one reconcile works on. Metadata and {@code spec} change in
 * place and are kept by {@link Store#write}; not safe for several threads.
 */
public final class ManagedObject {
    private final Identity identity;
    private final long generation;
    private final @Nullable Instant deleted;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final Set<String> finalizers;
    private final Set<String> finalizersBefore;
    private final Map<String, Object> spec;
    private final Map<String, Object> status;

    /**
     * Whose object it is.
     *
     * @param namespace null for kinds of the cluster
     * @param uid of the object, never used again
     * @param controller uid of the object that made it; null mostly
     */
    public record Identity(
            String apiVersion,
            String kind,
            @Nullable String namespace,
            String name,
            String uid,
            @Nullable String controller) {
        @Override
        public String toString() {
            return kind + " " + (namespace == null ? "" : namespace + "/") + name;
        }
    }

    /**
     * Copies everything.
     *
     * @param deleted when its deletion was asked for
     */
    public ManagedObject(
            Identity identity,
            long generation,
            @Nullable Instant deleted,
            Map<String, String> labels,
            Map<String, String> annotations,
            Collection<String> finalizers,
            Map<String, Object> spec,
            Map<String, Object> status) {
        this.identity = identity;
        this.generation = generation;
        this.deleted = deleted;
        this.labels = Map.copyOf(labels);
        this.annotations = new LinkedHashMap<>(annotations);
        this.finalizers = new LinkedHashSet<>(finalizers);
        this.finalizersBefore = Set.copyOf(finalizers);
        this.spec = Trees.copy(spec);
        this.status = Trees.copy(status);
    }

    /** Returns whose object it is. */
    public Identity identity() {
        return identity;
    }

    /** Returns the version of {@code spec}. */
    public long generation() {
        return generation;
    }

    /** Whether its deletion was asked for. */
    public boolean isDeleted() {
        return deleted != null;
    }

    /** Returns the labels. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Returns the annotations, to be changed in place. */
    public Map<String, String> annotations() {
        return annotations;
    }

    /** Returns the finalizers, to be changed in place. */
    public Set<String> finalizers() {
        return finalizers;
    }

    /** Returns {@code spec}, to be changed in place. */
    public Map<String, Object> spec() {
        return spec;
    }

    /** Returns {@code spec.forProvider}, to be changed in place. */
    public Map<String, Object> forProvider() {
        return Trees.map(spec.computeIfAbsent("forProvider", _ -> new LinkedHashMap<>()));
    }

    /** Returns {@code status} as it was read. */
    public Map<String, Object> status() {
        return status;
    }

    /** Returns what the operator may do. */
    public ManagementPolicies policies() {
        return ManagementPolicies.of(
                spec.get("managementPolicies") instanceof List<?> list ? list : null);
    }

    /** Whether the resource goes with the object. */
    public boolean deletesExternal() {
        return policies()
                .deletes(spec.get("deletionPolicy") instanceof String policy ? policy : null);
    }

    /** Returns what the resource is called at the provider; null if nothing says so. */
    public @Nullable String externalName() {
        String name = annotations.get(Annotations.EXTERNAL_NAME);
        return name == null || name.isEmpty() ? null : name;
    }

    /** Whether a resource that is nobody's may be taken over: allowed, or made by this object. */
    public boolean adopts() {
        return "true".equals(annotations.get(Annotations.ADOPT))
                || annotations.containsKey(Annotations.CREATE_SUCCEEDED);
    }

    /** Returns which fields of {@code forProvider} were named once and are not any more. */
    public Set<String> removed() {
        Set<String> removed = names(Annotations.NAMED);
        removed.removeAll(forProvider().keySet());
        return removed;
    }

    /** Remembers which fields of {@code forProvider} the user names. */
    void rememberNamed() {
        Set<String> named = names(Annotations.NAMED);
        named.addAll(forProvider().keySet());
        named.removeAll(names(Annotations.FILLED_IN));
        remember(Annotations.NAMED, named);
    }

    /** Fills in fields that neither are nor were named. */
    void fillIn(Map<String, Object> fields) {
        Set<String> filled = names(Annotations.FILLED_IN);
        filled.addAll(fields.keySet());
        remember(Annotations.FILLED_IN, filled);
        forProvider().putAll(Trees.copy(fields));
    }

    private Set<String> names(String annotation) {
        String written = annotations.getOrDefault(annotation, "");
        return written.isEmpty()
                ? new TreeSet<>()
                : new TreeSet<>(Arrays.asList(written.split(",", -1)));
    }

    private void remember(String annotation, Set<String> names) {
        if (!names.isEmpty()) {
            annotations.put(annotation, String.join(",", names));
        }
    }

    /** Whether there is a finalizer that was not there when the object was read. */
    boolean hasNewFinalizer() {
        return !finalizers.equals(finalizersBefore);
    }

    /** Returns finalizers besides ours, which have to go first. */
    List<String> othersFinalizers() {
        List<String> others = new ArrayList<>(finalizers);
        others.remove(Annotations.FINALIZER);
        return others;
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
