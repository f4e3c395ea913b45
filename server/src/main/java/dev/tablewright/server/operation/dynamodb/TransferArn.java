package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.TransferRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

/**
 * ExportArn or ImportArn of a request. It is authorized on its text, whatever it is, before it is
 * judged.
 *
 * @param ref what the text names; null if it names nothing of the kind
 */
record TransferArn(String text, @Nullable TransferRef ref) {
    /** Reads the member that goes with the kind. */
    static TransferArn read(RequestReader in, TransferRef.Kind kind) {
        String member =
                switch (kind) {
                    case EXPORT -> "ExportArn";
                    case IMPORT -> "ImportArn";
                };
        String text =
                in.requiredString(member, Constraint.minLength(37), Constraint.maxLength(1024));
        return new TransferArn(text, TransferRef.of(kind, text));
    }

    /** The permission for an action on it. */
    Access access(String action) {
        return TableAccess.toText(action, text);
    }
}
