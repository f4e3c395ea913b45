package dev.tablewright.operator.provider;

import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A ProviderConfig's {@code spec}, and what follows from it. A ProviderConfig of a namespace may
 * use what is in that namespace only: else everybody who may write one could read every Secret, or
 * send the operator's own token to an endpoint of his.
 *
 * @param namespace null for one of the cluster
 * @param spec as written
 */
record ProviderConfig(
        String kind, @Nullable String namespace, String name, Map<String, Object> spec) {
    private static final Set<String> ALL_SERVICES = Set.of("dynamodb", "iam", "sts");
    private static final String USUAL_REGION = "us-east-1";

    /**
     * Which ProviderConfig an object uses.
     *
     * @param group API group of its kind
     * @param namespace null for one of the cluster
     */
    record Reference(String group, String kind, @Nullable String namespace, String name) {
        /** Reads {@code spec.providerConfigRef}, or takes Crossplane's default. */
        static Reference of(ManagedObject object) {
            return of(
                    object.identity().namespace(),
                    Trees.map(object.spec().get("providerConfigRef")));
        }

        /**
         * Reads a {@code providerConfigRef}.
         *
         * @param namespace of the object that has it; null for one of the cluster
         */
        static Reference of(@Nullable String namespace, Map<String, Object> written) {
            String name = Trees.text(written.get("name"));
            String called = name == null ? "default" : name;
            if (namespace == null) {
                return new Reference("aws.upbound.io", "ProviderConfig", null, called);
            }
            boolean own = "ProviderConfig".equals(written.get("kind"));
            return new Reference(
                    "aws.m.upbound.io",
                    own ? "ProviderConfig" : "ClusterProviderConfig",
                    own ? namespace : null,
                    called);
        }

        @Override
        public String toString() {
            return kind + " " + (namespace == null ? "" : namespace + "/") + name;
        }
    }

    /** Makes the target. */
    Provider provider(Credentials.Secrets secrets, Function<String, @Nullable String> environment)
            throws ExternalFailure {
        @Nullable URI endpoint = endpoint();
        String region = region();
        String source = String.valueOf(Trees.map(spec.get("credentials")).get("source"));
        if (namespace != null && endpoint != null && !source.equals("Secret")) {
            throw new ExternalFailure(
                    "a ProviderConfig of a namespace may name an endpoint only with"
                            + " spec.credentials.source Secret: the operator's own identity is not"
                            + " shown to it; use a ClusterProviderConfig");
        }
        Credentials credentials =
                new Credentials(spec, guarded(secrets), environment, endpoint, region);
        return new Provider(new Target(endpoint, credentials.resolve(), region));
    }

    private Credentials.Secrets guarded(Credentials.Secrets secrets) {
        return reference -> {
            if (namespace != null && !namespace.equals(reference.get("namespace"))) {
                throw new ExternalFailure(
                        "a ProviderConfig of a namespace may use Secrets of that namespace only ("
                                + namespace
                                + ", not "
                                + reference.get("namespace")
                                + ")");
            }
            return secrets.read(reference);
        };
    }

    private @Nullable URI endpoint() throws ExternalFailure {
        Map<String, Object> endpoint = Trees.map(spec.get("endpoint"));
        if (endpoint.isEmpty()) {
            return null;
        }
        List<String> services = Trees.texts(endpoint.get("services"));
        if (!services.isEmpty() && !services.containsAll(ALL_SERVICES)) {
            throw new ExternalFailure(
                    "spec.endpoint.services has to name dynamodb, iam and sts, or nothing: the"
                            + " operator has one endpoint for all");
        }
        Map<String, Object> url = Trees.map(endpoint.get("url"));
        String fixed = Trees.text(url.get("static"));
        if (!"Static".equals(url.get("type")) || fixed == null) {
            throw new ExternalFailure(
                    "spec.endpoint.url has to be of type Static, with the URL in static");
        }
        try {
            return URI.create(fixed);
        } catch (IllegalArgumentException e) {
            throw new ExternalFailure("spec.endpoint.url.static is no URL: " + e.getMessage());
        }
    }

    /** Whose IAM and STS: there is one for each partition. */
    private String region() {
        Map<String, Object> endpoint = Trees.map(spec.get("endpoint"));
        String signing = Trees.text(endpoint.get("signingRegion"));
        if (signing != null) {
            return signing;
        }
        return switch (String.valueOf(endpoint.get("partitionId"))) {
            case "aws-cn" -> "cn-north-1";
            case "aws-us-gov" -> "us-gov-west-1";
            default -> USUAL_REGION;
        };
    }
}
