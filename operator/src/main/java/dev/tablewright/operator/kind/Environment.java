package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** An Environment: a kind of our own. */
@Group("tablewright.dev")
@Version("v1alpha1")
@Kind("Environment")
@Plural("environments")
public final class Environment extends Managed implements Namespaced {
    private static final long serialVersionUID = 1L;
}
