package dev.tablewright.server.protocol;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.model.json.SerializationException;
import dev.tablewright.server.authorization.AccessDenied;
import dev.tablewright.server.autoscaling.ScalingException;
import dev.tablewright.server.operation.Refusal;
import dev.tablewright.server.sigv4.SignatureRefused;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * A failure as DynamoDB's clients see it. The only place that knows status codes and type names.
 *
 * @param type with its namespace, as in the {@code __type} member
 * @param textMember {@code message} or, of some errors, {@code Message}
 * @param text null where AWS sends none
 * @param details writes further members
 */
record WireError(
        int status,
        String type,
        String textMember,
        @Nullable String text,
        Consumer<ResponseWriter> details) {
    private static final String CORAL = "com.amazon.coral.service#";
    private static final String VALIDATE = "com.amazon.coral.validate#";
    private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";

    private static final String TABLEWRIGHT = "dev.tablewright#";

    /** Maps a failure; what is none of the known ones is our own bug, and tells nothing. */
    static WireError of(Throwable failure) {
        return switch (failure) {
            case ValidationException e -> badRequest(VALIDATE + "ValidationException", e);
            case DatabaseException e -> of(e);
            case AccessDenied e ->
                    new WireError(
                            400, CORAL + "AccessDeniedException", "Message", text(e), _ -> {});
            case SignatureRefused e -> badRequest(CORAL + nameOf(e.kind()), e);
            case JsonSyntaxException _ -> textless("SerializationException");
            case ScalingException e ->
                    new WireError(400, nameOf(e.kind()), "Message", text(e), _ -> {});
            case Refusal e -> badRequest(TABLEWRIGHT + e.code(), e);
            case UnknownOperation _ -> textless("UnknownOperationException");
            case SerializationException e ->
                    new WireError(
                            400, CORAL + "SerializationException", "Message", text(e), _ -> {});
            default ->
                    new WireError(
                            500,
                            DYNAMODB + "InternalServerError",
                            "message",
                            "Internal server error",
                            _ -> {});
        };
    }

    private static WireError of(DatabaseException failure) {
        return switch (failure) {
            case DatabaseException.ResourceNotFound e -> database("ResourceNotFoundException", e);
            case DatabaseException.TableNotFound e -> database("TableNotFoundException", e);
            case DatabaseException.TableInUse e -> database("TableInUseException", e);
            case DatabaseException.TableAlreadyExists e ->
                    database("TableAlreadyExistsException", e);
            case DatabaseException.GlobalTableAlreadyExists e ->
                    database("GlobalTableAlreadyExistsException", e);
            case DatabaseException.IndexNotFound e -> database("IndexNotFoundException", e);
            case DatabaseException.GlobalTableNotFound e ->
                    database("GlobalTableNotFoundException", e);
            case DatabaseException.ReplicaAlreadyExists e ->
                    database("ReplicaAlreadyExistsException", e);
            case DatabaseException.ReplicaNotFound e -> database("ReplicaNotFoundException", e);
            case DatabaseException.BackupNotFound e -> database("BackupNotFoundException", e);
            case DatabaseException.BackupInUse e -> database("BackupInUseException", e);
            case DatabaseException.RecoveryUnavailable e ->
                    database("PointInTimeRecoveryUnavailableException", e);
            case DatabaseException.InvalidRestoreTime e ->
                    database("InvalidRestoreTimeException", e);
            case DatabaseException.ExportNotFound e -> database("ExportNotFoundException", e);
            case DatabaseException.ExportConflict e -> database("ExportConflictException", e);
            case DatabaseException.InvalidExportTime e -> database("InvalidExportTimeException", e);
            case DatabaseException.ImportNotFound e -> database("ImportNotFoundException", e);
            case DatabaseException.ImportConflict e -> database("ImportConflictException", e);
            case DatabaseException.PolicyNotFound e -> database("PolicyNotFoundException", e);
            case DatabaseException.IteratorExpired e -> database("ExpiredIteratorException", e);
            case DatabaseException.TrimmedData e -> database("TrimmedDataAccessException", e);
            case DatabaseException.ResourceInUse e -> database("ResourceInUseException", e);
            case DatabaseException.LimitExceeded e -> database("LimitExceededException", e);
            case DatabaseException.ConditionFailed e ->
                    database("ConditionalCheckFailedException", e)
                            .with(out -> writeFound(out, e.found()));
            case DatabaseException.DuplicateItem e -> database("DuplicateItemException", e);
            case DatabaseException.ItemCollectionTooLarge e ->
                    database("ItemCollectionSizeLimitExceededException", e);
            case DatabaseException.TransactionCanceled e ->
                    capitalized("TransactionCanceledException", e)
                            .with(out -> writeReasons(out, e.reasons()));
            case DatabaseException.TransactionInProgress e ->
                    capitalized("TransactionInProgressException", e);
            case DatabaseException.IdempotentParameterMismatch e ->
                    capitalized("IdempotentParameterMismatchException", e);
            case DatabaseException.ThroughputExceeded e ->
                    database("ProvisionedThroughputExceededException", e);
            case DatabaseException.Throttled e -> badRequest(CORAL + "ThrottlingException", e);
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

    private static String nameOf(ScalingException.Kind kind) {
        return switch (kind) {
            case OBJECT_NOT_FOUND -> "ObjectNotFoundException";
            case RESOURCE_NOT_FOUND -> "ResourceNotFoundException";
            case INVALID_NEXT_TOKEN -> "InvalidNextTokenException";
            case TOO_MANY_TAGS -> "TooManyTagsException";
            case LIMIT_EXCEEDED -> "LimitExceededException";
        };
    }

    private static WireError textless(String name) {
        return new WireError(400, CORAL + name, "message", null, _ -> {});
    }

    private static WireError database(String name, Throwable failure) {
        return badRequest(DYNAMODB + name, failure);
    }

    /** The API model gives some errors a Message instead of a message. */
    private static WireError capitalized(String name, Throwable failure) {
        return new WireError(400, DYNAMODB + name, "Message", text(failure), _ -> {});
    }

    private static WireError badRequest(String type, Throwable failure) {
        return new WireError(400, type, "message", text(failure), _ -> {});
    }

    private WireError with(Consumer<ResponseWriter> members) {
        return new WireError(status, type, textMember, text, members);
    }

    private static void writeFound(ResponseWriter out, @Nullable Item found) {
        if (found != null) {
            out.item("Item", found);
        }
    }

    private static void writeReasons(
            ResponseWriter out, List<DatabaseException.TransactionCanceled.Reason> reasons) {
        out.objects(
                "CancellationReasons",
                reasons,
                (element, reason) -> {
                    element.string("Code", reason.code());
                    if (reason.message() != null) {
                        element.string("Message", reason.message());
                    }
                    writeFound(element, reason.item());
                });
    }

    private static @Nullable String text(Throwable failure) {
        return failure.getMessage();
    }

    /** Returns the name without its namespace, as logs and metrics use it. */
    String name() {
        return type.substring(type.indexOf('#') + 1);
    }

    /** Writes the body. */
    byte[] toJson() {
        var out = new ResponseWriter();
        out.string("__type", type);
        if (text != null) {
            out.string(textMember, text);
        }
        details.accept(out);
        return out.finish();
    }
}
