package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.policy.Arn;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.condition.ArnPattern;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which statement it was, and how its resources come to reach so far. */
public final class Wording {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
    private static final String CURRENT_VERSION = "2012-10-17";

    private Wording() {}

    /**
     * Names a statement: policy, the group it comes from, Sid or place, line.
     *
     * @param who whose policy it is; null where that says nothing
     */
    public static String statement(StatementRef statement, @Nullable PrincipalFacts who) {
        Statement.Source source = statement.statement().source();
        String group = who == null ? null : who.throughGroup().get(statement.policy().name());
        return statement.policy().name()
                + (group == null || !statement.policy().managed()
                        ? ""
                        : " (of group " + group + ")")
                + ", statement "
                + (source.sid() == null || source.sid().isEmpty()
                        ? String.valueOf(statement.index() + 1)
                        : source.sid())
                + " (line "
                + source.position().line()
                + ")";
    }

    /** Names statements, each once. */
    public static List<String> statements(
            Collection<StatementRef> statements, @Nullable PrincipalFacts who) {
        return statements.stream().map(statement -> statement(statement, who)).distinct().toList();
    }

    /** Returns the entries of a statement's Resource that cover a resource. */
    static List<String> covering(StatementRef statement, PrincipalFacts who, Resource on) {
        Statement.Source source = statement.statement().source();
        if (source.notResource()) {
            return List.of();
        }
        boolean variables = statement.policy().document().version().equals(CURRENT_VERSION);
        ConditionContext context = who.context();
        Arn arn = Arn.parse(on.arn());
        return source.resources().stream()
                .filter(
                        pattern ->
                                ArnPattern.ofResource(pattern, variables, true)
                                        .matches(arn, context))
                .toList();
    }

    /** Says why a statement reaches a table that it perhaps should not. */
    static @Nullable String because(StatementRef statement, PrincipalFacts who, Resource on) {
        List<String> covering = covering(statement, who, on);
        if (covering.isEmpty() || on.table() == null) {
            return statement.statement().source().notResource()
                    ? "NotResource leaves it out of what is excepted"
                    : null;
        }
        String pattern = covering.getFirst();
        String name = on.table().name();
        String written = below(pattern);
        String meant = below(substituted(pattern, who));
        if (pattern.equals("*")) {
            return "its Resource is *, which is everything";
        }
        if (meant.equals("*") || meant.startsWith("*/")) {
            return "table/"
                    + written
                    + " covers every table there, and with * also their indexes, streams and"
                    + " backups";
        }
        if (!written.equals(meant) && meant.endsWith("*") && !meant.equals(name + "*")) {
            return written
                    + " is "
                    + meant
                    + " for "
                    + who.shortName()
                    + ", and "
                    + name
                    + " begins like that too: names may go on after the separator";
        }
        return "its Resource " + pattern + " covers " + name;
    }

    private static String below(String pattern) {
        int table = pattern.indexOf(":table/");
        return table < 0 ? pattern : pattern.substring(table + ":table/".length());
    }

    private static String substituted(String pattern, PrincipalFacts who) {
        ConditionContext context = who.context();
        Matcher variables = VARIABLE.matcher(pattern);
        return variables.replaceAll(
                found -> {
                    List<String> values = context.get(found.group(1).split(",", 2)[0].strip());
                    return Matcher.quoteReplacement(
                            values == null || values.isEmpty() ? found.group() : values.getFirst());
                });
    }
}
