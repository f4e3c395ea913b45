package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;
import dev.tablewright.operator.managed.Connector;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Naming;
import dev.tablewright.operator.managed.Reference;
import dev.tablewright.operator.provider.Providers;

import io.fabric8.kubernetes.api.model.HasMetadata;

import java.util.List;
import java.util.Locale;

/** One kind of managed resources in one scope. */
public final class ManagedKind<R extends Managed> {
    private final Class<R> type;
    private final Naming naming;
    private final Connecting connecting;
    private final List<Reference> references;

    ManagedKind(Class<R> type, Naming naming, Connecting connecting, List<Reference> references) {
        this.type = type;
        this.naming = naming;
        this.connecting = connecting;
        this.references = List.copyOf(references);
    }

    /** Returns the class of its objects. */
    public Class<R> type() {
        return type;
    }

    /** Returns where the names of its resources come from. */
    public Naming naming() {
        return naming;
    }

    /** Returns the fields that may name other objects. */
    public List<Reference> references() {
        return references;
    }

    /** Returns what finds its resources. */
    public Connector connector(Providers providers) {
        return object -> connecting.connect(object, providers.of(object));
    }

    /** The object is no more. */
    public void forget(ManagedObject.Identity object) {
        connecting.forget(object);
    }

    /** Returns a name that no other kind has: {@code table.dynamodb.aws.m.upbound.io}. */
    public String name() {
        return HasMetadata.getKind(type).toLowerCase(Locale.ROOT)
                + "."
                + HasMetadata.getGroup(type);
    }
}
