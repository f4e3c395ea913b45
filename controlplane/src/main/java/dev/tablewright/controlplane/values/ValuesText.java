package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Changes the text of a values file in the places that a change is about, and leaves all others,
 * comments and layout, as they are. Where that cannot be done surely, for instance where two tables
 * share a list by a YAML alias, there is no change: the caller asks for it by hand.
 */
public final class ValuesText {
    /** Texts that mean themselves in YAML and in Helm, whatever stands around them. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9+=,.@_/-]*");

    private static final Pattern MEANS_SOMETHING_ELSE =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|.*,.*");

    private final String text;

    /** Takes the text of a file that is known to keep the contract. */
    public ValuesText(String text) {
        this.text = text;
    }

    /** Returns the text as it is. */
    public String text() {
        return text;
    }

    /**
     * Puts a role at the end of a list, which is made where it is missing.
     *
     * @param index of the table in the values, from 0
     */
    public Optional<ValuesText> add(int index, RoleList list, String role) {
        MappingNode entry = table(index);
        if (entry == null) {
            return Optional.empty();
        }
        NodeTuple field = field(entry, list.fieldName());
        if (field == null) {
            return addList(entry, list, role);
        }
        return field.getValueNode() instanceof SequenceNode roles && isOwn(entry, roles)
                ? addElement(roles, role)
                : Optional.empty();
    }

