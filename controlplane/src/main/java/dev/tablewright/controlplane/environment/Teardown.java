package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.DeletionPolicy;

import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Takes an environment away: access first, then users and roles that it made, then its tables, and
 * its policies last, so that a teardown that was stopped is found and finished by the next.
 *
 * <p>A table goes only if its tags, read just before, name this environment and say that it may go.
 */
public final class Teardown {
    private static final String ORPHAN = "stays, by deletionPolicy Orphan";

    private final Target target;
    private final IamClient iam;
    private final Consumer<String> progress;
    private final List<Kept> kept = new ArrayList<>();

    /**
     * Makes a teardown.
     *
     * @param progress hears one line for each thing that is done
     */
    public Teardown(Target target, Consumer<String> progress) {
        this.target = target;
        this.iam = target.iam();
        this.progress = progress;
    }

    /**
     * Something that had to stay.
     *
     * @param text what and why
     * @param asWanted whether its own settings say so: deletionPolicy Orphan
     */
    public record Kept(String text, boolean asWanted) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** What would go, and what would stay and why; in words. */
    public record Preview(List<String> goes, List<String> stays) {}

    /** Says what {@link #delete} would do; changes nothing. */
    public static Preview preview(LiveEnvironment environment) {
        List<String> goes = new ArrayList<>();
        List<String> stays = new ArrayList<>();
        for (LiveTable table : environment.tables()) {
            String obstacle = obstacle(table);
            if (obstacle.isEmpty()) {
                goes.add("table " + table.address() + ", with " + items(table.items()));
            } else {
                stays.add("table " + table.address() + ": " + obstacle);
            }
        }
        environment.policies().forEach(policy -> goes.add("policy " + policy.name()));
        return new Preview(goes, stays);
    }

    private static String obstacle(LiveTable table) {
        if (Owner.deletionPolicy(table.tags()) == DeletionPolicy.ORPHAN) {
            return ORPHAN;
        }
        return table.deletionProtection()
                ? "is protected against deletion; switch that off first"
                : "";
    }

    /**
     * Deletes an environment.
     *
     * @return what had to stay, in words; empty if all is gone
     * @throws software.amazon.awssdk.core.exception.SdkException if the target fails or refuses;
     *     doing it again goes on from there
     */
    public List<Kept> delete(LiveEnvironment environment) {
        kept.clear();
        environment.policies().forEach(this::release);
        environment.shared().forEach(policy -> leave(environment, policy));
        environment.principals().forEach(principal -> principal(environment, principal));
        environment.tables().forEach(table -> table(environment, table));
        quota(environment);
        environment.policies().forEach(this::policy);
        unusedFamilies(environment.shared());
        return List.copyOf(kept);
    }

    /**
     * Deletes the environments whose time has come.
     *
     * @return what had to stay, in words
     */
    public List<Kept> deleteExpired(String region, Instant now) {
        List<Kept> stays = new ArrayList<>();
        for (LiveEnvironment environment : LiveEnvironments.read(target, region).values()) {
            if (environment.isExpired(now) && !preview(environment).goes().isEmpty()) {
                progress.accept(
                        "environment " + environment.name() + ": expired " + environment.expires());
                stays.addAll(delete(environment));
            }
        }
        return stays;
    }

    private void quota(LiveEnvironment environment) {
        target.quotas()
                .filter(
                        quotas -> {
                            var there = quotas.list();
                            return there != null && there.containsKey(environment.name());
                        })
                .ifPresent(
                        quotas -> {
                            quotas.delete(environment.name());
                            progress.accept(
                                    "environment " + environment.name() + ": removed its quota");
                        });
    }

    private void release(ObservedPolicy policy) {
        policy.attachedTo().forEach(holder -> detach(holder, policy));
        policy.boundaryOf().forEach(this::unbound);
    }

    private void detach(Principal holder, ObservedPolicy policy) {
        String name = holder.name();
        gone(
                () -> {
                    switch (holder.kind()) {
                        case USER ->
                                iam.detachUserPolicy(r -> r.userName(name).policyArn(policy.arn()));
                        case GROUP ->
                                iam.detachGroupPolicy(
                                        r -> r.groupName(name).policyArn(policy.arn()));
                        case ROLE ->
                                iam.detachRolePolicy(r -> r.roleName(name).policyArn(policy.arn()));
                    }
                });
        progress.accept(holder + ": detached " + policy.name());
    }

    private void unbound(Principal holder) {
        gone(
                () -> {
                    if (holder.kind() == Principal.Kind.USER) {
                        iam.deleteUserPermissionsBoundary(r -> r.userName(holder.name()));
                    } else {
                        iam.deleteRolePermissionsBoundary(r -> r.roleName(holder.name()));
                    }
                });
        progress.accept(holder + ": removed its permissions boundary");
    }

    /** Takes the users of this environment out of what it has in common with others. */
    private void leave(LiveEnvironment environment, ObservedPolicy shared) {
        for (Principal user : environment.principals()) {
            if (shared.boundaryOf().contains(user)) {
                unbound(user);
            }
            for (Principal group : shared.attachedTo()) {
                if (group.kind() == Principal.Kind.GROUP) {
                    gone(
                            () ->
                                    iam.removeUserFromGroup(
                                            r -> r.userName(user.name()).groupName(group.name())));
                    progress.accept(user + ": left the group " + group.name());
                }
            }
        }
    }

