package dev.tablewright.policy.lint;

import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicySyntaxException;
import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonSyntaxException;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds what a policy document does otherwise than it seems to. */
public final class PolicyLinter {
    /** What is reported of a document that does not parse; no rule can look at it. */
    static final RuleInfo UNREADABLE =
            new RuleInfo(
                    "DDB-DOC-001",
                    Severity.ERROR,
                    "the document is refused",
                    "IAM answers MalformedPolicyDocument with this text, and stores nothing.");

    private static final List<Rule> RULES =
            Stream.of(
                            ResourceRules.values(),
                            ActionRules.values(),
                            VariableRules.values(),
                            ConditionRules.values(),
                            ResourcePolicyRules.values(),
                            TrustRules.values(),
                            ProviderRules.values(),
                            DocumentRules.values())
                    .flatMap(Arrays::stream)
                    .map(Rule.class::cast)
                    .toList();

    private PolicyLinter() {}

    /** Returns what is told of every rule, by id. */
    public static List<RuleInfo> rules() {
        return Stream.concat(
                        Stream.of(UNREADABLE, DocumentRules.ATTACHMENTS),
                        RULES.stream().map(Rule::info))
                .sorted(Comparator.comparing(RuleInfo::id))
                .toList();
    }

    /**
     * Returns what to say of a role with so many managed policies: an error above the limit, a
     * warning at or near it.
     *
     * @param most that can be attached: 10, or what AWS has granted on request
     */
    public static Finding attachments(Position position, String role, int used, int most) {
        return DocumentRules.ATTACHMENTS
                .finding(position, "role " + role + " has " + used + " of " + most + " policies")
                .with(used > most ? Severity.ERROR : Severity.WARNING);
    }

    /** Returns what there is to say of the document {@code text}, in its order. Never throws. */
    public static List<Finding> lint(String text, LintContext context) {
        PolicyKind kind = context.kind() == null ? kindOf(text) : context.kind();
        PolicyDocument document;
        try {
            // The version that IAM demands of managed policies is a rule of its own here.
            document =
                    PolicyDocument.parse(
                            text, kind == PolicyKind.MANAGED ? PolicyKind.INLINE : kind);
        } catch (PolicySyntaxException e) {
            return List.of(UNREADABLE.finding(position(e), message(text, e)));
        }
        LintedPolicy policy = new LintedPolicy(document);
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : RULES) {
            List<Finding> found = rule.check(policy, context);
            for (Finding finding : found) {
                boolean helps = helps(finding.correction(), document, rule, context, found.size());
                findings.add(helps ? finding : finding.with((Correction) null));
            }
        }
        findings.sort(
                Comparator.comparingInt((Finding finding) -> finding.position().line())
                        .thenComparingInt(finding -> finding.position().column()));
        return List.copyOf(findings);
    }

    /** Whether the corrected document parses, and leaves the rule less to say. */
    private static boolean helps(
            @Nullable Correction correction,
            PolicyDocument document,
            Rule rule,
            LintContext context,
            int findings) {
        if (correction == null) {
            return true;
        }
        try {
            PolicyDocument corrected =
                    PolicyDocument.parse(correction.applyTo(document.text()), document.kind());
            return rule.check(new LintedPolicy(corrected), context).size() < findings;
        } catch (PolicySyntaxException _) {
            return false;
        }
    }

    private static Position position(PolicySyntaxException e) {
        Position position = e.position();
        return position != null ? position : new Position(1, 1);
    }

    /** IAM says no more than that the syntax is wrong; where JSON is broken, we can say how. */
    private static String message(String text, PolicySyntaxException e) {
        String message = String.valueOf(e.getMessage());
        try {
            JsonReader.read(text);
            return message;
        } catch (JsonSyntaxException broken) {
            return message + " (" + broken.getMessage() + ")";
        }
    }

    /**
     * Tells the kind of a document by its statements: a principal and a resource make a resource
     * policy, a principal alone a trust policy.
     */
    public static PolicyKind kindOf(String text) {
        boolean principal = false;
        boolean resource = false;
        for (JsonObject statement : statements(text)) {
            principal |=
                    statement.members().containsKey("Principal")
                            || statement.members().containsKey("NotPrincipal");
            resource |=
                    statement.members().containsKey("Resource")
                            || statement.members().containsKey("NotResource");
        }
        if (!principal) {
            return PolicyKind.MANAGED;
        }
        return resource ? PolicyKind.RESOURCE : PolicyKind.TRUST;
    }

    private static List<JsonObject> statements(String text) {
        List<JsonObject> statements = new ArrayList<>();
        try {
            if (JsonReader.read(text) instanceof JsonObject(_, var members)) {
                JsonValue statement = members.get("Statement");
                if (statement instanceof JsonObject single) {
                    statements.add(single);
                } else if (statement instanceof JsonArray(_, var elements)) {
                    elements.forEach(
                            element -> {
                                if (element instanceof JsonObject object) {
                                    statements.add(object);
                                }
                            });
                }
            }
        } catch (JsonSyntaxException _) {
            // The parser says so.
        }
        return statements;
    }
}
