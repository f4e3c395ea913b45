package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Table of the cluster. */
@Group("dynamodb.aws.upbound.io")
@Version("v1beta2")
@Kind("Table")
@Plural("tables")
public final class ClusterTable extends Managed {
    private static final long serialVersionUID = 1L;
}
