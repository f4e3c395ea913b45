package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.DesiredProvider;
import dev.tablewright.controlplane.desired.DesiredRole;
import dev.tablewright.controlplane.desired.OwnTags;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedApplications;
import dev.tablewright.controlplane.observed.ObservedApplications.ProviderState;
import dev.tablewright.controlplane.observed.ObservedApplications.RoleState;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Step.ChangeRole;
import dev.tablewright.controlplane.plan.Step.Differs;
import dev.tablewright.controlplane.plan.Step.Note;
import dev.tablewright.controlplane.plan.Step.Refuse;
import dev.tablewright.controlplane.plan.Step.RoleSetting;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plans the roles of applications. Pure: the same states give the same plan.
 *
 * <p>Roles are made before anything is attached to them, and deleted when everything is detached;
 * so they stand around the plan of the tables.
 */
public final class ApplicationsPlan {
    private final DesiredApplications desired;
    private final ObservedApplications observed;
    private final List<Step> made = new ArrayList<>();

    private ApplicationsPlan(DesiredApplications desired, ObservedApplications observed) {
        this.desired = desired;
        this.observed = observed;
        provider();
        desired.roles().forEach(this::role);
    }

    /** Plans. */
    public static ApplicationsPlan of(DesiredApplications desired, ObservedApplications observed) {
        return new ApplicationsPlan(desired, observed);
    }

    /** Returns the first steps: those that make and change. */
    public Plan before() {
        return new Plan(isObserved() ? differences(made) : made, List.of(), isObserved());
    }

    /**
     * Returns the last steps: those that delete.
     *
     * @param tables the plan of the tables, which detaches; an empty one if there are none
     */
    public Plan after(Plan tables) {
        List<Step> gone = new ArrayList<>();
        departed(tables, gone);
        return new Plan(isObserved() ? differences(gone) : gone, List.of(), isObserved());
    }

    /** Returns all steps around those of the tables. */
    public Plan around(Plan tables) {
        List<Step> steps = new ArrayList<>(before().steps());
        steps.addAll(tables.steps());
        steps.addAll(after(tables).steps());
        return new Plan(steps, tables.access(), tables.accessStays());
    }

    /** Returns the state that the tables will find, once the first steps are done. */
    public ObservedState announced(ObservedState tables) {
        if (isObserved()) {
            return tables;
        }
        Map<String, ObservedRole> roles = new LinkedHashMap<>(tables.roles());
        for (DesiredRole role : desired.roles()) {
            boolean refused =
                    made.stream()
                            .anyMatch(
                                    step ->
                                            step instanceof Refuse
                                                    && step.subject().equals(subject(role)));
            if (!refused && roles.containsKey(role.name())) {
                Set<String> attached =
                        observed.roles().get(role.name()) instanceof RoleState.Present present
                                ? present.attached()
                                : Set.of();
                roles.put(role.name(), new ObservedRole.Present(attached, role.tags()));
            }
        }
        return tables.withRoles(roles);
    }

    /** Returns how the target differs from what the file says, whatever its managementPolicies. */
    public Drift drift() {
        List<Step> all = new ArrayList<>(made);
        departed(new Plan(List.of(), List.of()), all);
        List<Step> said = differences(all);
        return new Drift(
                said.stream().filter(Differs.class::isInstance).map(Differs.class::cast).toList(),
                said.stream().filter(Note.class::isInstance).map(Note.class::cast).toList());
    }

    private boolean isObserved() {
        return desired.managementPolicies() == ManagementPolicies.OBSERVE;
    }

    private static String subject(DesiredRole role) {
        return "role " + role.name();
    }

    private void provider() {
        DesiredProvider wanted = desired.provider();
        String subject = new Step.CreateProvider(wanted).subject();
        switch (observed.provider()) {
            case ProviderState.Present present -> provider(wanted, present, subject);
            case ProviderState.Absent _ when wanted.create() ->
                    made.add(new Step.CreateProvider(wanted));
            case ProviderState.Absent _ ->
                    made.add(
                            new Note(
                                    subject,
                                    "is not there: until it is made, no token of the cluster is"
                                            + " accepted (cluster.createOidcProvider: true makes"
                                            + " it)"));
            case ProviderState.Hidden(var answer) ->
                    made.add(
                            wanted.create()
                                    ? new Refuse(
                                            subject,
                                            "may not be seen. AWS says: \""
                                                    + answer
                                                    + "\" Let somebody else make it, and leave"
                                                    + " createOidcProvider out")
                                    : new Note(
                                            subject,
                                            "was not looked at. AWS says: \"" + answer + "\""));
        }
    }

