package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.OwnTags;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Step.Await;
import dev.tablewright.controlplane.plan.Step.Capacity;
import dev.tablewright.controlplane.plan.Step.Change;
import dev.tablewright.controlplane.plan.Step.CreateIndex;
import dev.tablewright.controlplane.plan.Step.DeleteIndex;
import dev.tablewright.controlplane.plan.Step.Differs;
import dev.tablewright.controlplane.plan.Step.Note;
import dev.tablewright.controlplane.plan.Step.Refuse;
import dev.tablewright.controlplane.plan.Step.SetCapacity;
import dev.tablewright.controlplane.plan.Step.SetTags;
import dev.tablewright.controlplane.setting.Autoscaling;
import dev.tablewright.controlplane.setting.AutoscalingSetting;
import dev.tablewright.controlplane.setting.ChangeLimit;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.NotYet;
import dev.tablewright.controlplane.setting.Phase;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares one existing table with what is wanted, by meaning: lists as sets, and only what the
 * values name, so that what AWS fills in by itself never counts as a difference.
 *
 * <p>The order of the steps, and one change for each UpdateTable, are what DynamoDB allows: indexes
 * are deleted before others are created because of the limit of 20, and a move to PROVISIONED
 * carries the capacity of the table and of every index in one call.
 */
final class TableChanges {
    private final DesiredTable desired;
    private final ObservedTable have;
    private final Instant now;
    private final TableAddress address;
    private final TableSpec is;
    private final TableSpec should;

    /** What the values name, and what they named once and is taken back. */
    private final Settings goal;

    private final List<Step> steps = new ArrayList<>();

    /** Global indexes that are there and stay. */
    private final Map<String, IndexDefinition> staying = new LinkedHashMap<>();

    /** What no call can change, said field by field. */
    private final List<Step> immutable = new ArrayList<>();

    TableChanges(DesiredTable desired, ObservedTable have, Instant now) {
        this.desired = desired;
        this.now = now;
        this.have = have;
        this.address = desired.address();
        this.is = have.spec();
        this.should = desired.spec();
        this.goal = TableSettings.goal(should.settings(), is.tags());
    }

    /** The steps that make the table what it should be; or refusals only. */
    List<Step> steps() {
        keys();
        if (!steps.isEmpty()) {
            return steps;
        }
        List<Step> changes = changes();
        if (changes.stream().anyMatch(Step::isChange) && !have.isReady()) {
            steps.add(new Await(address));
        }
        steps.addAll(changes);
        return steps;
    }

    /** What a change would do, said but not done. */
    List<Step> differences() {
        List<Step> changes = steps();
        List<Step> found = new ArrayList<>(immutable);
        Set<Setting<?>> told = new HashSet<>();
        for (Step each : changes) {
            Step step = each instanceof Step.Wait wait ? wait.change() : each;
            switch (step) {
                case SetTags(_, _, var from, var to) ->
                        new TreeMap<>(to)
                                .forEach(
                                        (key, value) -> {
                                            // Observed tables are not ours, and need not say so.
                                            if (!isOwnership(key)) {
                                                found.add(
                                                        differs(
                                                                "tag " + key,
                                                                from.getOrDefault(key, "absent"),
                                                                value));
                                            }
                                        });
                case Step.RemoveTags(_, _, var from) ->
                        new TreeMap<>(from)
                                .forEach(
                                        (key, value) -> {
                                            if (!isOwnership(key)) {
                                                found.add(differs("tag " + key, value, "absent"));
                                            }
                                        });
                case Change(_, var transition) -> {
                    if (told.add(transition.setting())) {
                        found.add(difference(transition.setting()));
                    }
                }
                case SetCapacity(_, var from, var to, _) ->
                        found.add(differs("capacity", words(from), words(to)));
                case DeleteIndex(_, var index) ->
                        found.add(differs("globalSecondaryIndex " + index, "present", "absent"));
                case CreateIndex(_, var index, _, _) ->
                        found.add(
                                differs(
                                        "globalSecondaryIndex " + index.name(),
                                        "absent",
                                        "present"));
                case Refuse _, Note _, Await _ -> {}
                default -> throw new IllegalStateException("not a change of a table: " + step);
            }
        }
        return found;
    }

    /** From what is to what should be, without the stops on the way. */
    private <V> Differs difference(Setting<V> setting) {
        V from = is.settings().get(setting);
        V to = goal.get(setting);
        return differs(
                setting.name(),
                from == null ? "unknown" : setting.words(from),
                to == null ? "unknown" : setting.words(to));
    }

    private Differs differs(String field, String from, String to) {
        return new Differs("table " + address, field, from, to);
    }

