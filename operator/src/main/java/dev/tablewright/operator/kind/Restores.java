package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.Moment;
import dev.tablewright.controlplane.restore.Restoration;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.restore.RestoredSettings;
import dev.tablewright.controlplane.restore.TableBackups;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores: a table is brought back beside itself, under another name, with its settings and tags.
 *
 * <p>One object is one restore. It is done once: the table is not made again when it is gone later,
 * because it was promoted or deleted, and it stays when the object goes. What is restored is a
 * table of the object's own namespace: else it would be a way to everybody's items.
 */
final class Restores implements Connecting {
    private static final int STEPS = 2;

    private final InstantSource clock;
    private final Namespaces namespaces;

    Restores(InstantSource clock, Namespaces namespaces) {
        this.clock = clock;
        this.namespaces = namespaces;
    }

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        Map<String, Object> fields = object.forProvider();
        String region = required(fields, "region");
        String source = required(fields, "sourceTable");
        if (fields.containsKey("time") && fields.containsKey("backup")) {
            throw new ExternalFailure(
                    "spec.forProvider: a restore is to a time or from a backup, not both");
        }
        return new Restore(object, fields, provider.target(), new TableAddress(region, source));
    }

    private static String required(Map<String, Object> fields, String name) throws ExternalFailure {
        String value = Trees.text(fields.get(name));
        if (value == null) {
            throw new ExternalFailure("spec.forProvider." + name + " is a required parameter");
        }
        return value;
    }

    /** One restore, for one reconcile. */
    private final class Restore implements External {
        private final ManagedObject object;
        private final Map<String, Object> fields;
        private final Target target;
        private final TableAddress source;

        Restore(
                ManagedObject object,
                Map<String, Object> fields,
                Target target,
                TableAddress source) {
            this.object = object;
            this.fields = fields;
            this.target = target;
            this.source = source;
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            @Nullable String name = object.externalName();
            if (name == null) {
                return new Observation.Missing();
            }
            return Failures.translated(
                    () -> {
                        try {
                            return look(new TableAddress(source.region(), name));
                        } catch (ResourceNotFoundException _) {
                            return gone(name);
                        }
                    });
        }

        private Observation gone(String name) throws ExternalFailure {
            if (!object.annotations().containsKey(Annotations.CREATE_SUCCEEDED)) {
                return new Observation.Missing();
            }
            Map<String, Object> before = Trees.map(object.status().get("atProvider"));
            if (!Boolean.TRUE.equals(before.get("complete"))) {
                throw new ExternalFailure(
                        "the restore failed: the table "
                                + name
                                + " is gone again; delete this object and make another");
            }
            return new Observation.Present(
                    State.UP_TO_DATE, Usable.NO, before, List.of(), Map.of(), null, null, null);
        }

        private Observation look(TableAddress table) {
            TableDescription there =
                    target.dynamoDb(table.region())
                            .describeTable(r -> r.tableName(table.name()))
                            .table();
            Map<String, String> tags =
                    Observer.tags(target.dynamoDb(table.region()), there.tableArn());
            boolean complete = tags.containsKey(Release.RESTORE_TAG);
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("arn", there.tableArn());
            view.put("table", table.name());
            view.put("complete", complete);
            if (there.itemCount() != null) {
                view.put("itemCount", there.itemCount());
            }
            if (there.restoreSummary() != null) {
                view.put("restoredTo", there.restoreSummary().restoreDateTime().toString());
            }
            if (!Observer.isReady(there)) {
                return new Observation.Present(
                        State.AT_WORK,
                        Usable.BEING_MADE,
                        view,
                        List.of(),
                        Map.of(),
                        null,
                        new Progress(1, STEPS, "bring back the items: " + items(there)),
                        null);
            }
            return new Observation.Present(
                    complete ? State.UP_TO_DATE : State.DIFFERS,
                    complete ? Usable.YES : Usable.BEING_MADE,
                    view,
                    List.of(),
                    Map.of(),
                    null,
                    new Progress(STEPS, STEPS, "put back settings and tags"),
                    null);
        }

        private static String items(TableDescription there) {
            long items = there.itemCount() == null ? 0 : there.itemCount();
            return items + " so far";
        }

        @Override
        public String create() throws ExternalFailure, InterruptedException {
            requireOwn();
            return begin(Trees.text(fields.get("targetTable"))).table().name();
        }

        private void requireOwn() throws ExternalFailure, InterruptedException {
            @Nullable String namespace = object.identity().namespace();
            if (namespace == null) {
                return;
            }
            boolean own =
                    Failures.translated(
                            () -> {
                                try {
                                    return ownerOf(source).isIn(namespace);
                                } catch (ResourceNotFoundException _) {
                                    return isOf(namespace, source.name());
                                }
                            });
            if (!own) {
                throw new ExternalFailure(
                        "spec.forProvider.sourceTable: nothing says that the table "
                                + source.name()
                                + " is of the namespace "
                                + namespace
                                + "; for more, the platform has \"tablewright restore\"");
            }
        }

        private Owner ownerOf(TableAddress table) {
            var dynamoDb = target.dynamoDb(table.region());
            String arn = dynamoDb.describeTable(r -> r.tableName(table.name())).table().tableArn();
            return Owner.of(Observer.tags(dynamoDb, arn));
        }

        /** The tags of a table that is gone are gone as well; its name is left. */
        private boolean isOf(String namespace, String table) throws ExternalFailure {
            String name = table.startsWith("idp-") ? table.substring("idp-".length()) : table;
            return name.startsWith(namespace + "-") && namespaces.closer(namespace, name) == null;
        }

        private Begun begin(@Nullable String name) throws ExternalFailure, InterruptedException {
            Restoration restoration = new Restoration(target, clock, Steps.briefly());
            return Failures.translated(
                    () -> {
                        try {
                            return restoration.begin(source, origin(), name);
                        } catch (RestoreFailed e) {
                            throw new ExternalFailure(String.valueOf(e.getMessage()));
                        }
                    });
        }

        private Origin origin() throws ExternalFailure {
            String backup = Trees.text(fields.get("backup"));
            String time = Trees.text(fields.get("time"));
            try {
                return backup == null
                        ? new Origin.AtMoment(
                                Moment.of(
                                        time == null ? "latest" : time,
                                        clock.instant(),
                                        ZoneOffset.UTC))
                        : new Origin.FromBackup(
                                new TableBackups(target, clock, Steps.briefly())
                                        .find(source, backup));
            } catch (RestoreFailed | Moment.NoMoment e) {
                throw new ExternalFailure(String.valueOf(e.getMessage()));
            }
        }

        /** The items are back; what else the table had follows. */
        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Begun begun = begin(object.externalName());
            RestoredSettings settings = new RestoredSettings(target, clock, Steps.briefly());
            Failures.translated(
                    () -> {
                        try {
                            putBack(settings, begun);
                        } catch (RestoreFailed e) {
                            throw new ExternalFailure(String.valueOf(e.getMessage()));
                        } catch (Steps.TakesLonger _) {
                            // The next look goes on from there.
                        }
                        return true;
                    });
        }

        private void putBack(RestoredSettings settings, Begun begun)
                throws RestoreFailed, ExternalFailure, InterruptedException {
            RestoredSettings.@Nullable Original original = settings.read(source);
            @Nullable BackupEntry backup = begun.backup();
            if (original == null && backup != null) {
                original = settings.read(source.region(), backup);
            }
            if (original == null) {
                throw new ExternalFailure(
                        "the table " + source + " is gone, and its settings with it");
            }
            RestoredSettings.PutBack done =
                    settings.putBack(
                            original,
                            RestoredSettings.tags(original.tags(), begun.table()),
                            begun.table(),
                            _ -> {});
            if (!done.failed().isEmpty()) {
                throw new ExternalFailure("not put back: " + String.join("; ", done.failed()));
            }
            settings.complete(begun);
        }

        @Override
        public void delete() throws ExternalFailure {
            throw new ExternalFailure(
                    "a restored table does not go with its TableRestore: leave Delete out of"
                            + " spec.managementPolicies");
        }
    }
}
