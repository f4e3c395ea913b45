package dev.tablewright.operator.kubernetes;

import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Reference;
import dev.tablewright.operator.managed.References;
import dev.tablewright.operator.managed.Trees;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks up the objects that fields name, as Crossplane's simple references do. */
public final class ObjectReferences implements References {
    private final KubernetesClient client;
    private final List<Reference> references;

    /** Looks for {@code references} in objects of one kind. */
    public ObjectReferences(KubernetesClient client, List<Reference> references) {
        this.client = client;
        this.references = references;
    }

    @Override
    public void resolve(ManagedObject object) throws ExternalFailure {
        for (Reference reference : references) {
            int list = reference.field().indexOf("[].");
            if (list < 0) {
                resolve(object, object.forProvider(), reference);
            } else {
                String field = reference.field().substring(0, list);
                Reference inner = reference.within(reference.field().substring(list + 3));
                for (Map<String, Object> element : Trees.maps(object.forProvider().get(field))) {
                    resolve(object, element, inner);
                }
            }
        }
    }

    private void resolve(ManagedObject object, Map<String, Object> fields, Reference reference)
            throws ExternalFailure {
        if (reference.many()) {
            resolveMany(object, fields, reference);
        } else {
            resolveOne(object, fields, reference);
        }
    }

    private void resolveOne(ManagedObject object, Map<String, Object> fields, Reference reference)
            throws ExternalFailure {
        Map<String, Object> ref = Trees.map(fields.get(reference.field() + "Ref"));
        Map<String, Object> selector = Trees.map(fields.get(reference.field() + "Selector"));
        @Nullable String value = Trees.text(fields.get(reference.field()));
        if (!ref.isEmpty()) {
            if (value == null || isAlways(ref)) {
                put(fields, reference, value(named(object, reference, ref), reference, ref));
            }
        } else if (!selector.isEmpty() && (value == null || isAlways(selector))) {
            List<GenericKubernetesResource> found = selected(object, reference, selector);
            if (found.isEmpty()) {
                missing(selector, "no resources matched selector");
                return;
            }
            put(fields, reference, value(found.getFirst(), reference, selector));
            fields.put(
                    reference.field() + "Ref",
                    new LinkedHashMap<>(Map.of("name", found.getFirst().getMetadata().getName())));
        }
    }

    private static void put(
            Map<String, Object> fields, Reference reference, @Nullable String value) {
        if (value != null) {
            fields.put(reference.field(), value);
        }
    }

    private void resolveMany(ManagedObject object, Map<String, Object> fields, Reference reference)
            throws ExternalFailure {
        List<Map<String, Object>> refs = Trees.maps(fields.get(reference.field() + "Refs"));
        Map<String, Object> selector = Trees.map(fields.get(reference.field() + "Selector"));
        boolean empty = Trees.texts(fields.get(reference.field())).isEmpty();
        List<Object> values = new ArrayList<>();
        if (!refs.isEmpty() && (empty || refs.stream().anyMatch(ObjectReferences::isAlways))) {
            for (Map<String, Object> ref : refs) {
                @Nullable String value = value(named(object, reference, ref), reference, ref);
                if (value != null) {
                    values.add(value);
                }
            }
        } else if (refs.isEmpty() && !selector.isEmpty() && (empty || isAlways(selector))) {
            List<GenericKubernetesResource> found = selected(object, reference, selector);
            if (found.isEmpty()) {
                missing(selector, "no resources matched selector");
            }
            for (GenericKubernetesResource one : found) {
                @Nullable String value = value(one, reference, selector);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        if (!values.isEmpty()) {
            fields.put(reference.field(), values);
        }
    }

    private static boolean isAlways(Map<String, Object> reference) {
        return "Always".equals(Trees.map(reference.get("policy")).get("resolve"));
    }

    private static void missing(Map<String, Object> reference, String message)
            throws ExternalFailure {
        if (!"Optional".equals(Trees.map(reference.get("policy")).get("resolution"))) {
            throw new ExternalFailure(message);
        }
    }

    private @Nullable GenericKubernetesResource named(
            ManagedObject object, Reference reference, Map<String, Object> ref)
            throws ExternalFailure {
        String name = String.valueOf(ref.get("name"));
        var kind = client.genericKubernetesResources(context(object, reference));
        @Nullable String namespace = namespace(object, ref);
        GenericKubernetesResource found =
                namespace == null
                        ? kind.withName(name).get()
                        : kind.inNamespace(namespace).withName(name).get();
        if (found == null) {
            missing(
                    ref,
                    "referenced "
                            + reference.kind()
                            + " "
                            + (namespace == null ? "" : namespace + "/")
                            + name
                            + " does not exist");
        }
        return found;
    }

    private List<GenericKubernetesResource> selected(
            ManagedObject object, Reference reference, Map<String, Object> selector) {
        var kind = client.genericKubernetesResources(context(object, reference));
        Map<String, String> labels = Trees.textMap(selector.get("matchLabels"));
        @Nullable String namespace = namespace(object, selector);
        List<GenericKubernetesResource> found =
                namespace == null
                        ? kind.withLabels(labels).list().getItems()
                        : kind.inNamespace(namespace).withLabels(labels).list().getItems();
        if (!Boolean.TRUE.equals(selector.get("matchControllerRef"))) {
            return found;
        }
        @Nullable String controller = object.identity().controller();
        return found.stream()
                .filter(
                        one ->
                                controller != null
                                        && controller.equals(
                                                ManagedObjects.controller(one.getMetadata())))
                .toList();
    }

    private static @Nullable String namespace(ManagedObject object, Map<String, Object> reference) {
        @Nullable String own = object.identity().namespace();
        String written = Trees.text(reference.get("namespace"));
        return own == null || written == null ? own : written;
    }

    private static @Nullable String value(
            @Nullable GenericKubernetesResource found,
            Reference reference,
            Map<String, Object> policy)
            throws ExternalFailure {
        if (found == null) {
            return null;
        }
        @Nullable Map<String, String> annotations = found.getMetadata().getAnnotations();
        @Nullable String value =
                switch (reference.value()) {
                    case EXTERNAL_NAME ->
                            annotations == null ? null : annotations.get(Annotations.EXTERNAL_NAME);
                    case ARN ->
                            Trees.text(
                                    Trees.map(Trees.map(found.get("status")).get("atProvider"))
                                            .get("arn"));
                };
        if (value == null || value.isEmpty()) {
            missing(
                    policy,
                    "referenced field was empty (referenced resource may not yet be ready)");
            return null;
        }
        return value;
    }

    private static ResourceDefinitionContext context(ManagedObject object, Reference reference) {
        return context(
                object.identity().namespace() != null,
                reference.group(),
                reference.kind(),
                reference.plural());
    }

    static ResourceDefinitionContext context(
            boolean namespaced, String group, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group + (namespaced ? ".aws.m.upbound.io" : ".aws.upbound.io"))
                .withVersion("v1beta1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