    private void principal(LiveEnvironment environment, Principal principal) {
        if (!(Observer.principal(target, principal) instanceof ObservedPrincipal.Present present)
                || principal.kind() == Principal.Kind.GROUP) {
            return;
        }
        boolean named = environment.name().equals(Owner.environment(present.tags()).orElse(""));
        if (Owner.of(present.tags()) instanceof Owner.OwnedBy && named) {
            delete(principal);
        } else if (named && principal.kind() == Principal.Kind.ROLE) {
            // Put there for the policies that looked at it.
            iam.untagRole(r -> r.roleName(principal.name()).tagKeys(Release.ENVIRONMENT_TAG));
        }
    }

    private void delete(Principal principal) {
        String name = principal.name();
        try {
            if (principal.kind() == Principal.Kind.ROLE) {
                iam.deleteRole(r -> r.roleName(name));
            } else {
                iam.listAccessKeysPaginator(r -> r.userName(name)).accessKeyMetadata().stream()
                        .forEach(
                                key ->
                                        iam.deleteAccessKey(
                                                r ->
                                                        r.userName(name)
                                                                .accessKeyId(key.accessKeyId())));
                iam.deleteUser(r -> r.userName(name));
            }
            progress.accept(principal + ": deleted");
        } catch (NoSuchEntityException _) {
            // Gone already.
        } catch (DeleteConflictException e) {
            keep(principal + ": has more than this environment gave it: " + Target.sentence(e));
        }
    }

    private void table(LiveEnvironment environment, LiveTable table) {
        var dynamoDb = target.dynamoDb(table.address().region());
        String name = table.address().name();
        try {
            Map<String, String> tags = Observer.tags(dynamoDb, table.arn());
            if (!environment.name().equals(Owner.environment(tags).orElse(""))) {
                keep("table " + table.address() + ": is of this environment no longer");
                return;
            }
            if (Owner.deletionPolicy(tags) == DeletionPolicy.ORPHAN) {
                kept.add(new Kept("table " + table.address() + ": " + ORPHAN, true));
                return;
            }
            String obstacle = obstacle(table);
            if (!obstacle.isEmpty()) {
                keep("table " + table.address() + ": " + obstacle);
                return;
            }
            dynamoDb.deleteTable(r -> r.tableName(name));
            progress.accept("table " + table.address() + ": deleted, with all items");
        } catch (ResourceNotFoundException _) {
            // Gone already.
        } catch (ResourceInUseException e) {
            keep("table " + table.address() + ": " + Target.sentence(e));
        }
    }

    private void policy(ObservedPolicy policy) {
        gone(
                () -> {
                    for (String version : policy.otherVersions()) {
                        iam.deletePolicyVersion(r -> r.policyArn(policy.arn()).versionId(version));
                    }
                    iam.deletePolicy(r -> r.policyArn(policy.arn()));
                });
        progress.accept("policy " + policy.name() + ": deleted");
    }

    /** What several environments had in common goes with the last of them. */
    private void unusedFamilies(List<ObservedPolicy> families) {
        List<ObservedPolicy> unused = families.stream().filter(this::isUnused).toList();
        Set<Principal> groups = new TreeSet<>();
        for (ObservedPolicy family : unused) {
            for (Principal holder : family.attachedTo()) {
                detach(holder, family);
                if (isMade(holder, family)) {
                    groups.add(holder);
                }
            }
        }
        for (Principal group : groups) {
            gone(() -> iam.deleteGroup(r -> r.groupName(group.name())));
            progress.accept(group + ": deleted");
        }
        unused.forEach(this::policy);
    }

    /** Groups have no tags; their path says who made them. */
    private boolean isMade(Principal holder, ObservedPolicy family) {
        return holder.kind() == Principal.Kind.GROUP
                && Owner.of(family.tags()) instanceof Owner.OwnedBy(var owner)
                && Observer.principal(target, holder) instanceof ObservedPrincipal.Present present
                && present.path().equals(owner.groupPath());
    }

    private boolean isUnused(ObservedPolicy family) {
        for (Principal holder : family.attachedTo()) {
            if (Observer.principal(target, holder) instanceof ObservedPrincipal.Present present
                    && !present.members().isEmpty()) {
                return false;
            }
        }
        for (Principal bounded : family.boundaryOf()) {
            if (Observer.principal(target, bounded) instanceof ObservedPrincipal.Present present
                    && family.arn().equals(present.boundary())) {
                return false;
            }
        }
        return true;
    }

    private void keep(String text) {
        kept.add(new Kept(text, false));
    }

    private static void gone(Runnable call) {
        try {
            call.run();
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    /** DynamoDB counts about every six hours; before, a full table has 0. */
    private static String items(long counted) {
        return "all its items" + (counted == 0 ? "" : " (" + counted + " at the last count)");
    }
}
