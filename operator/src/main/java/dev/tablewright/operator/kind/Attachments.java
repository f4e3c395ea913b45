package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.util.List;
import java.util.Map;

/** Attachments of a managed policy to a role. One call a poll. */
final class Attachments implements Connecting {
    private final Steps steps;
    private final Handover handover;

    Attachments(Steps steps, Handover handover) {
        this.steps = steps;
        this.handover = handover;
    }

    @Override
    public void forget(ManagedObject.Identity object) {
        handover.forget(object);
    }

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        Map<String, Object> fields = object.forProvider();
        String role = Trees.text(fields.get("role"));
        String arn = Trees.text(fields.get("policyArn"));
        @Nullable Pair made = Pair.read(object.externalName());
        if (role == null || arn == null) {
            if (made != null && object.isDeleted()) {
                return new Attachment(object, provider, made, made);
            }
            throw new ExternalFailure(
                    "spec.forProvider."
                            + (role == null ? "role" : "policyArn")
                            + " is a required parameter");
        }
        Pair wanted = new Pair(role, arn);
        return new Attachment(object, provider, made == null ? wanted : made, wanted);
    }

    /** A role and a policy. */
    private record Pair(String role, String arn) {
        static @Nullable Pair read(@Nullable String externalName) {
            int slash = externalName == null ? -1 : externalName.indexOf("/arn:");
            return externalName == null || slash < 1
                    ? null
                    : new Pair(externalName.substring(0, slash), externalName.substring(slash + 1));
        }

        @Override
        public String toString() {
            return role + "/" + arn;
        }
    }

    /** One attachment, for one reconcile. */
    private final class Attachment implements External {
        private final ManagedObject object;
        private final Provider provider;
        private final Pair made;
        private final Pair wanted;

        Attachment(ManagedObject object, Provider provider, Pair made, Pair wanted) {
            this.object = object;
            this.provider = provider;
            this.made = made;
            this.wanted = wanted;
        }

        @Override
        public String externalName() {
            return made.toString();
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            boolean there = Failures.translated(this::isAttached);
            if (!there) {
                return new Observation.Missing();
            }
            Map<String, Object> view =
                    Map.of("id", made.toString(), "role", made.role(), "policyArn", made.arn());
            return made.equals(wanted)
                    ? new Observation.Present(State.UP_TO_DATE, view, List.of())
                    : new Observation.Present(
                            State.DIFFERS,
                            view,
                            List.of(
                                    new Difference(
                                            "attachment", made.toString(), wanted.toString())));
        }

        private boolean isAttached() {
            try {
                return provider
                        .target()
                        .iam()
                        .listAttachedRolePoliciesPaginator(r -> r.roleName(made.role()))
                        .attachedPolicies()
                        .stream()
                        .map(AttachedPolicy::policyArn)
                        .anyMatch(made.arn()::equals);
            } catch (NoSuchEntityException _) {
                return false;
            }
        }

        @Override
        public String create() throws ExternalFailure, InterruptedException {
            make(new Step.Attach(Principal.role(wanted.role()), name(wanted), wanted.arn()));
            return wanted.toString();
        }

        @Override
        public void update() throws ExternalFailure {
            throw new ExternalFailure(
                    "refuse to update the external resource because the following update requires"
                            + " replacing it: cannot change the value of the argument \""
                            + (made.role().equals(wanted.role()) ? "policyArn" : "role")
                            + "\": "
                            + object
                            + " is "
                            + made);
        }

        @Override
        public @Nullable String keptFor() throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> handover.keptFor(object, provider.target().iam(), made.arn()));
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            make(new Step.Detach(Principal.role(made.role()), name(made), made.arn()));
        }

        private static String name(Pair pair) {
            return pair.arn().substring(pair.arn().lastIndexOf('/') + 1);
        }

        private void make(Step step) throws ExternalFailure, InterruptedException {
            Failures.translated(
                    () -> {
                        steps.make(
                                provider.target(), Ownership.of(object, Map.of()), List.of(step));
                        return true;
                    });
        }
    }
}