    private static boolean isOwnership(String tag) {
        return tag.startsWith("idp/") || tag.equals("managed-by");
    }

    private void keys() {
        TableDefinition wanted = should.definition();
        TableDefinition real = is.definition();
        if (!wanted.key().equals(real.key())) {
            refuse(
                    "key",
                    words(real.key()),
                    words(wanted.key()),
                    "its key is " + words(real.key()) + " and should be " + words(wanted.key()));
        }
        for (Map.Entry<String, KeyType> attribute : wanted.attributes().entrySet()) {
            KeyType type = real.attributes().get(attribute.getKey());
            if (type != null && type != attribute.getValue()) {
                refuse(
                        "type of " + attribute.getKey(),
                        type.name(),
                        attribute.getValue().name(),
                        "its key attribute "
                                + attribute.getKey()
                                + " has the type "
                                + type
                                + " and should have "
                                + attribute.getValue());
            }
        }
        Map<String, IndexDefinition> wantedLocal = indexes(wanted, Kind.LOCAL);
        Map<String, IndexDefinition> realLocal = indexes(real, Kind.LOCAL);
        wantedLocal.forEach(
                (name, index) -> {
                    IndexDefinition there = realLocal.get(name);
                    if (there == null) {
                        refuse(
                                "localSecondaryIndex " + name,
                                "absent",
                                "present",
                                "it has no local index " + name);
                    } else if (!sameShape(index, there)) {
                        refuse(
                                "localSecondaryIndex " + name,
                                words(there),
                                words(index),
                                "its local index "
                                        + name
                                        + " is "
                                        + words(there)
                                        + " and should be "
                                        + words(index));
                    }
                });
        realLocal.keySet().stream()
                .filter(name -> !wantedLocal.containsKey(name))
                .forEach(
                        name ->
                                refuse(
                                        "localSecondaryIndex " + name,
                                        "present",
                                        "absent",
                                        "it has the local index " + name + ", the values do not"));
    }

    private void refuse(String field, String is, String should, String what) {
        immutable.add(differs(field, is, should));
        steps.add(
                new Refuse(
                        "table " + address,
                        what
                                + "; DynamoDB cannot change that. Add a second table beside it (a"
                                + " shadow table, for instance \""
                                + desired.logicalName()
                                + "-shadow\"), write to both, copy the items, and then switch"
                                + " over",
                        steps.isEmpty() ? desired : null,
                        null));
    }

    private List<Step> changes() {
        List<Step> changes = new ArrayList<>();
        Map<String, IndexDefinition> wanted = indexes(should.definition(), Kind.GLOBAL);
        Map<String, IndexDefinition> real = indexes(is.definition(), Kind.GLOBAL);
        real.forEach(
                (name, index) -> {
                    IndexDefinition want = wanted.get(name);
                    if (want != null && sameShape(want, index)) {
                        staying.put(name, index);
                    }
                });
        tags(changes);
        settings(changes, Phase.BESIDE);
        real.forEach(
                (name, index) -> {
                    if (!staying.containsKey(name)) {
                        deleteIndex(changes, index, wanted.containsKey(name));
                    }
                });
        capacity(changes, wanted);
        settings(changes, Phase.THROUGHPUT);
        settings(changes, Phase.TABLE_CLASS);
        settings(changes, Phase.PROTECTION);
        settings(changes, Phase.ENCRYPTION);
        settings(changes, Phase.STREAM);
        List<IndexDefinition> present = new ArrayList<>(staying.values());
        wanted.forEach(
                (name, index) -> {
                    if (!staying.containsKey(name)) {
                        present.add(index);
                        createIndex(changes, index, keyAttributes(present));
                    }
                });
        settings(changes, Phase.LAST);
        forget(changes);
        return changes;
    }

    private void createIndex(
            List<Step> changes, IndexDefinition index, Map<String, KeyType> attributes) {
        CreateIndex create = new CreateIndex(address, index, attributes, should.settings());
        for (Step step : changes) {
            if (step instanceof Step.Wait wait && WaitsAlong.needs(create, wait.change())) {
                changes.add(WaitsAlong.until(wait.opens(), create));
                return;
            }
        }
        changes.add(create);
        changes.add(new Await(address));
    }

    /** DynamoDB refuses to be told of attributes that no key uses yet. */
    private Map<String, KeyType> keyAttributes(List<IndexDefinition> globalIndexes) {
        Set<String> used = new HashSet<>(should.definition().key().attributes());
        indexes(should.definition(), Kind.LOCAL)
                .values()
                .forEach(index -> used.addAll(index.key().attributes()));
        globalIndexes.forEach(index -> used.addAll(index.key().attributes()));
        Map<String, KeyType> attributes = new LinkedHashMap<>(should.definition().attributes());
        attributes.keySet().retainAll(used);
        return attributes;
    }

