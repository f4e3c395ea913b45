package dev.tablewright.operator.provider;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A ProviderConfig of a namespace, for objects of it. */
@Group("aws.m.upbound.io")
@Version("v1beta1")
@Kind("ProviderConfig")
@Plural("providerconfigs")
public final class NamespacedConfig extends Managed implements Namespaced {
    private static final long serialVersionUID = 1L;
}
