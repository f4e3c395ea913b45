package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.protocol.query.QueryReader;

/**
 * What a request names: an entity of the caller's account.
 *
 * @param name the ARN, for policies, identity providers and MFA devices
 */
record EntityRef(String account, EntityKind kind, String name) {
    /**
     * Reads the name of something that must be named, such as {@code RoleName}, or the ARN of what
     * is named by its ARN.
     */
    static EntityRef read(QueryReader in, EntityKind kind) {
        String name =
                switch (kind) {
                    case POLICY -> in.required("PolicyArn", Shapes.ARN);
                    case OIDC_PROVIDER -> in.required("OpenIDConnectProviderArn", Shapes.ARN);
                    case SAML_PROVIDER -> in.required("SAMLProviderArn", Shapes.ARN);
                    case MFA_DEVICE -> in.required("SerialNumber", Shapes.SERIAL_NUMBER);
                    case USER, GROUP, ROLE, INSTANCE_PROFILE, SERVER_CERTIFICATE ->
                            in.required(Shapes.wordOf(kind) + "Name", Shapes.nameOf(kind));
                };
        return new EntityRef(in.account(), kind, name);
    }

    /**
     * As {@link #read}, for the operations about managed policies: their names of users are shorter
     * in the API model than those of other operations.
     */
    static EntityRef readHolder(QueryReader in, EntityKind kind) {
        return kind == EntityKind.USER
                ? new EntityRef(in.account(), kind, in.required("UserName", Shapes.USER_NAME))
                : read(in, kind);
    }

    /** Makes this the resource of a permission. */
    Needs on(Needs needs) {
        return switch (kind) {
            case POLICY -> needs.onPolicy(account, name);
            case OIDC_PROVIDER -> needs.onOidcProvider(account, name);
            case SAML_PROVIDER, MFA_DEVICE -> needs.onArn(account, kind, name);
            case USER, GROUP, ROLE, INSTANCE_PROFILE, SERVER_CERTIFICATE ->
                    needs.on(account, kind, name);
        };
    }

    /** Makes this the resource of a permission that knows of the present permissions boundary. */
    Needs withBoundary(Needs needs) {
        return on(needs).boundaryOf(account, kind, name);
    }
}
