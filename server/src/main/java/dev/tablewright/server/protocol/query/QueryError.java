package dev.tablewright.server.protocol.query;

import dev.tablewright.server.authorization.AccessDenied;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.sigv4.SignatureRefused;

/**
 * A failure as clients of IAM and STS see it. The only place that knows their status codes.
 *
 * @param text word for word AWS's
 */
record QueryError(int status, String code, String text) {
    /** Maps a failure; what is none of the known ones is our own bug, and tells nothing. */
    static QueryError of(Throwable failure) {
        return switch (failure) {
            case IdentityException e -> of(e);
            case AccessDenied e -> new QueryError(403, "AccessDenied", text(e));
            case SignatureRefused e -> of(e);
            case MalformedQuery e -> of(e);
            default ->
                    new QueryError(
                            500,
                            "ServiceFailure",
                            "The request processing has failed because of an unknown error.");
        };
    }

    private static QueryError of(IdentityException e) {
        return switch (e.code()) {
            case NO_SUCH_ENTITY -> new QueryError(404, "NoSuchEntity", text(e));
            case ENTITY_ALREADY_EXISTS -> new QueryError(409, "EntityAlreadyExists", text(e));
            case DELETE_CONFLICT -> new QueryError(409, "DeleteConflict", text(e));
            case LIMIT_EXCEEDED -> new QueryError(409, "LimitExceeded", text(e));
            case MALFORMED_POLICY_DOCUMENT ->
                    new QueryError(400, "MalformedPolicyDocument", text(e));
            case INVALID_INPUT -> new QueryError(400, "InvalidInput", text(e));
            case INVALID_PARAMETER_VALUE -> new QueryError(400, "InvalidParameterValue", text(e));
            case POLICY_EVALUATION -> new QueryError(500, "PolicyEvaluation", text(e));
            case VALIDATION_ERROR -> new QueryError(400, "ValidationError", text(e));
            case UNMODIFIABLE_ENTITY -> new QueryError(400, "UnmodifiableEntity", text(e));
            case ENTITY_TEMPORARILY_UNMODIFIABLE ->
                    new QueryError(409, "EntityTemporarilyUnmodifiable", text(e));
            case FEATURE_ENABLED -> new QueryError(409, "FeatureEnabled", text(e));
            case FEATURE_DISABLED -> new QueryError(404, "FeatureDisabled", text(e));
            case OUTBOUND_FEDERATION_DISABLED ->
                    new QueryError(403, "OutboundWebIdentityFederationDisabledException", text(e));
            case SESSION_DURATION_ESCALATION ->
                    new QueryError(403, "SessionDurationEscalationException", text(e));
            case ORGANIZATION_NOT_FOUND ->
                    new QueryError(400, "OrganizationNotFoundException", text(e));
            case PASSWORD_POLICY_VIOLATION ->
                    new QueryError(400, "PasswordPolicyViolation", text(e));
            case INVALID_USER_TYPE -> new QueryError(400, "InvalidUserType", text(e));
            case INVALID_AUTHENTICATION_CODE ->
                    new QueryError(403, "InvalidAuthenticationCode", text(e));
            case INVALID_PUBLIC_KEY -> new QueryError(400, "InvalidPublicKey", text(e));
            case UNRECOGNIZED_PUBLIC_KEY_ENCODING ->
                    new QueryError(400, "UnrecognizedPublicKeyEncoding", text(e));
            case DUPLICATE_SSH_PUBLIC_KEY -> new QueryError(400, "DuplicateSSHPublicKey", text(e));
            case MALFORMED_CERTIFICATE -> new QueryError(400, "MalformedCertificate", text(e));
            case INVALID_CERTIFICATE -> new QueryError(400, "InvalidCertificate", text(e));
            case DUPLICATE_CERTIFICATE -> new QueryError(409, "DuplicateCertificate", text(e));
            case KEY_PAIR_MISMATCH -> new QueryError(400, "KeyPairMismatch", text(e));
            case NOT_SUPPORTED_SERVICE -> new QueryError(404, "NotSupportedService", text(e));
            case REPORT_NOT_PRESENT -> new QueryError(410, "ReportNotPresent", text(e));
            case REPORT_EXPIRED -> new QueryError(410, "ReportExpired", text(e));
            case POLICY_NOT_ATTACHABLE -> new QueryError(400, "PolicyNotAttachable", text(e));
            case PACKED_POLICY_TOO_LARGE -> new QueryError(400, "PackedPolicyTooLarge", text(e));
            case ACCESS_DENIED -> new QueryError(403, "AccessDenied", text(e));
            case INVALID_CLIENT_TOKEN_ID -> new QueryError(403, "InvalidClientTokenId", text(e));
            case INVALID_IDENTITY_TOKEN -> new QueryError(400, "InvalidIdentityToken", text(e));
            case EXPIRED_IDENTITY_TOKEN -> new QueryError(400, "ExpiredTokenException", text(e));
            case IDP_REJECTED_CLAIM -> new QueryError(403, "IDPRejectedClaim", text(e));
            case IDP_COMMUNICATION_ERROR -> new QueryError(400, "IDPCommunicationError", text(e));
            case INVALID_AUTHORIZATION_MESSAGE ->
                    new QueryError(400, "InvalidAuthorizationMessageException", text(e));
        };
    }

    private static QueryError of(SignatureRefused e) {
        return switch (e.kind()) {
            case MISSING_AUTHENTICATION_TOKEN ->
                    new QueryError(403, "MissingAuthenticationToken", text(e));
            case INCOMPLETE_SIGNATURE -> new QueryError(400, "IncompleteSignature", text(e));
            case INVALID_SIGNATURE -> new QueryError(403, "SignatureDoesNotMatch", text(e));
            case UNRECOGNIZED_CLIENT -> new QueryError(403, "InvalidClientTokenId", text(e));
            case EXPIRED_TOKEN -> new QueryError(403, "ExpiredToken", text(e));
        };
    }

    private static QueryError of(MalformedQuery e) {
        return switch (e.kind()) {
            case MISSING_ACTION -> new QueryError(400, "MissingAction", text(e));
            case INVALID_ACTION -> new QueryError(400, "InvalidAction", text(e));
            case MALFORMED_INPUT -> new QueryError(400, "MalformedInput", text(e));
        };
    }

    private static String text(Throwable e) {
        return String.valueOf(e.getMessage());
    }

    /** Returns whose fault it is, in the words of the protocol. */
    String type() {
        return status < 500 ? "Sender" : "Receiver";
    }
}
