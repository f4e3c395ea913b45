package dev.tablewright.operator.provider;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** The use of a ProviderConfig by an object of a namespace. */
@Group("aws.m.upbound.io")
@Version("v1beta1")
@Kind("ProviderConfigUsage")
@Plural("providerconfigusages")
public final class NamespacedUsage extends ProviderConfigUsage implements Namespaced {
    private static final long serialVersionUID = 1L;
}