    /**
     * Takes a role from a list.
     *
     * @param index of the table in the values, from 0
     */
    public Optional<ValuesText> remove(int index, RoleList list, String role) {
        MappingNode entry = table(index);
        NodeTuple field = entry == null ? null : field(entry, list.fieldName());
        if (entry == null
                || field == null
                || !(field.getValueNode() instanceof SequenceNode roles)
                || !isOwn(entry, roles)) {
            return Optional.empty();
        }
        List<Node> elements = roles.getValue();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof ScalarNode scalar && scalar.getValue().equals(role)) {
                return roles.getFlowStyle() == FlowStyle.FLOW
                        ? removeFromFlow(roles, i)
                        : removeFromBlock(field, roles, i);
            }
        }
        return Optional.empty();
    }

    /**
     * Repeats the entry of a table at the end of the list, under another name; comments within it
     * are repeated too.
     *
     * @param index of the table in the values, from 0
     * @param externalName of the copy; null if it follows the rule of names
     */
    public Optional<ValuesText> repeat(int index, String name, @Nullable String externalName) {
        MappingNode entry = table(index);
        MappingNode last = lastTable();
        if (entry == null || last == null || entry.getFlowStyle() == FlowStyle.FLOW) {
            return Optional.empty();
        }
        int from = lineStart(start(entry));
        boolean dash = text.substring(from, start(entry)).strip().equals("-");
        NodeTuple called = field(entry, "name");
        if (!dash || called == null || !isPlainField(called)) {
            return Optional.empty();
        }
        int to = nextLine(lastOf(entry));
        List<Edit> edits = new ArrayList<>();
        Node value = called.getValueNode();
        edits.add(new Edit(start(value), end(value), like(value, name)));
        NodeTuple external = field(entry, "externalName");
        if (external != null) {
            if (!isPlainField(external) || externalName == null) {
                return Optional.empty();
            }
            Node old = external.getValueNode();
            edits.add(new Edit(start(old), end(old), like(old, externalName)));
        } else if (externalName != null) {
            NodeTuple prefix = field(entry, "useIdpPrefix");
            String said = "externalName: " + quoted(externalName);
            if (prefix != null) {
                // The one has no meaning beside the other.
                int key = start(prefix.getKeyNode());
                edits.add(new Edit(key, end(prefix.getValueNode()), said));
                return repeated(last, from, to, edits);
            }
            int line = nextLine(end(value));
            String indentation = " ".repeat(entry.getStartMark().orElseThrow().getColumn());
            edits.add(new Edit(line, line, indentation + said + newline()));
        }
        return repeated(last, from, to, edits);
    }

    private Optional<ValuesText> repeated(MappingNode last, int from, int to, List<Edit> edits) {
        String copy = edited(from, to, edits);
        int place = nextLine(lastOf(last));
        boolean lastLineIsOpen = place == text.length() && !text.endsWith("\n");
        return Optional.of(
                replace(
                        place,
                        place,
                        lastLineIsOpen ? newline() + copy.stripTrailing() : ended(copy)));
    }

    private record Edit(int from, int to, String by) {}

    private String edited(int from, int to, List<Edit> edits) {
        StringBuilder out = new StringBuilder();
        int next = from;
        for (Edit edit : edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList()) {
            out.append(text, next, edit.from()).append(edit.by());
            next = edit.to();
        }
        return out.append(text, Math.min(next, to), to).toString();
    }

    private String ended(String lines) {
        return lines.endsWith("\n") ? lines : lines + newline();
    }

    /** Whether it is {@code name: value} on one line, nothing of it shared. */
    private boolean isPlainField(NodeTuple field) {
        return field.getValueNode() instanceof ScalarNode value
                && value.getAnchor().isEmpty()
                && start(value) > end(field.getKeyNode())
                && text.substring(end(field.getKeyNode()), start(value)).strip().equals(":")
                && !text.substring(start(value), end(value)).contains("\n");
    }

    private @Nullable MappingNode lastTable() {
        MappingNode last = null;
        for (int i = 0; ; i++) {
            MappingNode next = table(i);
            if (next == null) {
                return last;
            }
            last = next;
        }
    }

    // ---- Finding ----

    private @Nullable MappingNode table(int index) {
        Node root;
        try {
            root =
                    new Compose(LoadSettings.builder().setUseMarks(true).build())
                            .composeString(text)
                            .orElse(null);
        } catch (YamlEngineException e) {
            return null;
        }
        NodeTuple tables = root instanceof MappingNode map ? field(map, "tables") : null;
        return tables != null
                        && tables.getValueNode() instanceof SequenceNode list
                        && index < list.getValue().size()
                        && list.getValue().get(index) instanceof MappingNode table
                ? table
                : null;
    }

    private static @Nullable NodeTuple field(MappingNode map, String name) {
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return tuple;
            }
        }
        return null;
    }

    /** Whether the list stands here and nowhere else: an anchor may be used elsewhere. */
    private boolean isOwn(MappingNode entry, Node list) {
        return list.getAnchor().isEmpty()
                && start(list) >= start(entry)
                && end(list) <= Math.max(end(entry), start(entry));
    }

    private int start(Node node) {
        return offset(node.getStartMark().orElseThrow());
    }

    private int end(Node node) {
        return offset(node.getEndMark().orElseThrow());
    }

    /** Marks count code points. */
    private int offset(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    // ---- Changing ----

    private Optional<ValuesText> addElement(SequenceNode roles, String role) {
        if (roles.getValue().isEmpty()) {
            return Optional.of(replace(start(roles), end(roles), "[" + quoted(role) + "]"));
        }
        Node last = roles.getValue().getLast();
        String written = like(last, role);
        if (roles.getFlowStyle() == FlowStyle.FLOW) {
            return Optional.of(replace(end(last), end(last), ", " + written));
        }
        int line = lineStart(start(last));
        String indentation = text.substring(line, start(last));
        if (!indentation.isBlank() && !indentation.strip().equals("-")) {
            return Optional.empty();
        }
        return Optional.of(insertLineAfter(end(last), indentation + written));
    }

    private Optional<ValuesText> addList(MappingNode entry, RoleList list, String role) {
        RoleList other = list == RoleList.READ ? RoleList.WRITE : RoleList.READ;
        NodeTuple neighbour = field(entry, other.fieldName());
        if (neighbour == null) {
            neighbour = entry.getValue().getLast();
        }
        if (entry.getFlowStyle() == FlowStyle.FLOW) {
            return Optional.empty();
        }
        int column = entry.getStartMark().orElseThrow().getColumn();
        String line = " ".repeat(column) + list.fieldName() + ": [" + quoted(role) + "]";
        return Optional.of(insertLineAfter(lastOf(neighbour.getValueNode()), line));
    }

    /** Block collections end, by their marks, only where the next thing begins. */
    private int lastOf(Node node) {
        return switch (node) {
            case SequenceNode list
                    when list.getFlowStyle() == FlowStyle.BLOCK && !list.getValue().isEmpty() ->
                    lastOf(list.getValue().getLast());
            case MappingNode map
                    when map.getFlowStyle() == FlowStyle.BLOCK && !map.getValue().isEmpty() ->
                    lastOf(map.getValue().getLast().getValueNode());
            default -> end(node);
        };
    }

    private Optional<ValuesText> removeFromFlow(SequenceNode roles, int index) {
        List<Node> elements = roles.getValue();
        if (elements.size() == 1) {
            return Optional.of(replace(start(roles), end(roles), "[]"));
        }
        return Optional.of(
                index < elements.size() - 1
                        ? replace(start(elements.get(index)), start(elements.get(index + 1)), "")
                        : replace(end(elements.get(index - 1)), end(elements.get(index)), ""));
    }

    private Optional<ValuesText> removeFromBlock(NodeTuple field, SequenceNode roles, int index) {
        Node element = roles.getValue().get(index);
        int from = lineStart(start(element));
        int to = nextLine(end(element));
        boolean wholeLine = text.substring(from, start(element)).strip().equals("-");
        if (!wholeLine || text.substring(start(element), end(element)).contains("\n")) {
            return Optional.empty();
        }
        ValuesText without = replace(from, to, "");
        if (roles.getValue().size() > 1) {
            return Optional.of(without);
        }
        int colon = text.indexOf(':', end(field.getKeyNode())) + 1;
        return colon > 0 && colon <= from
                ? Optional.of(without.replace(colon, colon, " []"))
                : Optional.empty();
    }

    private ValuesText insertLineAfter(int place, String line) {
        int next = nextLine(place);
        boolean lastLineIsOpen = next == text.length() && !text.endsWith("\n");
        return replace(next, next, lastLineIsOpen ? newline() + line : line + newline());
    }

    private String newline() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private int lineStart(int place) {
        return text.lastIndexOf('\n', place - 1) + 1;
    }

    private int nextLine(int place) {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end + 1;
    }

    private ValuesText replace(int from, int to, String by) {
        return new ValuesText(text.substring(0, from) + by + text.substring(to));
    }

    /** Writes a text as its neighbour is written, where that is possible. */
    private static String like(Node neighbour, String value) {
        boolean plain =
                neighbour instanceof ScalarNode scalar
                        && scalar.getScalarStyle() == ScalarStyle.PLAIN
                        && PLAIN.matcher(value).matches()
                        && !MEANS_SOMETHING_ELSE.matcher(value).matches();
        if (plain) {
            return value;
        }
        boolean single =
                neighbour instanceof ScalarNode scalar
                        && scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
        return single ? "'" + value.replace("'", "''") + "'" : quoted(value);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
