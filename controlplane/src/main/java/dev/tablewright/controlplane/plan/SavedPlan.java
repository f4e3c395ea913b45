package dev.tablewright.controlplane.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.Release;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan in a file, to be read by others and applied later, unchanged.
 *
 * <p>Nothing in it is trusted: applying it checks each step against the target again, owner first.
 *
 * @param version of this format
 * @param endpoint names the target; a plan is applied to no other
 * @param region whose STS told the account
 * @param account of the credentials at planning
 * @param release whose tables these are
 * @param values files as they were named
 * @param valuesDigest SHA-256 of their contents, in hexadecimal digits
 * @param plan without refusals
 */
public record SavedPlan(
        int version,
        String endpoint,
        String region,
        AwsAccount account,
        Release release,
        List<String> values,
        String valuesDigest,
        Plan plan) {
    /** The format that this program writes and reads. */
    public static final int VERSION = 3;

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "step")
    private interface NamedByKind {}

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addMixIn(Step.class, NamedByKind.class)
                    .registerSubtypes(kinds(Step.class))
                    .addModule(SettingsJson.module())
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    /** Copies the list. */
    public SavedPlan {
        values = List.copyOf(values);
        if (!plan.refusals().isEmpty()) {
            throw new IllegalArgumentException("a plan with refusals is not saved");
        }
    }

    /** A plan did not come from a file that this program can apply. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    private static Class<?>[] kinds(Class<?> sealed) {
        List<Class<?>> kinds = new ArrayList<>();
        collect(sealed, kinds);
        return kinds.toArray(Class<?>[]::new);
    }

    private static void collect(Class<?> kind, List<Class<?>> kinds) {
        if (kind.isSealed()) {
            for (Class<?> permitted : kind.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        } else {
            kinds.add(kind);
        }
    }

    private static final String NO_PLAN =
            "it is no saved plan: write one with \"plan --out FILE\"; a values file is given with"
                    + " -f";

    /** Returns the file's content. */
    public String write() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /**
     * Reads a file's content.
     *
     * @throws Unreadable if it is no saved plan, or one of another version of the format
     */
    public static SavedPlan read(String content) throws Unreadable {
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (JacksonException e) {
            throw new Unreadable(NO_PLAN);
        }
        try {
            int version = root.path("version").asInt(0);
            if (version != VERSION || !root.path("plan").isObject()) {
                throw new Unreadable(
                        version == 0 || version == VERSION
                                ? NO_PLAN
                                : "it has the format "
                                        + version
                                        + ", this program knows "
                                        + VERSION
                                        + ": plan again");
            }
            return JSON.treeToValue(root, SavedPlan.class);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new Unreadable("it is no saved plan: " + e.getMessage());
        }
    }
}
