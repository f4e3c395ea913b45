package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.Step.Attach;
import dev.tablewright.controlplane.plan.Step.CreatePolicy;
import dev.tablewright.controlplane.plan.Step.DeletePolicy;
import dev.tablewright.controlplane.plan.Step.Detach;
import dev.tablewright.controlplane.plan.Step.ReplacePolicy;
import dev.tablewright.controlplane.plan.Step.SetPolicyTags;
import dev.tablewright.controlplane.setting.NotDone;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The steps that change policies and what they are attached to. */
final class PolicySteps {
    /** With pauses that grow to seconds: half a minute, more than IAM takes. */
    private static final int TRIES_FOR_NEW = 12;

    private final IamClient iam;
    private final Release release;
    private final InstantSource clock;
    private final Patience patience;

    /** ARNs of the policies that this run made, by name. */
    private final Map<String, String> created = new ConcurrentHashMap<>();

    PolicySteps(IamClient iam, Release release, InstantSource clock, Patience patience) {
        this.iam = iam;
        this.release = release;
        this.clock = clock;
        this.patience = patience;
    }

    void execute(Step.OnPolicy step) throws NotDone, InterruptedException {
        switch (step) {
            case CreatePolicy create -> create(create);
            case ReplacePolicy replace -> replace(replace);
            case DeletePolicy delete -> delete(delete);
            case Attach attach -> attach(attach);
            case Detach detach -> detach(detach);
            case SetPolicyTags tags -> {
                own(tags.arn());
                iam.tagPolicy(
                        request ->
                                request.policyArn(tags.arn())
                                        .tags(tags(Expiry.stamped(tags.to(), clock.instant()))));
            }
        }
    }

    /** Returns the ARN of a policy, also of one that this run made. */
    String arn(String policy, @Nullable String known) {
        String arn = known == null ? created.get(policy) : known;
        if (arn == null) {
            throw new IllegalStateException("used before it is made: " + policy);
        }
        return arn;
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private void create(CreatePolicy step) throws StepFailed {
        List<Tag> tags = tags(Expiry.stamped(step.tags(), clock.instant()));
        try {
            var response =
                    iam.createPolicy(
                            request ->
                                    request.policyName(step.name())
                                            .path(step.path())
                                            .policyDocument(step.document())
                                            .tags(tags));
            created.put(step.name(), response.policy().arn());
        } catch (EntityAlreadyExistsException _) {
            created.put(step.name(), requireMadeBefore(step));
        }
    }

    /** The answer to a CreatePolicy that did its work may have been lost. */
    private String requireMadeBefore(CreatePolicy step) throws StepFailed {
        for (var policy : iam.listPoliciesPaginator(r -> r.scope("Local")).policies()) {
            if (policy.policyName().equals(step.name())
                    && policy.path().equals(step.path())
                    && document(policy.arn(), policy.defaultVersionId()).equals(step.document())
                    && Owner.of(tagsOf(policy.arn())).equals(new Owner.OwnedBy(release))) {
                return policy.arn();
            }
        }
        throw new StepFailed("a policy of that name has appeared since the plan was made");
    }

    private String document(String arn, String version) {
        String encoded =
                iam.getPolicyVersion(r -> r.policyArn(arn).versionId(version))
                        .policyVersion()
                        .document();
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void replace(ReplacePolicy step) throws StepFailed {
        own(step.arn());
        String current =
                iam.getPolicy(request -> request.policyArn(step.arn())).policy().defaultVersionId();
        if (!current.equals(step.replaces())) {
            // The answer to the call that wrote it may have been lost.
            if (document(step.arn(), current).equals(step.document())) {
                return;
            }
            throw new StepFailed(
                    "the policy has changed since the plan was made: its version was "
                            + step.replaces()
                            + " and is "
                            + current);
        }
        if (step.prune() != null) {
            deleteVersion(step.arn(), step.prune());
        }
        try {
            iam.createPolicyVersion(
                    request ->
                            request.policyArn(step.arn())
                                    .policyDocument(step.document())
                                    .setAsDefault(true));
        } catch (LimitExceededException e) {
            // The client tried again by itself, as the first answer was lost.
            String now = iam.getPolicy(r -> r.policyArn(step.arn())).policy().defaultVersionId();
            if (!document(step.arn(), now).equals(step.document())) {
                throw e;
            }
        }
    }

    private void delete(DeletePolicy step) throws StepFailed {
        try {
            own(step.arn());
            for (String version : step.otherVersions()) {
                deleteVersion(step.arn(), version);
            }
            iam.deletePolicy(request -> request.policyArn(step.arn()));
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    private void deleteVersion(String arn, String version) {
        try {
            iam.deletePolicyVersion(request -> request.policyArn(arn).versionId(version));
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    private void own(String arn) throws StepFailed {
        if (!Owner.of(tagsOf(arn)).equals(new Owner.OwnedBy(release))) {
            throw new StepFailed("the policy has got another owner since the plan was made");
        }
    }

    private Map<String, String> tagsOf(String arn) {
        Map<String, String> tags = new HashMap<>();
        iam.listPolicyTagsPaginator(request -> request.policyArn(arn))
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** What was made a moment ago is not known everywhere in IAM at once. */
    private void attach(Attach step) throws NotDone, InterruptedException {
        String arn = arn(step.policy(), step.arn());
        int tries = step.arn() == null ? TRIES_FOR_NEW : 1;
        AtomicInteger tried = new AtomicInteger();
        try {
            patience.untilRoom(
                    step,
                    () -> {
                        try {
                            attach(step, arn);
                            return null;
                        } catch (NoSuchEntityException e) {
                            if (tried.incrementAndGet() >= tries) {
                                throw e;
                            }
                            return Target.codeAndSentence(e);
                        }
                    });
        } catch (IamException e) {
            boolean hidden = e.statusCode() == 403 || e instanceof NoSuchEntityException;
            if (hidden && step.principal().kind() == Principal.Kind.ROLE) {
                throw noSuchRole(e);
            }
            throw e;
        }
    }

    private void attach(Attach step, String arn) {
        String name = step.principal().name();
        switch (step.principal().kind()) {
            case USER -> iam.attachUserPolicy(r -> r.userName(name).policyArn(arn));
            case GROUP -> iam.attachGroupPolicy(r -> r.groupName(name).policyArn(arn));
            case ROLE -> iam.attachRolePolicy(r -> r.roleName(name).policyArn(arn));
        }
    }

    private static StepFailed noSuchRole(IamException e) {
        return new StepFailed(
                Target.sentence(e).replaceFirst("[.]?$", ".")
                        + " That is: no role based policy allows the assignment. Either there is"
                        + " no role of that name (usually <application>-<namespace>: check the"
                        + " spelling), or it was not made by the platform's charts, whose mark"
                        + " these credentials need to change it");
    }

    private void detach(Detach step) {
        String name = step.principal().name();
        try {
            switch (step.principal().kind()) {
                case USER -> iam.detachUserPolicy(r -> r.userName(name).policyArn(step.arn()));
                case GROUP -> iam.detachGroupPolicy(r -> r.groupName(name).policyArn(step.arn()));
                case ROLE -> iam.detachRolePolicy(r -> r.roleName(name).policyArn(step.arn()));
            }
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }
}
