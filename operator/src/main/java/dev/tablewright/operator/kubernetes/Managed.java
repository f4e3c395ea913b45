package dev.tablewright.operator.kubernetes;

import io.fabric8.kubernetes.client.CustomResource;

import java.util.LinkedHashMap;
import java.util.Map;

/** An object of one of the operator's kinds, as Kubernetes' client reads it. */
public abstract class Managed extends CustomResource<Map<String, Object>, Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    @Override
    protected Map<String, Object> initSpec() {
        return new LinkedHashMap<>();
    }

    @Override
    protected Map<String, Object> initStatus() {
        return new LinkedHashMap<>();
    }
}
