package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Tags;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * Builds the permission that a request needs: the ARN it is checked on, how a denial names it, and
 * the condition keys that IAM knows.
 *
 * <p>Of an entity that does not exist nothing is known but its name: it is checked on the ARN that
 * it would have without a path, and has no tags. So a caller whose rights depend on a tag is
 * denied, and one with {@code iam:*} goes on and is told that there is no such entity.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html">Actions,
 *     resources, and condition keys for IAM</a>
 */
final class Needs {
    private final Identities identities;
    private final String action;
    private final ConditionContext.Builder context = ConditionContext.builder();
    private String resource = "*";
    private String shown = "*";

    Needs(Identities identities, String action) {
        this.identities = identities;
        this.action = action;
    }

    /** Something that exists, or should. Denials name it as {@code role R}. */
    Needs on(String account, EntityKind kind, String name) {
        Entity entity = account(account).find(kind, name);
        resource = entity == null ? kind.arn(account, "/", name) : entity.arn();
        shown = kind.noun() + " " + name;
        resourceTags(entity);
        return this;
    }

    /**
     * A managed policy that exists, or should.
     *
     * @throws IdentityException if the ARN can be none of a policy
     */
    Needs onPolicy(String account, String arn) {
        PolicyRules.requireValidArn(arn);
        resource = arn;
        shown = EntityKind.POLICY.noun() + " " + arn;
        resourceTags(account(account).policy(arn));
        return this;
    }

    /**
     * An OIDC identity provider that exists, or should.
     *
     * @throws IdentityException if the ARN can be none of a provider
     */
    Needs onOidcProvider(String account, String arn) {
        OidcRules.requireValidArn(arn);
        resource = arn;
        shown = arn;
        resourceTags(account(account).oidcProvider(arn));
        return this;
    }

    /** A SAML provider or MFA device that exists, or should. */
    Needs onArn(String account, EntityKind kind, String arn) {
        resource = arn;
        shown = arn;
        resourceTags(account(account).byArn(kind, arn));
        return this;
    }

    /** The root user of an account, for its own keys. */
    Needs onRoot(String account) {
        resource = account(account).account().rootArn();
        shown = resource;
        return this;
    }

    /** Something that will exist. Denials name its ARN, except for policies. */
    Needs onNew(String account, EntityKind kind, String path, String name) {
        resource = kind.arn(account, path, name);
        shown = kind == EntityKind.POLICY ? kind.noun() + " " + name : resource;
        return this;
    }

    /** All of a kind below a path: {@code arn:aws:iam::A:user/}. */
    Needs onAll(String account, EntityKind kind, String pathPrefix) {
        resource = kind.arn(account, pathPrefix, "");
        shown = kind == EntityKind.POLICY ? "policy path " + pathPrefix : resource;
        return this;
    }

    /** The policy to attach or detach: the resource is the user, group or role. */
    Needs policyArn(String arn) {
        context.put("iam:PolicyARN", arn);
        return this;
    }

    /** The boundary that the entity has now. */
    Needs boundaryOf(String account, EntityKind kind, String name) {
        return account(account).find(kind, name) instanceof PolicyHolder holder
                ? boundary(holder.policies().boundary())
                : this;
    }

    /** The boundary that the entity will have. */
    Needs boundary(@Nullable String arn) {
        if (arn != null) {
            context.put("iam:PermissionsBoundary", arn);
        }
        return this;
    }

    /** The tags in the request. */
    Needs requestTags(Tags tags) {
        for (Tags.Tag tag : tags.list()) {
            context.put("aws:RequestTag/" + tag.key(), tag.value());
        }
        return tagKeys(tags.keys());
    }

    /** The tag keys in the request. */
    Needs tagKeys(Collection<String> keys) {
        if (!keys.isEmpty()) {
            context.putAll("aws:TagKeys", keys);
        }
        return this;
    }

    /** A condition key of this action alone. */
    Needs key(String name, String value) {
        context.put(name, value);
        return this;
    }

    Access access() {
        return new Access(action, resource, shown, context.build());
    }

    /** The permission, where it is the only one. */
    List<Access> only() {
        return List.of(access());
    }

    private void resourceTags(@Nullable Entity entity) {
        if (entity == null) {
            return;
        }
        for (Tags.Tag tag : entity.tags().list()) {
            context.put("aws:ResourceTag/" + tag.key(), tag.value());
            if (entity.kind() == EntityKind.USER || entity.kind() == EntityKind.ROLE) {
                context.put("iam:ResourceTag/" + tag.key(), tag.value());
            }
        }
    }

    private AccountImage account(String id) {
        return identities.account(id);
    }
}
