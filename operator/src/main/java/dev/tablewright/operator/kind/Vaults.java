package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.target.BackupPlans;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Vaults of AWS Backup. Two calls a poll. A vault with recovery points is not deleted. */
final class Vaults implements Connecting {
    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        return new Vault(object, BackupCalls.of(provider.target(), object.forProvider()));
    }

    /** One vault, for one reconcile. */
    private static final class Vault implements External {
        private final ManagedObject object;
        private final BackupCalls calls;
        private final Map<String, Object> fields;
        private final Map<String, String> tags;
        private final Release release;
        private @Nullable Seen seen;

        private record Seen(String arn, @Nullable String key, TagChange tags, Owner owner) {}

        Vault(ManagedObject object, BackupCalls calls) throws ExternalFailure {
            this.object = object;
            this.calls = calls;
            this.fields = object.forProvider();
            Map<String, String> written = Trees.textMap(fields.get("tags"));
            this.release = Ownership.of(object, written);
            this.tags = new LinkedHashMap<>(release.ownerTags());
            this.tags.putAll(written);
        }

        private String name() {
            return Objects.requireNonNullElse(object.externalName(), object.identity().name());
        }

        private String path() {
            return "/backup-vaults/" + BackupPlans.encoded(name());
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> {
                        @Nullable JsonNode there = calls.find(path());
                        return there == null ? new Observation.Missing() : look(there);
                    });
        }

        private Observation look(JsonNode vault) {
            String arn = vault.path("BackupVaultArn").asString("");
            Map<String, String> is = calls.tags(arn);
            TagChange change = TagChange.between(is, tags, fields.containsKey("tags"));
            String key = Trees.text(vault.path("EncryptionKeyArn").asString(""));
            seen = new Seen(arn, key, change, Owner.of(is));
            List<Difference> differences = new ArrayList<>(change.differences());
            String wanted = Trees.text(fields.get("kmsKeyArn"));
            if (wanted != null && !wanted.equals(key)) {
                differences.add(new Difference("kmsKeyArn", String.valueOf(key), wanted));
            }
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("arn", arn);
            view.put("id", name());
            view.put("region", String.valueOf(fields.get("region")));
            view.put("recoveryPoints", vault.path("NumberOfRecoveryPoints").asLong(0));
            view.put("tags", is);
            view.put("tagsAll", is);
            return new Observation.Present(
                    differences.isEmpty() && change.isEmpty() ? State.UP_TO_DATE : State.DIFFERS,
                    view,
                    differences);
        }

        @Override
        public @Nullable String create() throws ExternalFailure, InterruptedException {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("BackupVaultTags", tags);
            String key = Trees.text(fields.get("kmsKeyArn"));
            if (key != null) {
                members.put("EncryptionKeyArn", key);
            }
            return Failures.translated(
                    () -> {
                        var _ = calls.put(path(), members);
                        return null;
                    });
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String wanted = Trees.text(fields.get("kmsKeyArn"));
            if (wanted != null && !wanted.equals(there.key())) {
                throw Failures.replacement("kmsKeyArn");
            }
            Failures.translated(
                    () -> {
                        calls.change(there.arn(), there.tags());
                        return true;
                    });
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            Failures.translated(
                    () -> {
                        calls.delete(path());
                        return true;
                    });
        }
    }
}
