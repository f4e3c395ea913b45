package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Policy of the cluster. */
@Group("iam.aws.upbound.io")
@Version("v1beta1")
@Kind("Policy")
@Plural("policies")
public final class ClusterPolicy extends Managed {
    private static final long serialVersionUID = 1L;
}
