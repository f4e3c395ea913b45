package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.values.QuotaValues;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says in words what a step does. */
public final class StepText {
    private static final int LONG_LINE = 160;

    private StepText() {}

    /** Returns one line, without the subject: "create: CustomerId (S) ...". */
    public static String of(Step step) {
        return switch (step) {
            case Step.CreateTable(var table) -> "create: " + settings(table);
            case Step.SetTags(_, _, var from, var to) -> "set tags " + changes(from, to);
            case Step.RemoveTags remove -> "remove tags " + changes(Map.of(), remove.from());
            case Step.Change(_, var transition) -> transition.words();
            case Step.SetCapacity(_, var from, var to, var indexes) ->
                    "capacity "
                            + TableChanges.words(from)
                            + " -> "
                            + TableChanges.words(to)
                            + (indexes.isEmpty()
                                    ? ""
                                    : ", also of the indexes " + indexes.keySet());
            case Step.DeleteIndex(_, var index) -> "delete the global index " + index;
            case Step.CreateIndex(_, var index, var attributes, _) ->
                    "create the global index "
                            + index.name()
                            + ": "
                            + key(index.key(), attributes)
                            + ", "
                            + index.projection().type();
            case Step.DeleteTable _ -> "delete, with all items";
            case Step.Await _ -> "wait until it is ACTIVE";
            case Step.Wait(var change, var opens, var reason) ->
                    "waits until " + opens + " (" + reason + "): " + of(change);
            case Step.Keep _ -> "has left the values and stays (deletionPolicy Orphan)";
            case Step.CreatePolicy create ->
                    "create, " + create.document().length() + " characters";
            case Step.ReplacePolicy replace ->
                    "write a new version"
                            + (replace.prune() == null
                                    ? ""
                                    : ", delete the oldest one (" + replace.prune() + ")");
            case Step.DeletePolicy _ -> "delete";
            case Step.SetPolicyTags tags -> "set tags " + changes(Map.of(), tags.to());
            case Step.CreatePrincipal create ->
                    "create"
                            + (create.boundary() == null
                                    ? ""
                                    : ", with the permissions boundary " + create.boundary());
            case Step.SetBoundary set -> "set the permissions boundary " + set.policy();
            case Step.RemoveBoundary remove -> "remove the permissions boundary " + remove.policy();
            case Step.TagPrincipal tag -> "set tags " + changes(Map.of(), tag.to());
            case Step.UntagPrincipal untag -> "remove the tag " + untag.tag();
            case Step.Join join -> "join the group " + join.group();
            case Step.Leave leave -> "leave the group " + leave.group();
            case Step.DeletePrincipal delete ->
                    delete.principal().kind() == Principal.Kind.USER
                            ? "delete, with its access keys"
                            : "delete";
            case Step.OnRole change -> words(change);
            case Step.OnProvider change -> words(change);
            case Step.SetQuota(_, var from, var to) ->
                    "set the quota "
                            + words(to.limits())
                            + (from == null ? "" : " (was " + words(from.limits()) + ")");
            case Step.DeleteQuota _ -> "remove the quota";
            case Step.Attach attach -> "attach " + attach.policy();
            case Step.Detach detach -> "detach " + detach.policy();
            case Step.Note note -> note.text();
            case Step.Differs differs ->
                    differs.field() + " is " + differs.is() + ", should be " + differs.should();
            case Step.Refuse refuse -> refuse.reason();
        };
    }

    private static String words(Step.OnRole step) {
        return switch (step) {
            case Step.CreateRole(var role, _) ->
                    "create, for "
                            + subjects(role.subjects())
                            + (role.boundary() == null
                                    ? ""
                                    : ", with the permissions boundary " + role.boundary());
            case Step.ChangeRole(_, _, var setting, var from, var to) ->
                    setting == Step.RoleSetting.TRUST
                            ? "change the trust policy: "
                                    + TrustMeaning.words(from)
                                    + " -> "
                                    + TrustMeaning.words(to)
                            : setting.words()
                                    + " "
                                    + Objects.requireNonNullElse(from, "none")
                                    + " -> "
                                    + Objects.requireNonNullElse(to, "none");
            case Step.SetRoleTags(_, _, var from, var to) -> "set tags " + changes(from, to);
            case Step.RemoveRoleTags(_, _, var from) -> "remove tags " + changes(Map.of(), from);
            case Step.DeleteRole _ -> "delete";
        };
    }

