package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Selection of AWS Backup, of the cluster. */
@Group("backup.aws.upbound.io")
@Version("v1beta1")
@Kind("Selection")
@Plural("selections")
public final class ClusterSelection extends Managed {
    private static final long serialVersionUID = 1L;
}
