package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Tag;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads policies and roles. */
final class PolicyReading {
    private PolicyReading() {}

    static ObservedPolicy read(IamClient iam, Policy policy) {
        Map<String, String> tags = new HashMap<>();
        iam.listPolicyTagsPaginator(request -> request.policyArn(policy.arn()))
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        List<PolicyVersion> versions = new ArrayList<>();
        iam.listPolicyVersionsPaginator(request -> request.policyArn(policy.arn()))
                .versions()
                .forEach(versions::add);
        String current =
                versions.stream()
                        .filter(version -> Boolean.TRUE.equals(version.isDefaultVersion()))
                        .map(PolicyVersion::versionId)
                        .findFirst()
                        .orElse(policy.defaultVersionId());
        List<String> others =
                versions.stream()
                        .map(PolicyVersion::versionId)
                        .filter(id -> !id.equals(current))
                        .sorted(Comparator.comparingInt(PolicyReading::number))
                        .toList();
        String document =
                iam.getPolicyVersion(r -> r.policyArn(policy.arn()).versionId(current))
                        .policyVersion()
                        .document();
        boolean ofEnvironment = Owner.environment(tags).isPresent();
        return new ObservedPolicy(
                policy.policyName(),
                policy.arn(),
                policy.path(),
                tags,
                current,
                others,
                // RFC 3986, where a plus is a plus.
                URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8),
                ofEnvironment ? holders(iam, policy.arn(), "PermissionsPolicy") : Set.of(),
                ofEnvironment ? holders(iam, policy.arn(), "PermissionsBoundary") : Set.of());
    }

    private static Set<Principal> holders(IamClient iam, String arn, String usage) {
        Set<Principal> holders = new HashSet<>();
        for (var page :
                iam.listEntitiesForPolicyPaginator(
                        request -> request.policyArn(arn).policyUsageFilter(usage))) {
            page.policyUsers().forEach(user -> holders.add(Principal.user(user.userName())));
            page.policyGroups().forEach(group -> holders.add(Principal.group(group.groupName())));
            page.policyRoles().forEach(role -> holders.add(Principal.role(role.roleName())));
        }
        return holders;
    }

    /** Reads a user, a group or a role whole. */
    static ObservedPrincipal principal(IamClient iam, Principal principal) {
        try {
            return switch (principal.kind()) {
                case USER -> user(iam, principal.name());
                case GROUP -> group(iam, principal.name());
                case ROLE -> wholeRole(iam, principal.name());
            };
        } catch (NoSuchEntityException e) {
            return new ObservedPrincipal.Absent(Target.sentence(e));
        } catch (IamException e) {
            if (e.statusCode() == 403) {
                return new ObservedPrincipal.Hidden(Target.sentence(e));
            }
            throw e;
        }
    }

    private static ObservedPrincipal user(IamClient iam, String name) {
        var user = iam.getUser(request -> request.userName(name)).user();
        Set<String> attached = new HashSet<>();
        iam.listAttachedUserPoliciesPaginator(request -> request.userName(name))
                .attachedPolicies()
                .forEach(policy -> attached.add(policy.policyArn()));
        return new ObservedPrincipal.Present(
                user.path(),
                tags(user.tags()),
                attached,
                arn(user.permissionsBoundary()),
                Set.of());
    }

    private static ObservedPrincipal wholeRole(IamClient iam, String name) {
        var role = iam.getRole(request -> request.roleName(name)).role();
        Set<String> attached = new HashSet<>();
        iam.listAttachedRolePoliciesPaginator(request -> request.roleName(name))
                .attachedPolicies()
                .forEach(policy -> attached.add(policy.policyArn()));
        return new ObservedPrincipal.Present(
                role.path(),
                tags(role.tags()),
                attached,
                arn(role.permissionsBoundary()),
                Set.of());
    }

    private static ObservedPrincipal group(IamClient iam, String name) {
        Set<String> members = new HashSet<>();
        String path = "/";
        for (var page : iam.getGroupPaginator(request -> request.groupName(name))) {
            path = page.group().path();
            page.users().forEach(user -> members.add(user.userName()));
        }
        Set<String> attached = new HashSet<>();
        iam.listAttachedGroupPoliciesPaginator(request -> request.groupName(name))
                .attachedPolicies()
                .forEach(policy -> attached.add(policy.policyArn()));
        return new ObservedPrincipal.Present(path, Map.of(), attached, null, members);
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> read = new HashMap<>();
        tags.forEach(tag -> read.put(tag.key(), tag.value()));
        return read;
    }

    private static @Nullable String arn(@Nullable AttachedPermissionsBoundary boundary) {
        return boundary == null ? null : boundary.permissionsBoundaryArn();
    }

    private static int number(String versionId) {
        return Integer.parseInt(versionId.substring(1));
    }

    /** Two calls; the one that tells the mark tells missing from foreign too. */
    static ObservedRole role(IamClient iam, String name) {
        @Nullable Map<String, String> tags = null;
        try {
            tags = tags(iam.getRole(request -> request.roleName(name)).role().tags());
        } catch (NoSuchEntityException e) {
            return new ObservedRole.Missing(Target.sentence(e));
        } catch (IamException e) {
            if (e.statusCode() != 403) {
                throw e;
            }
        }
        try {
            Set<String> attached = new HashSet<>();
            iam.listAttachedRolePoliciesPaginator(request -> request.roleName(name))
                    .attachedPolicies()
                    .forEach(policy -> attached.add(policy.policyArn()));
            return new ObservedRole.Present(attached, tags);
        } catch (NoSuchEntityException e) {
            return new ObservedRole.Missing(Target.sentence(e));
        } catch (IamException e) {
            if (e.statusCode() == 403) {
                // Who may see the tags of a role knows that it is there.
                return tags == null || Release.isPlatforms(tags)
                        ? new ObservedRole.Hidden(Target.sentence(e))
                        : new ObservedRole.Present(Set.of(), tags);
            }
            throw e;
        }
    }
}