    private void provider(DesiredProvider wanted, ProviderState.Present present, String subject) {
        boolean ours = isOurs(present.tags());
        if (!present.audiences().contains(wanted.audience())) {
            made.add(
                    ours && wanted.create()
                            ? new Step.AddAudience(
                                    wanted.arn(), desired.release(), wanted.audience())
                            : new Refuse(
                                    subject,
                                    "accepts tokens for "
                                            + String.join(", ", present.audiences())
                                            + " and not for "
                                            + wanted.audience()
                                            + ", and was not made by this release"));
        }
        Set<String> thumbprints = new TreeSet<>(wanted.thumbprints());
        if (!thumbprints.isEmpty() && !thumbprints.equals(present.thumbprints())) {
            made.add(
                    ours
                            ? new Step.SetThumbprints(
                                    wanted.arn(),
                                    desired.release(),
                                    List.copyOf(present.thumbprints()),
                                    wanted.thumbprints())
                            : new Note(
                                    subject,
                                    "has other thumbprints, and was not made by this release: it"
                                            + " stays as it is"));
        }
    }

    private boolean isOurs(Map<String, String> tags) {
        return Owner.ofPlatforms(tags).equals(new Owner.OwnedBy(desired.release()));
    }

    private void role(DesiredRole role) {
        switch (observed.roles().get(role.name())) {
            case RoleState.Present present -> existing(role, present);
            case RoleState.Absent _ -> made.add(new Step.CreateRole(role, desired.release()));
            case RoleState.Hidden(var answer) ->
                    made.add(
                            new Refuse(
                                    subject(role),
                                    "may not be seen. AWS says: \"" + answer + "\""));
            case null -> throw new IllegalStateException("not observed: " + role.name());
        }
    }

    private void existing(DesiredRole role, RoleState.Present present) {
        String obstacle = obstacle(role, present);
        if (obstacle != null) {
            made.add(new Refuse(subject(role), obstacle));
            return;
        }
        if (!isOurs(present.tags())) {
            made.add(
                    new Note(
                            subject(role),
                            present.tags().containsKey(Release.STAND_IN_TAG)
                                    ? "was made by \"up\" in the platform's place, and is taken"
                                            + " over"
                                    : "exists without an owner and is adopted"));
        }
        tags(role, present);
        changes(role, present);
    }

    /** Returns why an existing role is not touched; null if it is. */
    private @Nullable String obstacle(DesiredRole role, RoleState.Present present) {
        if (!present.path().equals(role.path())) {
            return "has the path "
                    + present.path()
                    + " and should have "
                    + role.path()
                    + "; a path cannot be changed: write rolePath: "
                    + present.path();
        }
        if (present.tags().containsKey(Release.STAND_IN_TAG)) {
            return null;
        }
        return switch (Owner.ofPlatforms(present.tags())) {
            case Owner.OwnedBy(var release) when !release.equals(desired.release()) ->
                    "belongs to "
                            + release
                            + " as the role of its application "
                            + Owner.application(present.tags()).orElse("?")
                            + "; rename one of the two";
            case Owner.OwnedBy _ -> null;
            case Owner.Nobody _ ->
                    role.adopt()
                            ? null
                            : "exists, and no tag says that it belongs to this release; write"
                                    + " \"adopt: true\" at the application to take it over";
            case Owner.Unknown(var description) ->
                    "belongs to " + description + " and is left alone";
        };
    }

    /** First of all: a stop in between leaves a role that says whose it is. */
    private void tags(DesiredRole role, RoleState.Present present) {
        Map<String, String> from = new LinkedHashMap<>();
        Map<String, String> to = new LinkedHashMap<>();
        role.tags()
                .forEach(
                        (key, value) -> {
                            String old = present.tags().get(key);
                            if (!value.equals(old)) {
                                to.put(key, value);
                                if (old != null) {
                                    from.put(key, old);
                                }
                            }
                        });
        if (!to.isEmpty()) {
            made.add(new Step.SetRoleTags(role.name(), desired.release(), from, to));
        }
        Map<String, String> gone = new TreeMap<>(OwnTags.gone(present.tags(), role.tags()));
        String standIn = present.tags().get(Release.STAND_IN_TAG);
        if (standIn != null) {
            gone.put(Release.STAND_IN_TAG, standIn);
        }
        if (!gone.isEmpty()) {
            made.add(new Step.RemoveRoleTags(role.name(), desired.release(), gone));
        }
    }

    private void changes(DesiredRole role, RoleState.Present present) {
        String is = present.boundary();
        String should = role.boundary();
        boolean remembered = present.tags().containsKey(DesiredApplications.BOUNDARY_TAG);
        // A border stands before more can be done, and goes when nothing is left to change.
        if (should != null && !should.equals(is)) {
            change(role, RoleSetting.BOUNDARY, is, should);
        }
        if (!TrustMeaning.same(present.trust(), role.trust())) {
            change(role, RoleSetting.TRUST, present.trust(), role.trust());
        }
        if (present.maxSessionSeconds() != role.maxSessionSeconds()) {
            change(
                    role,
                    RoleSetting.MAX_SESSION,
                    String.valueOf(present.maxSessionSeconds()),
                    String.valueOf(role.maxSessionSeconds()));
        }
        if (should == null && remembered) {
            if (is != null) {
                change(role, RoleSetting.BOUNDARY, is, null);
            }
            made.add(
                    new Step.RemoveRoleTags(
                            role.name(),
                            desired.release(),
                            Map.of(
                                    DesiredApplications.BOUNDARY_TAG,
                                    Objects.requireNonNull(
                                            present.tags()
                                                    .get(DesiredApplications.BOUNDARY_TAG)))));
        }
    }

