package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Role of a namespace. */
@Group("iam.aws.m.upbound.io")
@Version("v1beta1")
@Kind("Role")
@Plural("roles")
public final class NamespacedRole extends Managed implements Namespaced {
    private static final long serialVersionUID = 1L;
}
