package dev.tablewright.controlplane.desired;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

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
        List<String> statements = new ArrayList<>();
        for (Grant kind : Grant.values()) {
            List<TableGrant> ofKind = grants.stream().filter(g -> g.grant() == kind).toList();
            if (!ofKind.isEmpty()) {
                List<String> resources =
                        ofKind.stream()
                                .flatMap(grant -> kind.resources(grant.tableArn()).stream())
                                .sorted()
                                .toList();
                statements.add(statement(kind.statementId(), kind.actions(), resources, ""));
            }
            if (kind == Grant.STREAM && !ofKind.isEmpty()) {
                statements.add(statement("Streams", List.of(Grant.LIST_STREAMS), List.of("*"), ""));
            }
        }
        keys(grants.stream().filter(grant -> !grant.grant().writes()).toList(), "KeyRead")
                .ifPresent(statements::add);
        keys(grants.stream().filter(grant -> grant.grant().writes()).toList(), "KeyWrite")
                .ifPresent(statements::add);
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    /** Returns by how many characters a document grows at least that gets one more grant. */
    static int least(TableGrant grant) {
        return grant.grant().resources(grant.tableArn()).stream()
                .mapToInt(resource -> resource.length() + ",\"\"".length())
                .sum();
    }

    /** The keys are for DynamoDB to use on the role's behalf, not for the role itself. */
    private static Optional<String> keys(List<TableGrant> grants, String id) {
        SortedSet<String> keys = new TreeSet<>();
        SortedSet<String> services = new TreeSet<>();
        for (TableGrant grant : grants) {
            if (grant.keyArn() != null) {
                keys.add(grant.keyArn());
                services.add(grant.viaService());
            }
        }
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        statement(
                                id,
                                grants.getFirst().grant().keyActions(),
                                keys,
                                ",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":"
                                        + list(services)
                                        + "}}"));
    }

    private static String statement(
            String id, Collection<String> actions, Collection<String> resources, String end) {
        return "{\"Sid\":\""
                + id
                + "\",\"Effect\":\"Allow\",\"Action\":"
                + list(actions)
                + ",\"Resource\":"
                + list(resources)
                + end
                + "}";
    }

    /** Nothing here needs escaping: names in actions and ARNs know neither quotes nor backslash. */
    private static String list(Collection<String> texts) {
        return "[\"" + String.join("\",\"", texts) + "\"]";
    }
}
