package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.identity.LastUse;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.identity.TrustPolicies;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.Collection;
import java.util.List;

/**
 * Writes what IAM shows of its entities. Lists show less than single answers, as the API model says
 * member by member.
 */
final class EntityXml {
    private final XmlWriter out;
    private final Identities identities;

    EntityXml(XmlWriter out, Identities identities) {
        this.out = out;
        this.identities = identities;
    }

    /** What every entity shows, with the members named after its kind. */
    void head(Entity entity) {
        String word = Shapes.wordOf(entity.kind());
        out.text("Path", entity.path())
                .text(word + "Name", entity.name())
                .text(word + "Id", entity.id())
                .text("Arn", entity.arn())
                .time("CreateDate", entity.created());
    }

    void user(User user) {
        listedUser(user);
        boundary(user);
        tagsIfAny(user.tags());
    }

    void listedUser(User user) {
        head(user);
    }

    void root(AccountImage account) {
        out.text("UserId", account.id())
                .text("Arn", account.account().rootArn())
                .time("CreateDate", account.account().created());
    }

    void group(Group group) {
        head(group);
    }

    /** As GetRole shows it. */
    void role(Role role) {
        listedRole(role);
        boundary(role);
        tagsIfAny(role.tags());
        lastUse(role);
    }

    void lastUse(Role role) {
        LastUse use = identities.lastUseOf(role.id());
        out.element(
                "RoleLastUsed",
                () -> {
                    if (use != null) {
                        out.time("LastUsedDate", use.time()).text("Region", use.region());
                    }
                });
    }

    /** As CreateRole shows it. */
    void newRole(Role role, boolean showMaxSession) {
        head(role);
        trust(role);
        description(role.description());
        if (showMaxSession) {
            out.number("MaxSessionDuration", role.maxSessionSeconds());
        }
        boundary(role);
        tagsIfAny(role.tags());
    }

    /** As ListRoles shows it: no boundary, no tags, no last use. */
    void listedRole(Role role) {
        head(role);
        trust(role);
        description(role.description());
        out.number("MaxSessionDuration", role.maxSessionSeconds());
    }

    /** As an instance profile shows it. */
    private void embeddedRole(Role role) {
        head(role);
        trust(role);
    }

    void login(String userName, LoginProfile login) {
        out.element(
                "LoginProfile",
                () ->
                        out.text("UserName", userName)
                                .time("CreateDate", login.created())
                                .flag("PasswordResetRequired", login.resetRequired()));
    }

    void policy(ManagedPolicy policy, AccountImage account) {
        listedPolicy(policy, account);
        description(policy.description());
        tags(policy.tags());
    }

    /** As CreatePolicy shows it: no description, and tags only where there are some. */
    void newPolicy(ManagedPolicy policy, AccountImage account) {
        listedPolicy(policy, account);
        tagsIfAny(policy.tags());
    }

    /** As ListPolicies shows it: no description, no tags. */
    void listedPolicy(ManagedPolicy policy, AccountImage account) {
        out.text("PolicyName", policy.name())
                .text("PolicyId", policy.id())
                .text("Arn", policy.arn())
                .text("Path", policy.path())
                .text("DefaultVersionId", "v" + policy.defaultVersion())
                .number("AttachmentCount", account.attachmentsOf(policy.arn()))
                .number("PermissionsBoundaryUsageCount", account.boundaryUsesOf(policy.arn()))
                .flag("IsAttachable", true)
                .time("CreateDate", policy.created())
                .time("UpdateDate", policy.updated());
    }

    void version(ManagedPolicy policy, ManagedPolicy.Version version, boolean withDocument) {
        if (withDocument) {
            out.document("Document", version.document().text());
        }
        out.text("VersionId", version.id())
                .flag("IsDefaultVersion", version.number() == policy.defaultVersion())
                .time("CreateDate", version.created());
    }

    void instanceProfile(InstanceProfile profile) {
        head(profile);
        List<Role> roles =
                profile.role() != null
                                && identities.image().byId(profile.role()) instanceof Role role
                        ? List.of(role)
                        : List.of();
        out.list("Roles", roles, this::embeddedRole);
        tagsIfAny(profile.tags());
    }

    void tags(Tags tags) {
        tags(tags.list());
    }

    void tags(Collection<Tags.Tag> tags) {
        out.list("Tags", tags, tag -> out.text("Key", tag.key()).text("Value", tag.value()));
    }

    private void tagsIfAny(Tags tags) {
        if (!tags.isEmpty()) {
            tags(tags);
        }
    }

    void trust(Role role) {
        out.document(
                "AssumeRolePolicyDocument", TrustPolicies.shown(role.trust(), identities.image()));
    }

    void description(String description) {
        out.text("Description", description.isEmpty() ? null : description);
    }

    void boundary(PolicyHolder holder) {
        String boundary = holder.policies().boundary();
        if (boundary != null) {
            out.element(
                    "PermissionsBoundary",
                    () ->
                            out.text("PermissionsBoundaryType", "Policy")
                                    .text("PermissionsBoundaryArn", boundary));
        }
    }
}
