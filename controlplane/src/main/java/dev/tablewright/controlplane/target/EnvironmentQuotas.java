package dev.tablewright.controlplane.target;

import dev.tablewright.controlplane.values.QuotaValues;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkClientException;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The quotas of environments, which Tablewright's own server holds. AWS and other servers know
 * nothing of the kind; asked, they say so.
 */
public final class EnvironmentQuotas {
    static final SignedJson.Service SERVICE =
            new SignedJson.Service("tablewright", "Tablewright", "1.0");

    private final SignedJson server;

    EnvironmentQuotas(SignedJson server) {
        this.server = server;
    }

    /**
     * A quota, and how far it is used up.
     *
     * @param prefixes of the names of its tables
     * @param used for instance {@code Tables=3}; as the server tells
     */
    public record Quota(List<String> prefixes, QuotaValues limits, Map<String, Long> used) {
        /** Copies the list. */
        public Quota {
            prefixes = List.copyOf(prefixes);
        }
    }

    /** Returns the quotas by environment; null if the target has no such thing, or hides it. */
    public @Nullable Map<String, Quota> list() {
        SignedJson.Answer answer = server.ask("ListEnvironmentQuotas", Map.of());
        if (!answer.isGood() || !answer.content().has("EnvironmentQuotas")) {
            return null;
        }
        Map<String, Quota> quotas = new LinkedHashMap<>();
        for (JsonNode one : answer.content().path("EnvironmentQuotas")) {
            List<String> prefixes = new ArrayList<>();
            one.path("TablePrefixes").forEach(prefix -> prefixes.add(prefix.stringValue()));
            Map<String, Long> used = new LinkedHashMap<>();
            one.path("Usage")
                    .properties()
                    .forEach(use -> used.put(use.getKey(), use.getValue().longValue()));
            quotas.put(
                    one.path("Environment").stringValue(),
                    new Quota(
                            prefixes,
                            new QuotaValues(
                                    number(one, "Tables"),
                                    number(one, "ControlPlaneOperations"),
                                    number(one, "StoredBytes"),
                                    number(one, "ReadUnits"),
                                    number(one, "WriteUnits")),
                            used));
        }
        return quotas;
    }

    private static @Nullable Long number(JsonNode node, String member) {
        return node.has(member) ? node.path(member).longValue() : null;
    }

    /**
     * Sets a quota in place of what there was.
     *
     * @throws SdkClientException if the server refuses, with its sentence
     */
    public void put(String environment, List<String> prefixes, QuotaValues limits) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Environment", environment);
        members.put("TablePrefixes", prefixes);
        add(members, "Tables", limits.tables());
        add(members, "ControlPlaneOperations", limits.controlPlane());
        add(members, "StoredBytes", limits.storedBytes());
        add(members, "ReadUnits", limits.readUnits());
        add(members, "WriteUnits", limits.writeUnits());
        require(server.ask("PutEnvironmentQuota", members));
    }

    private static void add(Map<String, Object> members, String name, @Nullable Long value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /**
     * Takes a quota away; one that is not there is gone already.
     *
     * @throws SdkClientException if the server refuses, with its sentence
     */
    public void delete(String environment) {
        SignedJson.Answer answer =
                server.ask("DeleteEnvironmentQuota", Map.of("Environment", environment));
        if (!answer.code().equals("NoSuchQuota")) {
            require(answer);
        }
    }

    private static void require(SignedJson.Answer answer) {
        if (!answer.isGood()) {
            throw SdkClientException.create(answer.sentence());
        }
    }
}
