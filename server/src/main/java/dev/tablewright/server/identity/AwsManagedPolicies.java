package dev.tablewright.server.identity;

import dev.tablewright.policy.PolicyKind;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policies that AWS manages, as far as they have to do with DynamoDB, Backup and IAM, the broad
 * ones, and some that examples often attach. Each has its newest version only; every account can
 * attach them, none can change them.
 */
public final class AwsManagedPolicies {
    /** What every ARN of such a policy begins with. */
    public static final String PREFIX = "arn:aws:iam::aws:policy/";

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private AwsManagedPolicies() {}

    /** Read on first use: a server that never meets one does not pay for them. */
    private static final class Loaded {
        static final Map<String, ManagedPolicy> BY_ARN = load();
    }

    /** Returns the policy with that ARN, or null. */
    public static @Nullable ManagedPolicy find(String arn) {
        return arn.startsWith(PREFIX) ? Loaded.BY_ARN.get(arn) : null;
    }

    /** Returns all, in the order of their names. */
    public static Collection<ManagedPolicy> all() {
        return Loaded.BY_ARN.values().stream()
                .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                .toList();
    }

    private static Map<String, ManagedPolicy> load() {
        Map<String, ManagedPolicy> policies = new TreeMap<>();
        try (InputStream in =
                AwsManagedPolicies.class.getResourceAsStream("aws-managed-policies.json")) {
            for (JsonNode entry : JsonMapper.shared().readTree(in)) {
                ManagedPolicy policy = read(entry);
                policies.put(policy.arn(), policy);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return policies;
    }

    private static ManagedPolicy read(JsonNode entry) {
        String name = entry.get("name").asString();
        String path = entry.get("path").asString();
        Instant updated = Instant.parse(entry.get("updated").asString());
        int number = entry.get("version").asInt();
        var version =
                new ManagedPolicy.Version(
                        number,
                        StoredPolicy.stored(entry.get("document").toString(), PolicyKind.MANAGED),
                        updated);
        var head =
                new Entity.Head(
                        ManagedPolicy.AWS,
                        idOf(path + name),
                        name,
                        path,
                        Instant.parse(entry.get("created").asString()));
        return new ManagedPolicy(head, Tags.NONE, "", updated, List.of(version), number, number);
    }

    /** AWS's own ids are not published; these are as stable. */
    private static String idOf(String pathAndName) {
        byte[] hash;
        try {
            hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(pathAndName.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        var id = new StringBuilder(EntityKind.POLICY.idPrefix());
        for (int i = 0; i < 17; i++) {
            id.append(BASE32.charAt(hash[i] & 31));
        }
        return id.toString();
    }
}
