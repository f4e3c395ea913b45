package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Vault of AWS Backup, of the cluster. */
@Group("backup.aws.upbound.io")
@Version("v1beta1")
@Kind("Vault")
@Plural("vaults")
public final class ClusterVault extends Managed {
    private static final long serialVersionUID = 1L;
}
