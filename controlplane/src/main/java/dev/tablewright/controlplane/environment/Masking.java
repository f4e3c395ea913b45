package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.environment.MaskPath.Step;
import dev.tablewright.controlplane.values.MaskFile;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes items on their way into a clone, by rules for attributes. The same value becomes the same
 * mask wherever it stands, so that what belonged together still does; types stay as they are.
 *
 * <p>Safe for use by several threads.
 */
public final class Masking {
    private static final String RULES = "drop, hash, redact, keep or {fake: email}";
    private static final String REDACTED = "REDACTED";

    private final Map<String, Node> tables;
    private final Secret secret;
    private final Set<MaskFile.Rule> met = ConcurrentHashMap.newKeySet();
    private final List<MaskFile.Rule> rules;

    private Masking(Map<String, Node> tables, List<MaskFile.Rule> rules, Secret secret) {
        this.tables = tables;
        this.rules = rules;
        this.secret = secret;
    }

    /** What holds for a value, and for what is in it. */
    private static final class Node {
        private @Nullable MaskRule rule;
        private MaskFile.@Nullable Rule written;
        private final Map<String, Node> members = new LinkedHashMap<>();
        private @Nullable Node elements;

        Node into(Step step) {
            return switch (step) {
                case Step.Member(var name) -> members.computeIfAbsent(name, _ -> new Node());
                case Step.EachElement() -> {
                    Node there = elements == null ? new Node() : elements;
                    elements = there;
                    yield there;
                }
            };
        }
    }

    /** Changes nothing. */
    public static Masking none() {
        return new Masking(Map.of(), List.of(), new Secret(new byte[Secret.MIN_BYTES]));
    }

    /**
     * Reads rules.
     *
     * @param logicalNames of the tables that there are
     * @throws ValuesException with every rule, table or path that is not known, and its place
     */
    public static Masking parse(Source source, Set<String> logicalNames, Secret secret)
            throws ValuesException {
        List<MaskFile.Rule> rules = MaskFile.parse(source, rule -> mistake(rule, logicalNames));
        Map<String, Node> tables = new LinkedHashMap<>();
        for (MaskFile.Rule rule : rules) {
            MaskPath path = MaskPath.parse(rule.path());
            Node node = tables.computeIfAbsent(rule.table(), _ -> new Node());
            for (Step step : path == null ? List.<Step>of() : path.steps()) {
                node = node.into(step);
            }
            node.rule = rule(rule);
            node.written = rule;
        }
        return new Masking(tables, rules, secret);
    }

    private static @Nullable String mistake(MaskFile.Rule rule, Set<String> tables) {
        if (!tables.contains(rule.table())) {
            return "there is no table \"" + rule.table() + "\"; tables here are " + tables;
        }
        if (MaskPath.parse(rule.path()) == null) {
            return "is no path; write names with dots between them, and [] for every element of a"
                    + " list: items[].note";
        }
        return rule(rule) == null
                ? (rule.kind() == null
                                ? "\"" + rule.rule() + "\" is no rule"
                                : "{" + rule.rule() + ": " + rule.kind() + "} is no rule")
                        + "; write "
                        + RULES
                        + "; fakes are email, name, phone, street, city and uuid"
                : null;
    }

    private static @Nullable MaskRule rule(MaskFile.Rule rule) {
        if (rule.kind() != null) {
            return rule.rule().equals("fake") ? fake(rule.kind()) : null;
        }
        return switch (rule.rule()) {
            case "drop" -> new MaskRule.Drop();
            case "keep" -> new MaskRule.Keep();
            case "redact" -> new MaskRule.Redact();
            case "hash" -> new MaskRule.Hash();
            default -> null;
        };
    }

    private static @Nullable MaskRule fake(String word) {
        for (MaskRule.Kind kind : MaskRule.Kind.values()) {
            if (kind.word().equals(word)) {
                return new MaskRule.Fake(kind);
            }
        }
        return null;
    }

    /**
     * Checks that different items stay different.
     *
     * @throws CloneFailed if a key would be masked by another rule than hash
     */
    void checkKeys(String table, Set<String> keys) throws CloneFailed {
        Node root = tables.get(table);
        for (String key : keys) {
            Node node = root == null ? null : root.members.get(key);
            if (node != null
                    && node.written != null
                    && !(node.rule instanceof MaskRule.Hash
                            || node.rule instanceof MaskRule.Keep)) {
                throw new CloneFailed(
                        node.written.at()
                                + ": "
                                + table
                                + "."
                                + key
                                + ": is part of the key, and the rule could make two items one;"
                                + " write hash or keep");
            }
        }
    }

    /**
     * Returns places of the rules that met no value yet; after a clone each is likely a mistake in
     * the rule.
     */
    public List<Position> unmet() {
        return rules.stream().filter(rule -> !met.contains(rule)).map(MaskFile.Rule::at).toList();
    }

