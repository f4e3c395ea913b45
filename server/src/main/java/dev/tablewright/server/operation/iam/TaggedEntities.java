package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.OidcProvider;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.SamlProvider;
import dev.tablewright.server.identity.ServerCertificate;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;

/** The kinds of entity that IAM tags: all but groups. */
final class TaggedEntities {
    private TaggedEntities() {}

    /**
     * Returns the entity, to be changed.
     *
     * @throws IdentityException if there is none, or it is AWS's
     */
    static Entity own(Draft draft, EntityRef ref) {
        return switch (ref.kind()) {
            case POLICY -> PolicyRules.own(draft, ref);
            case USER, GROUP, ROLE -> draft.holder(ref.kind(), ref.name());
            case INSTANCE_PROFILE -> draft.instanceProfile(ref.name());
            case OIDC_PROVIDER -> draft.oidcProvider(ref.name());
            case SAML_PROVIDER, MFA_DEVICE -> draft.requiredArn(ref.kind(), ref.name());
            case SERVER_CERTIFICATE -> draft.required(ref.kind(), ref.name());
        };
    }

    static Entity withTags(Entity entity, Tags tags) {
        return switch (entity) {
            case User user -> user.withTags(tags);
            case Role role -> role.withTags(tags);
            case ManagedPolicy policy -> policy.withTags(tags);
            case InstanceProfile profile -> profile.withTags(tags);
            case OidcProvider provider -> provider.withTags(tags);
            case SamlProvider provider -> provider.withTags(tags);
            case VirtualMfaDevice device -> device.withTags(tags);
            case ServerCertificate certificate -> certificate.withTags(tags);
            case Group _ -> throw new IllegalArgumentException("groups have no tags");
        };
    }
}
