package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Vault of AWS Backup, of a namespace. */
@Group("backup.aws.m.upbound.io")
@Version("v1beta1")
@Kind("Vault")
@Plural("vaults")
public final class NamespacedVault extends Managed implements Namespaced {
    private static final long serialVersionUID = 1L;
}
