package dev.tablewright.server.protocol;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.model.json.SerializationException;
import dev.tablewright.server.authorization.AccessDenied;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.sigv4.SignatureRefused;

import org.jspecify.annotations.Nullable;

/**
 * A failure as clients of a rest-json service see it: the name in a header, the rest in the body.
 *
 * @param text null where AWS sends none
 * @param existing ARN of what there is already; null where that is not the matter
 */
record RestError(int status, String name, @Nullable String text, @Nullable String existing) {
    /** Maps a failure; what is none of the known ones is our own bug, and tells nothing. */
    static RestError of(Throwable failure) {
        return switch (failure) {
            case BackupException e ->
                    new RestError(400, nameOf(e.kind()), e.getMessage(), e.existing());
            case ValidationException e -> badRequest("InvalidParameterValueException", e);
            case AccessDenied e ->
                    new RestError(403, "AccessDeniedException", e.getMessage(), null);
            case SignatureRefused e -> new RestError(403, nameOf(e.kind()), e.getMessage(), null);
            case JsonSyntaxException _ -> new RestError(400, "SerializationException", null, null);
            case SerializationException e -> badRequest("SerializationException", e);
            case DatabaseException e -> badRequest("InvalidRequestException", e);
            case UnknownOperation e ->
                    new RestError(
                            404,
                            "UnknownOperationException",
                            "This server has no operation of AWS Backup for " + e.getMessage(),
                            null);
            default -> new RestError(500, "InternalFailure", null, null);
        };
    }

    private static String nameOf(BackupException.Kind kind) {
        return switch (kind) {
            case ALREADY_EXISTS -> "AlreadyExistsException";
            case LIMIT_EXCEEDED -> "LimitExceededException";
            case INVALID_PARAMETER_VALUE -> "InvalidParameterValueException";
            case MISSING_PARAMETER_VALUE -> "MissingParameterValueException";
            case RESOURCE_NOT_FOUND -> "ResourceNotFoundException";
            case INVALID_REQUEST -> "InvalidRequestException";
            case INVALID_RESOURCE_STATE -> "InvalidResourceStateException";
        };
    }

    private static String nameOf(SignatureRefused.Kind kind) {
        return switch (kind) {
            case MISSING_AUTHENTICATION_TOKEN -> "MissingAuthenticationTokenException";
            case INCOMPLETE_SIGNATURE -> "IncompleteSignatureException";
            case INVALID_SIGNATURE -> "InvalidSignatureException";
            case UNRECOGNIZED_CLIENT -> "UnrecognizedClientException";
            case EXPIRED_TOKEN -> "ExpiredTokenException";
        };
    }

    private static RestError badRequest(String name, Throwable failure) {
        return new RestError(400, name, failure.getMessage(), null);
    }

    /** Writes the body. AWS's codes are numbers of its own; ours repeat the name. */
    byte[] toJson() {
        var out = new ResponseWriter();
        out.string("Code", name);
        if (text != null) {
            out.string("Message", text);
            out.string("Context", text);
        }
        if (existing != null) {
            out.string("Arn", existing);
        }
        out.string("Type", status >= 500 ? "Service" : "Client");
        return out.finish();
    }
}
