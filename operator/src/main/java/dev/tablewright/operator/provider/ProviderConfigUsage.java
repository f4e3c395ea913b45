package dev.tablewright.operator.provider;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.fabric8.kubernetes.client.CustomResource;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Says that an object uses a ProviderConfig, which therefore cannot be deleted. Named by the
 * object's uid, and owned by it: Kubernetes deletes it with the object.
 */
public abstract class ProviderConfigUsage extends CustomResource<Void, Void> {
    private static final long serialVersionUID = 1L;

    private @Nullable Map<String, Object> providerConfigRef;

    private @Nullable Map<String, Object> resourceRef;

    /** Returns which ProviderConfig is used. */
    public @Nullable Map<String, Object> getProviderConfigRef() {
        return providerConfigRef;
    }

    /** Says which ProviderConfig is used. */
    public void setProviderConfigRef(@Nullable Map<String, Object> reference) {
        this.providerConfigRef = reference;
    }

    /** Returns who uses it. */
    public @Nullable Map<String, Object> getResourceRef() {
        return resourceRef;
    }

    /** Says who uses it. */
    public void setResourceRef(@Nullable Map<String, Object> reference) {
        this.resourceRef = reference;
    }

    @JsonIgnore
    ProviderConfig.Reference used() {
        return ProviderConfig.Reference.of(
                getMetadata().getNamespace(),
                providerConfigRef == null ? Map.of() : providerConfigRef);
    }
}
