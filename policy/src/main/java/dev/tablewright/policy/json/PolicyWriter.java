package dev.tablewright.policy.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes policy documents in one canonical form: compact, Version 2012-10-17, lists always as
 * lists, sorted and without repetition. The same grants give the same text, byte for byte, so that
 * texts can be compared to find out whether a policy has to be updated.
 */
public final class PolicyWriter {
    private final List<String> statements = new ArrayList<>();

    /** Starts a document without statements. */
    public PolicyWriter() {}

    /**
     * Adds an Allow statement.
     *
     * @param sid letters and digits; unique in the document
     */
    public PolicyWriter allow(
            String sid, Collection<String> actions, Collection<String> resources) {
        return statement("Allow", sid, actions, resources);
    }

    /**
     * Adds a Deny statement.
     *
     * @param sid letters and digits; unique in the document
     */
    public PolicyWriter deny(String sid, Collection<String> actions, Collection<String> resources) {
        return statement("Deny", sid, actions, resources);
    }

    private PolicyWriter statement(
            String effect, String sid, Collection<String> actions, Collection<String> resources) {
        StringBuilder out = new StringBuilder("{\"Sid\":");
        JsonText.string(out, sid);
        out.append(",\"Effect\":\"").append(effect).append("\",\"Action\":");
        JsonText.strings(out, new TreeSet<>(actions));
        out.append(",\"Resource\":");
        JsonText.strings(out, new TreeSet<>(resources));
        statements.add(out.append('}').toString());
        return this;
    }

    /** Returns the characters of {@link #toJson()}, as the quota of managed policies counts. */
    public int size() {
        return PolicySize.withoutWhitespace(toJson());
    }

    /** Returns the document, statements in the order in which they were added. */
    public String toJson() {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }
}