    private void tags(List<Step> changes) {
        // Before the memory of them is written anew.
        Map<String, String> gone = OwnTags.gone(is.tags(), should.tags());
        if (!gone.isEmpty()) {
            changes.add(new Step.RemoveTags(address, have.arn(), gone));
        }
        Map<String, String> from = new LinkedHashMap<>();
        Map<String, String> to = new LinkedHashMap<>();
        Map<String, String> wanted = new LinkedHashMap<>(should.tags());
        wanted.putAll(SettingMemory.ofBoth(should.settings(), is.tags()));
        wanted.forEach(
                (key, value) -> {
                    String old = is.tags().get(key);
                    if (!value.equals(old)) {
                        to.put(key, value);
                        if (old != null) {
                            from.put(key, old);
                        }
                    }
                });
        environmentTags(is.tags(), should.tags())
                .forEach(
                        (key, value) -> {
                            to.put(key, value);
                            String old = is.tags().get(key);
                            if (old != null) {
                                from.put(key, old);
                            }
                        });
        if (!to.isEmpty()) {
            changes.add(new SetTags(address, have.arn(), from, to));
        }
    }

    /**
     * What is to be said anew about how long an environment lives. Its end is counted from the
     * moment at which the lifetime was set, so it is not in the values; applying adds it to the
     * lifetime, unless somebody remembers the end.
     */
    static Map<String, String> environmentTags(Map<String, String> is, Map<String, String> should) {
        Map<String, String> to = new LinkedHashMap<>();
        String wanted = should.get(Release.TTL_TAG);
        String had = is.getOrDefault(Release.TTL_TAG, Release.NEVER);
        String ends = is.getOrDefault(Release.EXPIRES_TAG, Release.NEVER);
        if (wanted == null) {
            if (!had.equals(Release.NEVER) || !ends.equals(Release.NEVER)) {
                to.put(Release.TTL_TAG, Release.NEVER);
                to.put(Release.EXPIRES_TAG, Release.NEVER);
            }
            return to;
        }
        String end = should.get(Release.EXPIRES_TAG);
        if (!wanted.equals(had) || ends.equals(Release.NEVER)) {
            to.put(Release.TTL_TAG, wanted);
        }
        if (end != null && !end.equals(ends)) {
            to.put(Release.EXPIRES_TAG, end);
        }
        return to;
    }

    /** The settings of one phase. */
    private void settings(List<Step> changes, Phase phase) {
        for (Setting<?> setting : goal.named()) {
            if (setting.appliesTo(should.billingMode())) {
                setting(changes, setting, phase);
            }
        }
    }

    private <V> void setting(List<Step> changes, Setting<V> setting, Phase phase) {
        V real = is.settings().get(setting);
        V wanted = goal.get(setting);
        if (real == null || wanted == null) {
            return;
        }
        V cleared = setting.cleared(real, wanted, staying.keySet());
        boolean clears = !cleared.equals(real);
        if (clears && phase == Phase.BESIDE) {
            add(changes, setting, real, cleared, setting.warnings(real, wanted));
        }
        if (phase == setting.phase()) {
            V from = setting.within(cleared, staying.keySet());
            // All indexes are there by the last phase.
            V to = phase == Phase.LAST ? wanted : setting.within(wanted, staying.keySet());
            add(changes, setting, from, to, clears ? List.of() : setting.warnings(from, to));
        }
    }

    private <V> void add(
            List<Step> changes, Setting<V> setting, V from, V to, List<String> warnings) {
        if (setting.satisfies(from, to)) {
            return;
        }
        String refusal = setting.refusal(from, to);
        if (refusal == null && staysProtected()) {
            refusal = setting.refusalWhileProtected(from, to);
        }
        if (refusal != null) {
            immutable.add(difference(setting));
            changes.add(new Refuse("table " + address, refusal));
            return;
        }
        warnings.forEach(warning -> changes.add(new Note("table " + address, warning)));
        ChangeLimit limit = setting.limit();
        int done = 0;
        for (Transition<V> transition : Transition.between(setting, from, to)) {
            Change change = new Change(address, transition);
            if (limit != null && done >= limit.changes()) {
                changes.add(new Step.Wait(change, later(limit), limit.words()));
                continue;
            }
            changes.add(change);
            done++;
            if (setting.updatesTable()) {
                changes.add(new Await(address));
            }
        }
    }