    private static String words(Step.OnProvider step) {
        return switch (step) {
            case Step.CreateProvider(var provider) ->
                    "create, for tokens for " + provider.audience();
            case Step.AddAudience add -> "accept tokens for " + add.audience() + " too";
            case Step.SetThumbprints set -> "thumbprints " + set.from() + " -> " + set.to();
        };
    }

    private static String subjects(List<String> subjects) {
        return subjects.stream().map(TrustMeaning::account).collect(Collectors.joining(", "));
    }

    /** Says what an environment may use up. */
    public static String words(QuotaValues limits) {
        List<String> words = new ArrayList<>();
        add(words, "tables", limits.tables());
        add(words, "controlPlane", limits.controlPlane());
        add(words, "storedBytes", limits.storedBytes());
        add(words, "readUnits", limits.readUnits());
        add(words, "writeUnits", limits.writeUnits());
        return String.join(", ", words);
    }

    /** Says how a table is billed. */
    public static String words(Step.Capacity capacity) {
        return TableChanges.words(capacity);
    }

    private static void add(List<String> words, String name, @Nullable Long limit) {
        if (limit != null) {
            words.add(name + " " + limit);
        }
    }

    /**
     * Says a step on as many lines as it needs to be read; the first one says what it is. Only a
     * table with many settings needs more than one; what it would have anyway is left out then.
     */
    public static List<String> lines(Step step) {
        String line = of(step);
        if (!(step instanceof Step.CreateTable(var table)) || line.length() <= LONG_LINE) {
            return List.of(line);
        }
        List<String> chosen = table.spec().settings().wordsOfChosen();
        String create = "create: " + String.join(", ", shape(table.spec()));
        String all = create + ", " + String.join(", ", chosen);
        if (all.length() <= LONG_LINE) {
            return List.of(chosen.isEmpty() ? create : all);
        }
        List<String> lines = new ArrayList<>();
        lines.add(create);
        lines.addAll(chosen);
        return lines;
    }

    private static String settings(DesiredTable table) {
        List<String> words = shape(table.spec());
        words.addAll(table.spec().settings().words());
        return String.join(", ", words);
    }

    private static List<String> shape(TableSpec spec) {
        List<String> words = new ArrayList<>();
        words.add(key(spec.definition().key(), spec.definition().attributes()));
        words.add(TableChanges.words(new Step.Capacity(spec.billingMode(), spec.throughput())));
        if (!spec.definition().indexes().isEmpty()) {
            words.add(
                    spec.definition().indexes().stream()
                            .map(StepText::index)
                            .collect(Collectors.joining(", ", "indexes ", "")));
        }
        return words;
    }

    private static String index(IndexDefinition index) {
        return index.name() + (index.kind() == IndexDefinition.Kind.LOCAL ? " (local)" : "");
    }

    /** Says the attributes of a key with their types. */
    public static String key(KeySchema key, Map<String, KeyType> attributes) {
        return key.attributes().stream()
                .map(name -> name + " (" + attributes.get(name) + ")")
                .collect(Collectors.joining(" + "));
    }

    private static String changes(Map<String, String> from, Map<String, String> to) {
        return to.entrySet().stream()
                .map(
                        tag ->
                                tag.getKey()
                                        + "="
                                        + tag.getValue()
                                        + (from.containsKey(tag.getKey())
                                                ? " (was " + from.get(tag.getKey()) + ")"
                                                : ""))
                .collect(Collectors.joining(", "));
    }
}
