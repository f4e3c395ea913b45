package dev.tablewright.server.identity;

/**
 * A request that IAM or STS refuses. The message is AWS's, word for word. Has no stack trace: a
 * client's mistake is not our bug.
 */
public final class IdentityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of refusal; the query protocol gives each its code and status. */
    public enum Code {
        /** The entity does not exist. */
        NO_SUCH_ENTITY,
        /** The name is taken. */
        ENTITY_ALREADY_EXISTS,
        /** The entity is still in use. */
        DELETE_CONFLICT,
        /** A quota is used up. */
        LIMIT_EXCEEDED,
        /** The policy document is malformed. */
        MALFORMED_POLICY_DOCUMENT,
        /** A value is well-formed and makes no sense. */
        INVALID_INPUT,
        /** As INVALID_INPUT, in the word of STS. */
        INVALID_PARAMETER_VALUE,
        /** A stored policy cannot be evaluated. */
        POLICY_EVALUATION,
        /** A value breaks a rule that its shape does not show. */
        VALIDATION_ERROR,
        /** The entity belongs to AWS. */
        UNMODIFIABLE_ENTITY,
        /** The entity cannot be changed at the moment. */
        ENTITY_TEMPORARILY_UNMODIFIABLE,
        /** What is to be switched on is on. */
        FEATURE_ENABLED,
        /** What is needed is switched off. */
        FEATURE_DISABLED,
        /** The account gives no tokens to services outside. */
        OUTBOUND_FEDERATION_DISABLED,
        /** A token would outlive the session that asks for it. */
        SESSION_DURATION_ESCALATION,
        /** The account belongs to no organization. */
        ORGANIZATION_NOT_FOUND,
        /** The password breaks the account's rules. */
        PASSWORD_POLICY_VIOLATION,
        /** Only users may do this, not the root user. */
        INVALID_USER_TYPE,
        /** A code of an MFA device is wrong. */
        INVALID_AUTHENTICATION_CODE,
        /** The public key cannot be read. */
        INVALID_PUBLIC_KEY,
        /** The public key is in no form that is known. */
        UNRECOGNIZED_PUBLIC_KEY_ENCODING,
        /** The user has the public key already. */
        DUPLICATE_SSH_PUBLIC_KEY,
        /** The certificate cannot be read. */
        MALFORMED_CERTIFICATE,
        /** The certificate is readable and not good. */
        INVALID_CERTIFICATE,
        /** Somebody has the certificate already. */
        DUPLICATE_CERTIFICATE,
        /** The private key is not the certificate's. */
        KEY_PAIR_MISMATCH,
        /** The service has no credentials of its own. */
        NOT_SUPPORTED_SERVICE,
        /** No credential report was made yet. */
        REPORT_NOT_PRESENT,
        /** The newest credential report is too old. */
        REPORT_EXPIRED,
        /** The policy cannot be attached. */
        POLICY_NOT_ATTACHABLE,
        /** Session policies and tags are too large together. */
        PACKED_POLICY_TOO_LARGE,
        /** The caller may never do this, whatever its policies. */
        ACCESS_DENIED,
        /** The kind of credentials is not accepted here. */
        INVALID_CLIENT_TOKEN_ID,
        /** The token of an identity provider is none, or not for us. */
        INVALID_IDENTITY_TOKEN,
        /** The token of an identity provider was good once. */
        EXPIRED_IDENTITY_TOKEN,
        /** A claim of a genuine token cannot be accepted. */
        IDP_REJECTED_CLAIM,
        /** The identity provider, whose keys are needed, does not answer. */
        IDP_COMMUNICATION_ERROR,
        /** What is to be decoded was not encoded here. */
        INVALID_AUTHORIZATION_MESSAGE
    }

    private final Code code;

    /** Creates the refusal. */
    public IdentityException(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Returns the kind of refusal. */
    public Code code() {
        return code;
    }

    /** {@code The user with name X cannot be found.} and the like. */
    static IdentityException noSuch(EntityKind kind, String name) {
        return new IdentityException(
                Code.NO_SUCH_ENTITY,
                switch (kind) {
                    case USER, GROUP, ROLE ->
                            "The " + kind.noun() + " with name " + name + " cannot be found.";
                    case POLICY -> "Policy " + name + " was not found.";
                    case INSTANCE_PROFILE -> "Instance Profile " + name + " cannot be found.";
                    case OIDC_PROVIDER -> "OpenIDConnect Provider not found for arn " + name;
                    case SAML_PROVIDER -> "Manifest not found for arn " + name;
                    case MFA_DEVICE ->
                            "VirtualMFADevice with serial number " + name + " doesn't exist.";
                    case SERVER_CERTIFICATE ->
                            "The Server Certificate with name " + name + " cannot be found.";
                });
    }

    static IdentityException alreadyExists(EntityKind kind, String name) {
        return new IdentityException(
                Code.ENTITY_ALREADY_EXISTS,
                switch (kind) {
                    case USER -> "User with name " + name + " already exists.";
                    case GROUP -> "Group with name " + name + " already exists.";
                    case ROLE -> "Role with name " + name + " already exists.";
                    case POLICY ->
                            "A policy called "
                                    + name
                                    + " already exists. Duplicate names are not allowed.";
                    case INSTANCE_PROFILE -> "Instance Profile " + name + " already exists.";
                    case OIDC_PROVIDER -> "Provider with url https://" + name + " already exists.";
                    case SAML_PROVIDER -> "SAMLProvider with name " + name + " already exists.";
                    case MFA_DEVICE -> "MFADevice entity at the same path and name already exists.";
                    case SERVER_CERTIFICATE ->
                            "The Server Certificate with name " + name + " already exists.";
                });
    }
}
