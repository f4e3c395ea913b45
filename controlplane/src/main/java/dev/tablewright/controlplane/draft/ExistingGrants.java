package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.TableFacts;
import dev.tablewright.controlplane.desired.Grant;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which roles of an account can use a table already, said as the values say it. A role stands in a
 * list when it has what applications need of that grant; where its own policies give less, nobody
 * would want it widened by writing a file, so that it is left to them and a remark says so.
 *
 * <p>Roles whose policies are for every table, as an administrator's, are no grants of this table.
 *
 * @param readers roles for serviceAccountReadRoles, sorted
 * @param writers roles for serviceAccountWriteRoles, sorted
 * @param streamReaders roles for serviceAccountStreamRoles, sorted
 * @param searchers roles for serviceAccountSearchRoles, sorted
 * @param remarks what the lists cannot say, in sentences
 */
public record ExistingGrants(
        List<String> readers,
        List<String> writers,
        List<String> streamReaders,
        List<String> searchers,
        List<String> remarks) {
    /** Nobody was asked. */
    public static final ExistingGrants NONE =
            new ExistingGrants(List.of(), List.of(), List.of(), List.of(), List.of());

    private static final Set<String> READ =
            Set.of("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan");

    /** No index is called so: whoever may search it may search each. */
    private static final String ANY_INDEX = "0.any-index";

    private static final Set<String> WRITE =
            Set.of(
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem");

    /** Copies the lists. */
    public ExistingGrants {
        readers = List.copyOf(readers);
        writers = List.copyOf(writers);
        streamReaders = List.copyOf(streamReaders);
        searchers = List.copyOf(searchers);
        remarks = List.copyOf(remarks);
    }

    /** Reads the grants of every table of the snapshot, by the table's ARN. */
    public static Map<String, ExistingGrants> of(AccessSnapshot snapshot) {
        Reasoner reasoner = new Reasoner();
        Map<String, ExistingGrants> grants = new LinkedHashMap<>();
        for (TableFacts table : snapshot.tables()) {
            grants.put(table.arn(), new OfTable(reasoner, table).read(snapshot.principals()));
        }
        return grants;
    }

    /** The grants of one table, as they are found. */
    private static final class OfTable {
        private final Reasoner reasoner;
        private final TableFacts table;
        private final TableFacts elsewhere;
        private final List<String> actions;
        private final Set<String> readers = new TreeSet<>();
        private final Set<String> writers = new TreeSet<>();
        private final Set<String> streamReaders = new TreeSet<>();
        private final Set<String> searchers = new TreeSet<>();
        private final List<String> remarks = new ArrayList<>();
        private final Set<String> everywhere = new TreeSet<>();

        OfTable(Reasoner reasoner, TableFacts table) {
            this.reasoner = reasoner;
            this.table = table;
            this.elsewhere = otherTable(table);
            this.actions =
                    ActionCatalog.get().ofService("dynamodb").stream()
                            .filter(action -> action.isOn("table"))
                            .map(ServiceAction::fullName)
                            .toList();
        }

        /** A table of a name that no policy means in particular. */
        private static TableFacts otherTable(TableFacts table) {
            String name = "0.no-table-of-anybody";
            return new TableFacts(
                    table.region(),
                    name,
                    table.arn().substring(0, table.arn().indexOf('/') + 1) + name,
                    table.definition(),
                    Map.of(),
                    null,
                    List.of(),
                    null,
                    false);
        }

        ExistingGrants read(Collection<PrincipalFacts> principals) {
            for (PrincipalFacts who : principals) {
                if (who.kind() == PrincipalFacts.Kind.ROLE && !who.serviceLinked()) {
                    role(who);
                    below(who);
                }
            }
            if (!everywhere.isEmpty()) {
                remarks.add(
                        "by policies for every table, so in no list: "
                                + String.join(", ", everywhere));
            }
            return new ExistingGrants(
                    List.copyOf(readers),
                    List.copyOf(writers),
                    List.copyOf(streamReaders),
                    List.copyOf(searchers),
                    remarks);
        }

        private void role(PrincipalFacts who) {
            if (Grant.READ_AND_WRITE.actions().stream()
                    .noneMatch(action -> ask(who, action).possible())) {
                return;
            }
            Set<String> may = new TreeSet<>();
            Set<String> sometimes = new TreeSet<>();
            boolean named = false;
            for (String action : actions) {
                Answer answer = ask(who, action);
                if (answer.possible()) {
                    (answer instanceof Answer.Yes ? may : sometimes).add(action);
                    named |= namesTheTable(who, action, answer);
                }
            }
            if (named) {
                grants(who, may, sometimes);
            } else {
                everywhere.add(who.name());
            }
        }

        /**
         * Streams and vector indexes have lists of their own, and are no part of reading a table.
         */
        private void below(PrincipalFacts who) {
            String stream = table.streamArn();
            if (stream != null
                    && hasAll(
                            who,
                            Grant.STREAM,
                            new Resource(stream, Resource.Kind.STREAM, table, false),
                            new Resource(
                                    elsewhere.arn() + stream.substring(table.arn().length()),
                                    Resource.Kind.STREAM,
                                    elsewhere,
                                    false))) {
                streamReaders.add(who.name());
            }
            // Whether there is a vector index the definition does not say; its reader decides.
            if (hasAll(who, Grant.SEARCH, table.index(ANY_INDEX), elsewhere.index(ANY_INDEX))) {
                searchers.add(who.name());
            }
        }

        /** Whether a grant is given whole, by statements that mean this table in particular. */
        private boolean hasAll(PrincipalFacts who, Grant grant, Resource resource, Resource other) {
            return grant.actions().stream()
                    .allMatch(
                            action ->
                                    reasoner.ask(who, action, resource) instanceof Answer.Yes yes
                                            && yes.statements().stream()
                                                    .anyMatch(
                                                            statement ->
                                                                    !reasoner.covers(
                                                                            statement, who, action,
                                                                            other)));
        }

        private Answer ask(PrincipalFacts who, String action) {
            return reasoner.ask(who, action, table.resource());
        }

        private boolean namesTheTable(PrincipalFacts who, String action, Answer answer) {
            for (StatementRef statement : answer.statements()) {
                if (!reasoner.covers(statement, who, action, elsewhere.resource())) {
                    return true;
                }
            }
            return false;
        }

        private void grants(PrincipalFacts who, Set<String> may, Set<String> sometimes) {
            Set<String> given = new TreeSet<>();
            if (may.containsAll(READ)) {
                readers.add(who.name());
                given.addAll(Grant.READ.actions());
            }
            if (may.containsAll(WRITE)) {
                writers.add(who.name());
                given.addAll(Grant.WRITE.actions());
            }
            Set<String> gains = new TreeSet<>(given);
            gains.removeAll(may);
            if (!gains.isEmpty()) {
                remarks.add(who.name() + " would gain " + bare(gains));
            }
            if (given.containsAll(Grant.READ.actions()) && !readsIndexes(who)) {
                remarks.add(who.name() + " would gain Query and Scan on all indexes");
            }
            Set<String> besides = new TreeSet<>(may);
            besides.removeAll(given);
            if (!besides.isEmpty()) {
                remarks.add(
                        given.isEmpty()
                                ? who.name()
                                        + " may "
                                        + bare(besides)
                                        + " only: less than a list would give, so it is left to"
                                        + " its own policies"
                                : who.name()
                                        + " may also "
                                        + bare(besides)
                                        + ", by its own policies");
            }
            if (!sometimes.isEmpty()) {
                remarks.add(
                        who.name()
                                + " may "
                                + bare(sometimes)
                                + " under conditions, by its own policies");
            }
        }

        private boolean readsIndexes(PrincipalFacts who) {
            return table.indexes().stream()
                    .map(table::index)
                    .allMatch(
                            index ->
                                    reasoner.ask(who, "dynamodb:Query", index) instanceof Answer.Yes
                                            && reasoner.ask(who, "dynamodb:Scan", index)
                                                    instanceof Answer.Yes);
        }

        private static String bare(Set<String> actions) {
            return actions.stream()
                    .map(action -> action.substring(action.indexOf(':') + 1))
                    .collect(Collectors.joining(", "));
        }
    }
}