    /**
     * Returns an item as it may be copied.
     *
     * @throws CloneFailed if a value cannot be masked as the rules say
     */
    Map<String, AttributeValue> masked(String table, Map<String, AttributeValue> item)
            throws CloneFailed {
        Node root = tables.get(table);
        return root == null ? item : members(root, item, table);
    }

    private Map<String, AttributeValue> members(
            Node node, Map<String, AttributeValue> members, String path) throws CloneFailed {
        Map<String, AttributeValue> masked = new LinkedHashMap<>();
        for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
            Node inner = node.members.get(member.getKey());
            AttributeValue value =
                    inner == null
                            ? member.getValue()
                            : value(inner, member.getValue(), path + "." + member.getKey());
            if (value != null) {
                masked.put(member.getKey(), value);
            }
        }
        return masked;
    }

    /** Returns null for a value that is left out. */
    private @Nullable AttributeValue value(Node node, AttributeValue value, String path)
            throws CloneFailed {
        AttributeValue inside = inside(node, value, path);
        MaskRule rule = node.rule;
        if (rule == null) {
            return inside;
        }
        if (node.written != null) {
            met.add(node.written);
        }
        return switch (rule) {
            case MaskRule.Drop() -> null;
            case MaskRule.Keep() -> inside;
            case MaskRule.Redact() -> redacted(inside, path);
            case MaskRule.Hash() -> hashed(inside, path);
            case MaskRule.Fake(var kind) -> faked(kind, inside, path);
        };
    }

    private AttributeValue inside(Node node, AttributeValue value, String path) throws CloneFailed {
        if (value.type() == AttributeValue.Type.M && !node.members.isEmpty()) {
            return AttributeValue.fromM(members(node, value.m(), path));
        }
        Node elements = node.elements;
        if (value.type() == AttributeValue.Type.L && elements != null) {
            List<AttributeValue> masked = new ArrayList<>();
            for (AttributeValue element : value.l()) {
                AttributeValue one = value(elements, element, path + "[]");
                if (one != null) {
                    masked.add(one);
                }
            }
            return AttributeValue.fromL(masked);
        }
        return value;
    }

    private static AttributeValue redacted(AttributeValue value, String path) throws CloneFailed {
        SdkBytes nothing = SdkBytes.fromByteArray(new byte[1]);
        return switch (value.type()) {
            case S -> AttributeValue.fromS(REDACTED);
            case N -> AttributeValue.fromN("0");
            case B -> AttributeValue.fromB(nothing);
            case BOOL -> AttributeValue.fromBool(false);
            case NUL -> value;
            case SS -> AttributeValue.fromSs(List.of(REDACTED));
            case NS -> AttributeValue.fromNs(List.of("0"));
            case BS -> AttributeValue.fromBs(List.of(nothing));
            case L -> AttributeValue.fromL(List.of());
            case M -> AttributeValue.fromM(Map.of());
            case UNKNOWN_TO_SDK_VERSION -> throw cannot("redact", value, path);
        };
    }

    private AttributeValue hashed(AttributeValue value, String path) throws CloneFailed {
        return switch (value.type()) {
            case S -> AttributeValue.fromS(secret.hash(value.s()));
            case N -> AttributeValue.fromN(secret.hashNumber(value.n()));
            case B -> AttributeValue.fromB(secret.hash(value.b()));
            case SS -> AttributeValue.fromSs(value.ss().stream().map(secret::hash).toList());
            case NS -> AttributeValue.fromNs(value.ns().stream().map(secret::hashNumber).toList());
            case BS -> AttributeValue.fromBs(value.bs().stream().map(secret::hash).toList());
            case NUL -> value;
            case BOOL, L, M, UNKNOWN_TO_SDK_VERSION -> throw cannot("hash", value, path);
        };
    }

    private AttributeValue faked(MaskRule.Kind kind, AttributeValue value, String path)
            throws CloneFailed {
        return switch (value.type()) {
            case S -> AttributeValue.fromS(secret.fake(kind, value.s()));
            case SS ->
                    AttributeValue.fromSs(
                            value.ss().stream()
                                    .map(text -> secret.fake(kind, text))
                                    .distinct()
                                    .toList());
            case NUL -> value;
            case N -> {
                if (kind != MaskRule.Kind.PHONE) {
                    throw cannot("fake: " + kind.word(), value, path);
                }
                yield secret.fakePhoneNumber(value.n());
            }
            case B, NS, BS, BOOL, L, M, UNKNOWN_TO_SDK_VERSION ->
                    throw cannot("fake: " + kind.word(), value, path);
        };
    }

    private static CloneFailed cannot(String rule, AttributeValue value, String path) {
        return new CloneFailed(
                path
                        + " holds a value of type "
                        + value.type().name().toUpperCase(Locale.ROOT)
                        + ", which the rule \""
                        + rule
                        + "\" cannot mask; nothing of that item was copied. Use drop or redact, or"
                        + " name the values inside");
    }
}
