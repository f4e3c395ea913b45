package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.PolicyMeaning;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Managed policies. Two calls a poll. */
final class Policies implements Connecting {
    /** IAM keeps five versions. */
    private static final int MOST_VERSIONS = 5;

    private final Steps steps;
    private final Handover handover;

    Policies(Steps steps, Handover handover) {
        this.steps = steps;
        this.handover = handover;
    }

    @Override
    public void forget(ManagedObject.Identity object) {
        handover.forget(object);
    }

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        return new ManagedPolicy(object, provider);
    }

    /** Returns what a policy says. */
    static String documentOf(IamClient iam, Policy policy) {
        String encoded =
                iam.getPolicyVersion(
                                r -> r.policyArn(policy.arn()).versionId(policy.defaultVersionId()))
                        .policyVersion()
                        .document();
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** One policy, for one reconcile. */
    private final class ManagedPolicy implements External {
        private final ManagedObject object;
        private final Provider provider;
        private final Target target;
        private final IamClient iam;
        private final Map<String, Object> fields;
        private final Map<String, String> tags;
        private final Release release;
        private @Nullable Seen seen;

        private record Seen(Policy policy, String document, TagChange tags, Owner owner) {}

        ManagedPolicy(ManagedObject object, Provider provider) throws ExternalFailure {
            this.object = object;
            this.provider = provider;
            this.target = provider.target();
            this.iam = target.iam();
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
            return Objects.requireNonNullElse(Trees.text(fields.get("path")), "/");
        }

        private String arn() {
            AwsAccount account = provider.account();
            return "arn:%s:iam::%s:policy%s%s"
                    .formatted(account.partition(), account.id(), path(), name());
        }

        private @Nullable String document() {
            return Trees.text(fields.get("policy"));
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> {
                        try {
                            return look();
                        } catch (NoSuchEntityException _) {
                            return new Observation.Missing();
                        }
                    });
        }

        private Observation look() {
            Policy policy = iam.getPolicy(r -> r.policyArn(arn())).policy();
            String document = documentOf(iam, policy);
            Map<String, String> is = TagChange.read(policy.tags());
            TagChange change = TagChange.between(is, tags, fields.containsKey("tags"));
            seen = new Seen(policy, document, change, Owner.of(is));
            List<Difference> differences = new ArrayList<>(change.differences());
            String wanted = document();
            if (wanted != null && !PolicyMeaning.same(document, wanted)) {
                differences.add(new Difference("policy", document, wanted));
            }
            String description = Trees.text(fields.get("description"));
            if (description != null && !description.equals(policy.description())) {
                differences.add(
                        new Difference(
                                "description", String.valueOf(policy.description()), description));
            }
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("arn", policy.arn());
            view.put("id", policy.arn());
            view.put("policyId", policy.policyId());
            view.put("path", policy.path());
            view.put("policy", document);
            if (policy.attachmentCount() != null) {
                view.put("attachmentCount", policy.attachmentCount());
            }
            if (!is.isEmpty()) {
                view.put("tags", is);
                view.put("tagsAll", is);
            }
            boolean same = differences.isEmpty() && change.isEmpty();
            return new Observation.Present(
                    same ? State.UP_TO_DATE : State.DIFFERS,
                    Usable.YES,
                    view,
                    differences,
                    Map.of("policy", document, "path", policy.path()),
                    null,
                    null,
                    null);
        }

        @Override
        public @Nullable String create() throws ExternalFailure, InterruptedException {
            String document = document();
            if (document == null) {
                throw new ExternalFailure("spec.forProvider.policy is a required parameter");
            }
            return Failures.translated(
                    () -> {
                        iam.createPolicy(
                                r ->
                                        r.policyName(name())
                                                .path(path())
                                                .policyDocument(document)
                                                .description(Trees.text(fields.get("description")))
                                                .tags(TagChange.written(tags)));
                        return null;
                    });
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String description = Trees.text(fields.get("description"));
            if (description != null && !description.equals(there.policy().description())) {
                throw Failures.replacement("description");
            }
            Failures.translated(
                    () -> {
                        update(there);
                        return true;
                    });
        }

        private void update(Seen there) throws ExternalFailure, InterruptedException {
            String arn = there.policy().arn();
            // Directly: these make the policy ours, when it was nobody's.
            if (!there.tags().set().isEmpty()) {
                iam.tagPolicy(r -> r.policyArn(arn).tags(TagChange.written(there.tags().set())));
            }
            if (!there.tags().removed().isEmpty()) {
                iam.untagPolicy(r -> r.policyArn(arn).tagKeys(there.tags().removed().keySet()));
            }
            String wanted = document();
            if (wanted == null) {
                return;
            }
            String next = handover.next(object, target.iam(), there.document(), wanted);
            if (!PolicyMeaning.same(there.document(), next)) {
                List<String> others = otherVersions(arn, there.policy().defaultVersionId());
                steps.make(
                        target,
                        release,
                        List.of(
                                new Step.ReplacePolicy(
                                        name(),
                                        arn,
                                        there.policy().defaultVersionId(),
                                        next,
                                        others.size() + 1 < MOST_VERSIONS
                                                ? null
                                                : others.getFirst(),
                                        List.of())));
            }
        }

        /** Oldest first. */
        private List<String> otherVersions(String arn, String current) {
            return iam.listPolicyVersionsPaginator(r -> r.policyArn(arn)).versions().stream()
                    .map(PolicyVersion::versionId)
                    .filter(id -> !id.equals(current))
                    .sorted(Comparator.comparingInt(id -> Integer.parseInt(id.substring(1))))
                    .toList();
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String arn = there.policy().arn();
            Failures.translated(
                    () -> {
                        steps.make(
                                target,
                                release,
                                List.of(
                                        new Step.DeletePolicy(
                                                name(),
                                                arn,
                                                otherVersions(
                                                        arn, there.policy().defaultVersionId()))));
                        return true;
                    });
        }
    }
}
