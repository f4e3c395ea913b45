package dev.tablewright.policy;

import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonText;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A policy document, read and compiled: what is wrong with it is said here, so that evaluation
 * cannot fail. Immutable.
 */
public final class PolicyDocument {
    private final String text;
    private final PolicyKind kind;
    private final String version;
    private final List<Statement> statements;

    PolicyDocument(String text, PolicyKind kind, String version, List<Statement> statements) {
        this.text = text;
        this.kind = kind;
        this.version = version;
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a document.
     *
     * @throws PolicySyntaxException with IAM's text for the first rule that is broken
     */
    public static PolicyDocument parse(String json, PolicyKind kind) {
        return new PolicyParser(json, kind).parse();
    }

    /** Returns the document as it was given. */
    public String text() {
        return text;
    }

    /** Returns what the document was read as. */
    public PolicyKind kind() {
        return kind;
    }

    /** Returns the version of the policy language; 2008-10-17 where the document names none. */
    public String version() {
        return version;
    }

    /** Returns the statements in the order of the document. */
    public List<Statement> statements() {
        return statements;
    }

    /**
     * Returns every entry of the Principal elements. Whether these principals exist is for the
     * caller to check: IAM refuses a document that names one that does not.
     */
    public List<PrincipalElement> principals() {
        List<PrincipalElement> principals = new ArrayList<>();
        for (Statement statement : statements) {
            principals.addAll(statement.source().principals());
        }
        return List.copyOf(principals);
    }

    /**
     * Returns the document as it decides when some conditions cannot be known yet: those on keys
     * that {@code open} names. Once decided in favour of the request and once against it, a
     * document gives the best and the worst that can happen; where both agree, the open keys do not
     * matter. Statements keep their places.
     *
     * @param open takes the key as it is written
     * @param inFavour whether open conditions of an Allow are met and those of a Deny are not; else
     *     the other way round
     * @return this document where it has no such condition
     */
    public PolicyDocument settled(Predicate<String> open, boolean inFavour) {
        if (statements.stream().noneMatch(statement -> statement.hasCondition(open))) {
            return this;
        }
        boolean variables = version.equals(PolicyParser.CURRENT_VERSION);
        return new PolicyDocument(
                text,
                kind,
                version,
                statements.stream()
                        .map(statement -> statement.settled(open, inFavour, kind, variables))
                        .toList());
    }

    /**
     * Returns the condition keys that the document looks at, in conditions and variables, each once
     * and as it is written first.
     */
    public List<String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        for (Statement statement : statements) {
            for (String key : statement.keys()) {
                keys.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            }
        }
        return List.copyOf(keys.values());
    }

    /** Returns a text that is the same for documents that differ in form and order only. */
    public String canonicalText() {
        return JsonText.canonicalPolicy(JsonReader.read(text));
    }
}
