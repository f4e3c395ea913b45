package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.DesiredRole;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedApplications.ProviderState;
import dev.tablewright.controlplane.observed.ObservedApplications.RoleState;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the roles of applications. Calls: three for each role of the values, and of the namespace
 * by its name; one ListRoles for 1,000 roles of the account; one for the OIDC provider.
 */
public final class ApplicationsObserver {
    private final IamClient iam;
    private final DesiredApplications desired;

    private ApplicationsObserver(IamClient iam, DesiredApplications desired) {
        this.iam = iam;
        this.desired = desired;
    }

    /**
     * Reads everything that {@code desired} names, and every role that belongs to its release.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached
     */
    public static ObservedApplications observe(Target target, DesiredApplications desired) {
        ApplicationsObserver observer = new ApplicationsObserver(target.iam(), desired);
        return new ObservedApplications(observer.roles(), observer.provider());
    }

    private Map<String, RoleState> roles() {
        Set<String> wanted = new LinkedHashSet<>();
        desired.roles().stream().map(DesiredRole::name).forEach(wanted::add);
        Set<String> names = new LinkedHashSet<>(wanted);
        String end = "-" + desired.release().namespace();
        // ListRoles tells no tags, but the names of the release's roles end alike.
        for (Role role : iam.listRolesPaginator().roles()) {
            if (role.roleName().endsWith(end)) {
                names.add(role.roleName());
            }
        }
        List<String> asked = new ArrayList<>(names);
        List<RoleState> answers = SideBySide.ask(asked, name -> role(iam, name));
        Map<String, RoleState> roles = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            if (wanted.contains(asked.get(i)) || isOurs(answers.get(i))) {
                roles.put(asked.get(i), answers.get(i));
            }
        }
        return roles;
    }

    private boolean isOurs(RoleState state) {
        Release release = desired.release();
        return state instanceof RoleState.Present present
                && Owner.ofPlatforms(present.tags()).equals(new Owner.OwnedBy(release));
    }

    /** Reads a role whole. */
    public static RoleState role(IamClient iam, String name) {
        try {
            Role role = iam.getRole(request -> request.roleName(name)).role();
            Set<String> attached = new HashSet<>();
            iam.listAttachedRolePoliciesPaginator(request -> request.roleName(name))
                    .attachedPolicies()
                    .forEach(policy -> attached.add(policy.policyArn()));
            Set<String> inline = new HashSet<>();
            iam.listRolePoliciesPaginator(request -> request.roleName(name))
                    .policyNames()
                    .forEach(inline::add);
            return new RoleState.Present(
                    role.path(),
                    // RFC 3986, where a plus is a plus.
                    URLDecoder.decode(
                            role.assumeRolePolicyDocument().replace("+", "%2B"),
                            StandardCharsets.UTF_8),
                    role.maxSessionDuration() == null ? 3600 : role.maxSessionDuration(),
                    role.permissionsBoundary() == null
                            ? null
                            : role.permissionsBoundary().permissionsBoundaryArn(),
                    tags(role.tags()),
                    attached,
                    inline);
        } catch (NoSuchEntityException _) {
            return new RoleState.Absent();
        } catch (IamException e) {
            if (e.statusCode() == 403) {
                return new RoleState.Hidden(Target.sentence(e));
            }
            throw e;
        }
    }

    /** Reads an OIDC provider. */
    public static ProviderState provider(IamClient iam, String arn) {
        try {
            var provider =
                    iam.getOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn));
            Set<String> thumbprints = new HashSet<>();
            provider.thumbprintList()
                    .forEach(print -> thumbprints.add(print.toLowerCase(Locale.ROOT)));
            return new ProviderState.Present(
                    Set.copyOf(provider.clientIDList()), thumbprints, tags(provider.tags()));
        } catch (NoSuchEntityException _) {
            return new ProviderState.Absent();
        } catch (IamException e) {
            if (e.statusCode() == 403) {
                return new ProviderState.Hidden(Target.sentence(e));
            }
            throw e;
        }
    }

    private ProviderState provider() {
        return provider(iam, desired.provider().arn());
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> read = new HashMap<>();
        tags.forEach(tag -> read.put(tag.key(), tag.value()));
        return read;
    }
}
