package dev.tablewright.operator.provider;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A ProviderConfig of the cluster, for objects of the cluster. */
@Group("aws.upbound.io")
@Version("v1beta1")
@Kind("ProviderConfig")
@Plural("providerconfigs")
public final class ClusterConfig extends Managed {
    private static final long serialVersionUID = 1L;
}