    private boolean staysProtected() {
        Boolean wanted = goal.get(DeletionProtectionSetting.PROTECTION);
        return Boolean.TRUE.equals(
                wanted == null ? is.settings().get(DeletionProtectionSetting.PROTECTION) : wanted);
    }

    /** Counted from now, as the change before it is made now. */
    private Instant later(ChangeLimit limit) {
        return now.equals(Instant.MAX) ? now : NotYet.fullSecond(now.plus(limit.within()));
    }

    /** What was taken back is forgotten only then: a plan that stopped before tries again. */
    private void forget(List<Step> changes) {
        if (!is.tags().containsKey(SettingMemory.TAG)
                || SettingMemory.gone(should.settings(), is.tags()).isEmpty()) {
            return;
        }
        Map<String, String> from = SettingMemory.ofBoth(should.settings(), is.tags());
        Map<String, String> to = SettingMemory.of(should.settings());
        changes.add(
                to.isEmpty()
                        ? new Step.RemoveTags(address, have.arn(), from)
                        : new SetTags(address, have.arn(), from, to));
    }

    private void deleteIndex(List<Step> changes, IndexDefinition index, boolean replaced) {
        if (replaced) {
            changes.add(
                    new Note(
                            "table " + address,
                            "replaces the index "
                                    + index.name()
                                    + ": queries on it fail until the new one is filled"));
        }
        changes.add(new DeleteIndex(address, index.name()));
        changes.add(new Await(address));
    }

    private void capacity(List<Step> changes, Map<String, IndexDefinition> wanted) {
        Capacity from = new Capacity(is.billingMode(), is.throughput());
        boolean intoProvisioned =
                from.mode() != should.billingMode()
                        && should.billingMode() == BillingMode.PROVISIONED;
        Autoscaling scaling = intoProvisioned ? Autoscaling.NONE : scaling();
        Capacity to =
                new Capacity(
                        should.billingMode(),
                        scaling.table().from(is.throughput(), should.throughput()));
        Map<String, Throughput> indexes = new LinkedHashMap<>();
        staying.forEach(
                (name, index) -> {
                    Throughput want =
                            scaling.index(name)
                                    .from(
                                            index.throughput(),
                                            wanted.getOrDefault(name, index).throughput());
                    if (to.mode() == BillingMode.PROVISIONED
                            && (intoProvisioned || !want.equals(index.throughput()))) {
                        indexes.put(name, want);
                    }
                });
        boolean differs =
                from.mode() != to.mode()
                        || (to.mode() == BillingMode.PROVISIONED
                                && !from.table().equals(to.table()));
        if (differs || !indexes.isEmpty()) {
            addCapacity(changes, new SetCapacity(address, from, to, indexes));
        }
    }

    /** What follows its use is as it should be anywhere between its bounds. */
    private Autoscaling scaling() {
        Autoscaling scaling = should.settings().get(AutoscalingSetting.SCALING);
        return scaling == null ? Autoscaling.NONE : scaling;
    }

    private void addCapacity(List<Step> changes, SetCapacity step) {
        Instant opens = CapacityWindow.opens(step, have);
        if (opens.isAfter(now)) {
            changes.add(new Step.Wait(step, opens, CapacityWindow.DECREASES));
            return;
        }
        CapacityWindow.warning(step, have, now)
                .ifPresent(text -> changes.add(new Note("table " + address, text)));
        changes.add(step);
        changes.add(new Await(address));
    }

    private static Map<String, IndexDefinition> indexes(TableDefinition table, Kind kind) {
        return table.indexes().stream()
                .filter(index -> index.kind() == kind)
                .collect(
                        Collectors.toMap(
                                IndexDefinition::name,
                                index -> index,
                                (a, _) -> a,
                                LinkedHashMap::new));
    }

    /** Same key and projection; the projected attributes are a set. */
    private static boolean sameShape(IndexDefinition a, IndexDefinition b) {
        return a.key().equals(b.key())
                && a.projection().type() == b.projection().type()
                && new HashSet<>(a.projection().nonKeyAttributes())
                        .equals(new HashSet<>(b.projection().nonKeyAttributes()));
    }

    private static String words(KeySchema key) {
        return String.join(" + ", key.attributes());
    }

    private static String words(IndexDefinition index) {
        return words(index.key())
                + " with "
                + index.projection().type()
                + (index.projection().nonKeyAttributes().isEmpty()
                        ? ""
                        : " " + index.projection().nonKeyAttributes());
    }

    /** Says how a table is billed. */
    static String words(Capacity capacity) {
        return capacity.mode() == BillingMode.PAY_PER_REQUEST
                ? "PAY_PER_REQUEST"
                : "PROVISIONED " + capacity.table().read() + "/" + capacity.table().write();
    }
}
