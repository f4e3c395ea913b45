package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Table of a namespace. */
@Group("dynamodb.aws.m.upbound.io")
@Version("v1beta1")
@Kind("Table")
@Plural("tables")
public final class NamespacedTable extends Managed implements Namespaced {
    private static final long serialVersionUID = 1L;
}
