package dev.tablewright.operator.provider;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** The use of a ProviderConfig by an object of the cluster. */
@Group("aws.upbound.io")
@Version("v1beta1")
@Kind("ProviderConfigUsage")
@Plural("providerconfigusages")
public final class ClusterUsage extends ProviderConfigUsage {
    private static final long serialVersionUID = 1L;
}