    private void change(
            DesiredRole role, RoleSetting setting, @Nullable String from, @Nullable String to) {
        made.add(new ChangeRole(role.name(), desired.release(), setting, from, to));
    }

    /** Roles of this release that the file no longer names. */
    private void departed(Plan tables, List<Step> gone) {
        Set<String> wanted = new HashSet<>();
        desired.roles().forEach(role -> wanted.add(role.name()));
        observed.roles()
                .forEach(
                        (name, state) -> {
                            if (!wanted.contains(name)
                                    && state instanceof RoleState.Present present) {
                                gone.add(departed(name, present, tables));
                            }
                        });
    }

    private Step departed(String name, RoleState.Present present, Plan tables) {
        String subject = "role " + name;
        if (desired.deletionPolicy() == DeletionPolicy.ORPHAN) {
            return new Note(subject, "has left the file and stays, by deletionPolicy Orphan");
        }
        Set<String> hanging = hanging(name, present, tables);
        if (!hanging.isEmpty() && !isObserved()) {
            return new Refuse(
                    subject,
                    "has left the file and would be deleted, but policies of others are on it: "
                            + String.join(", ", hanging)
                            + "; let them be detached first, or write deletionPolicy: Orphan");
        }
        return new Step.DeleteRole(name, desired.release());
    }

    /** What is on a role, but for what the plan of the tables takes off, and with what it adds. */
    private static Set<String> hanging(String role, RoleState.Present present, Plan tables) {
        Set<String> hanging = new TreeSet<>(present.attached());
        Principal holder = Principal.role(role);
        for (Step step : tables.steps()) {
            switch (step) {
                case Step.Detach detach when detach.principal().equals(holder) ->
                        hanging.remove(detach.arn());
                case Step.Attach attach when attach.principal().equals(holder) ->
                        hanging.add(Objects.requireNonNullElse(attach.arn(), attach.policy()));
                default -> {}
            }
        }
        present.inline().forEach(name -> hanging.add(name + " (inline)"));
        return hanging;
    }

    private static List<Step> differences(List<Step> steps) {
        return steps.stream().flatMap(ApplicationsPlan::difference).toList();
    }

    private static Stream<Step> difference(Step step) {
        String subject = step.subject();
        return switch (step) {
            case Step.CreateRole _, Step.CreateProvider _ ->
                    Stream.of(new Differs(subject, "itself", "absent", "present"));
            case Step.DeleteRole _ ->
                    Stream.of(new Differs(subject, "itself", "present", "absent"));
            case ChangeRole(_, _, var setting, var from, var to) ->
                    Stream.of(
                            setting == RoleSetting.TRUST
                                    ? trustDiffers(subject, from, to)
                                    : new Differs(
                                            subject,
                                            setting.words(),
                                            Objects.requireNonNullElse(from, "none"),
                                            Objects.requireNonNullElse(to, "none")));
            case Step.SetRoleTags(_, _, var from, var to) ->
                    to.entrySet().stream()
                            .map(
                                    tag ->
                                            new Differs(
                                                    subject,
                                                    "tag " + tag.getKey(),
                                                    from.getOrDefault(tag.getKey(), "absent"),
                                                    tag.getValue()));
            case Step.RemoveRoleTags(_, _, var from) ->
                    from.entrySet().stream()
                            .map(
                                    tag ->
                                            new Differs(
                                                    subject,
                                                    "tag " + tag.getKey(),
                                                    tag.getValue(),
                                                    "absent"));
            case Step.AddAudience add ->
                    Stream.of(new Differs(subject, "audience", "without it", add.audience()));
            case Step.SetThumbprints set ->
                    Stream.of(
                            new Differs(
                                    subject,
                                    "thumbprints",
                                    set.from().toString(),
                                    set.to().toString()));
            case Refuse refuse ->
                    Stream.of(new Differs(subject, "itself", refuse.reason(), "as in the file"));
            default -> Stream.of(step);
        };
    }

    private static Differs trustDiffers(
            String subject, @Nullable String from, @Nullable String to) {
        String is = TrustMeaning.words(from);
        String should = TrustMeaning.words(to);
        // The same people under other conditions: only the documents show it.
        return is.equals(should)
                ? new Differs(subject, "trust policy", String.valueOf(from), String.valueOf(to))
                : new Differs(subject, "trust policy", "for " + is, "for " + should);
    }
}
