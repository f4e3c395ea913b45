package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Role of the cluster; Kubernetes' own kind of that name is another. */
@Group("iam.aws.upbound.io")
@Version("v1beta1")
@Kind("Role")
@Plural("roles")
public final class ClusterRole extends Managed {
    private static final long serialVersionUID = 1L;
}
