package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** An OpenIDConnectProvider of a namespace. */
@Group("iam.aws.m.upbound.io")
@Version("v1beta1")
@Kind("OpenIDConnectProvider")
@Plural("openidconnectproviders")
public final class NamespacedProvider extends Managed implements Namespaced {
    private static final long serialVersionUID = 1L;
}
