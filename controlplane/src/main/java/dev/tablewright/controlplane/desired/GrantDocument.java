package dev.tablewright.controlplane.desired;

import java.util.List;

/**
 * Writes the policy document of some grants: one statement for each kind of grant, everything
 * sorted, no white space. The same grants give the same text, so that nothing changes on a second
 * run.
 */
final class GrantDocument {
    /**
     * A managed policy may have 6,144 characters that are not white space. The rest is a reserve
     * for a later, longer list of actions, which must not move grants between policies.
     */
    static final int MAX_CHARACTERS = 6000;

    private GrantDocument() {}

    static String write(List<TableGrant> grants) {
        StringBuilder out = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
        boolean first = true;
        for (Grant kind : Grant.values()) {
            List<String> resources =
                    grants.stream()
                            .filter(grant -> grant.grant() == kind)
                            .flatMap(grant -> kind.resources(grant.tableArn()).stream())
                            .sorted()
                            .toList();
            if (!resources.isEmpty()) {
                out.append(first ? "" : ",");
                first = false;
                out.append("{\"Sid\":\"").append(kind.statementId());
                out.append("\",\"Effect\":\"Allow\",\"Action\":");
                list(out, kind.actions());
                out.append(",\"Resource\":");
                list(out, resources);
                out.append('}');
            }
        }
        return out.append("]}").toString();
    }

    /** Nothing here needs escaping: names in actions and ARNs know neither quotes nor backslash. */
    private static void list(StringBuilder out, List<String> texts) {
        out.append("[\"").append(String.join("\",\"", texts)).append("\"]");
    }
}
