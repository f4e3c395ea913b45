package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTable;
import dev.tablewright.controlplane.environment.EnvironmentEntry;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.EnvironmentValues;
import dev.tablewright.controlplane.values.Lifetime;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.operator.managed.Action;
import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * An Environment object as an entry of {@code environments} in a values file, which is all that
 * {@code controlplane} has to know of it. The fields of {@code forProvider} are those of the
 * values, and {@code region}.
 */
final class EnvironmentSpec {
    private static final String ORIGIN = "forProvider";

    private final ManagedObject object;
    private final String namespace;
    private final String region;
    private final Map<String, Object> fields;
    private final EnvironmentValues entry;

    /**
     * Reads the settings of an object.
     *
     * @throws ExternalFailure naming every field that is wrong, and what would be right
     */
    EnvironmentSpec(ManagedObject object, EnvironmentBorder border) throws ExternalFailure {
        this.object = object;
        this.namespace = namespace(object);
        this.region = region(object);
        this.fields = Trees.copy(object.forProvider());
        fields.remove("region");
        fields.putIfAbsent("like", namespace);
        border.written(Trees.text(fields.get("name")), Trees.text(fields.get("like")));
        this.entry = entry(border);
        checkName();
        checkTtl();
    }

    /** Returns the namespace of an object; its kind has no objects without one. */
    static String namespace(ManagedObject object) {
        String namespace = object.identity().namespace();
        if (namespace == null) {
            throw new IllegalStateException("in no namespace: " + object);
        }
        return namespace;
    }

    /** Returns the region, which counts for an object that is being deleted too. */
    static String region(ManagedObject object) throws ExternalFailure {
        String region = Trees.text(object.forProvider().get("region"));
        if (region == null) {
            throw new ExternalFailure("spec.forProvider.region is a required parameter");
        }
        return region;
    }

    /** Returns whose the environment of an object is. */
    static Release release(ManagedObject object) {
        return Release.ofObject(namespace(object), object.identity().name());
    }

    /** With all mistakes at once: those of the values, and those of the border. */
    private EnvironmentValues entry(EnvironmentBorder border) throws ExternalFailure {
        Values values;
        try {
            values = values();
        } catch (ExternalFailure e) {
            border.mistake(String.valueOf(e.getMessage()));
            border.hold();
            throw e;
        }
        border.hold();
        return values.environments().getFirst();
    }

    /** Anew each time: values collect the mistakes that are found later. */
    private Values values() throws ExternalFailure {
        try {
            return EnvironmentEntry.values(
                    ORIGIN, fields, EnvironmentEntry.inRegion(ORIGIN, region));
        } catch (ValuesException e) {
            throw Failures.mistakes(e, EnvironmentSpec::inObject);
        }
    }

    /** Rules about all entries and all tables are about the object as a whole. */
    private static String inObject(String path) {
        return path.equals("environments") || path.equals("tables") ? "" : path;
    }

    private void checkName() throws ExternalFailure {
        String made = object.externalName();
        if (made != null && !made.equals(entry.name())) {
            throw Failures.replacement("name");
        }
    }

    /** What may not be deleted has no end. */
    private void checkTtl() throws ExternalFailure {
        if (entry.ttl() != null && mayChange() && !object.deletesExternal()) {
            throw new ExternalFailure(
                    Failures.mistake(
                            "ttl",
                            "has no use where nothing may be deleted",
                            "remove it, or let managementPolicies and deletionPolicy delete"));
        }
    }

    boolean mayChange() {
        return object.policies().allows(Action.CREATE) || object.policies().allows(Action.UPDATE);
    }

    EnvironmentValues entry() {
        return entry;
    }

    String region() {
        return region;
    }

    String like() {
        return String.valueOf(entry.like());
    }

    /** Whether a table of this name could be of this environment; its tags decide. */
    boolean mayOwn(String tableName) {
        int user = entry.name().indexOf(EnvironmentValues.USER);
        String beginning = user < 0 ? entry.name() : entry.name().substring(0, user);
        return tableName.startsWith(beginning) || tableName.startsWith("idp-" + beginning);
    }

    /**
     * Returns what the object asks for.
     *
     * @param sources the tables to copy
     */
    DesiredState desired(AwsAccount account, List<SourceTable> sources) throws ExternalFailure {
        try {
            return DesiredState.of(
                    values(),
                    release(object),
                    account,
                    _ -> sources.stream().map(this::ofObject).toList());
        } catch (ValuesException e) {
            throw Failures.mistakes(e, EnvironmentSpec::inObject);
        }
    }

    private SourceTable ofObject(SourceTable source) {
        return new SourceTable(
                source.logicalName(),
                source.region(),
                source.useIdpPrefix(),
                source.spec(),
                source.managementPolicies(),
                object.deletesExternal() ? DeletionPolicy.DELETE : DeletionPolicy.ORPHAN,
                "true".equals(object.annotations().get(Annotations.ADOPT)));
    }

    /**
     * Returns when the environment ends; null if it does not. Counted from the first look at this
     * lifetime, which the object remembers: tags are gone with what they are on.
     */
    @Nullable Instant end(Instant now) {
        Lifetime ttl = entry.ttl();
        if (ttl == null || !mayChange()) {
            object.annotations().keySet().removeAll(List.of(Annotations.TTL, Annotations.EXPIRES));
            return null;
        }
        Instant remembered = instant(object.annotations().get(Annotations.EXPIRES));
        if (remembered != null && ttl.text().equals(object.annotations().get(Annotations.TTL))) {
            return remembered;
        }
        Instant end = now.plus(ttl.duration()).truncatedTo(ChronoUnit.SECONDS);
        object.annotations().put(Annotations.TTL, ttl.text());
        object.annotations().put(Annotations.EXPIRES, end.toString());
        return end;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
