package dev.tablewright.server.operation.backup;

import dev.tablewright.model.TableRef;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.Lifecycle;
import dev.tablewright.server.backup.Origin;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Members that many operations have. */
final class Members {
    static final Constraint VAULT_NAME = Constraint.pattern("^[a-zA-Z0-9\\-\\_]{2,50}$");
    static final Constraint NAME = Constraint.pattern("^[a-zA-Z0-9\\-\\_\\.]{1,50}$");
    static final Constraint ACCOUNT_ID = Constraint.pattern("^[0-9]{12}$");

    private static final Pattern TABLE_ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})");

    /** The type of resource that all of ours are. */
    static final String DYNAMODB = "DynamoDB";

    private Members() {}

    /** Where a request is about. */
    static Place place(RequestReader in) {
        return new Place(in.account(), in.region());
    }

    /** Something in a place. */
    record Named(Place place, String name) {}

    /** A recovery point in a vault. */
    record Point(Place place, String vault, String arn) {}

    /** Reads the name of a vault. */
    static Named vault(RequestReader in) {
        String name = in.requiredString("BackupVaultName", VAULT_NAME);
        in.requireValid();
        return new Named(place(in), name);
    }

    /** Reads the id of something. */
    static Named id(RequestReader in, String member) {
        String id = in.requiredString(member);
        in.requireValid();
        return new Named(place(in), id);
    }

    /** Reads a vault and a recovery point. */
    static Point point(RequestReader in) {
        String vault = in.requiredString("BackupVaultName", VAULT_NAME);
        String arn = in.requiredString("RecoveryPointArn");
        in.requireValid();
        return new Point(place(in), vault, arn);
    }

    /** Reads tags; none when they are not there. */
    static Map<String, String> tags(RequestReader in, String member) {
        Map<String, String> tags = in.stringMap(member);
        return tags == null ? Map.of() : tags;
    }

    /** Reads a Lifecycle; kept for good when it is not there. */
    static Lifecycle lifecycle(RequestReader in) {
        RequestReader members = in.structure("Lifecycle", "Lifecycle");
        if (members == null) {
            return Lifecycle.FOR_GOOD;
        }
        if (members.has("DeleteAfterEvent")) {
            throw unsupported("DeleteAfterEvent");
        }
        return new Lifecycle(
                members.number("MoveToColdStorageAfterDays"),
                members.number("DeleteAfterDays"),
                members.bool("OptInToArchiveForSupportedResources"));
    }

    /** What this server does not do. */
    static BackupException unsupported(String member) {
        return BackupException.invalid(member + " is not supported by this server");
    }

    /**
     * Returns the table that an ARN names.
     *
     * @throws BackupException if it names none of the place
     */
    static TableRef table(Place place, String arn) {
        Matcher parts = TABLE_ARN.matcher(arn);
        TableRef table =
                parts.matches()
                        ? new TableRef(parts.group(2), parts.group(1), parts.group(3))
                        : null;
        if (table == null || !place.has(table)) {
            throw BackupException.invalid("Invalid ARN provided as resource: " + arn);
        }
        return table;
    }

    /** Writes a lifecycle under a name; nothing where it says nothing. */
    static void write(ResponseWriter out, String member, Lifecycle lifecycle) {
        if (lifecycle.unspecified()) {
            return;
        }
        out.object(
                member,
                inside -> {
                    number(inside, "MoveToColdStorageAfterDays", lifecycle.coldAfterDays());
                    number(inside, "DeleteAfterDays", lifecycle.deleteAfterDays());
                    Boolean archive = lifecycle.archiveOptIn();
                    if (archive != null) {
                        inside.bool("OptInToArchiveForSupportedResources", archive);
                    }
                });
    }

    static void text(ResponseWriter out, String member, @Nullable String value) {
        if (value != null) {
            out.string(member, value);
        }
    }

    static void number(ResponseWriter out, String member, @Nullable Long value) {
        if (value != null) {
            out.number(member, value);
        }
    }

    static void time(ResponseWriter out, String member, @Nullable Instant value) {
        if (value != null) {
            out.time(member, value);
        }
    }

    /** Writes the rule that something comes from; nothing where somebody asked for it. */
    static void write(ResponseWriter out, @Nullable Origin origin) {
        if (origin == null) {
            return;
        }
        out.object(
                "CreatedBy",
                inside -> {
                    inside.string("BackupPlanId", origin.planId());
                    inside.string("BackupPlanArn", origin.planArn());
                    inside.string("BackupPlanName", origin.planName());
                    inside.string("BackupPlanVersion", origin.planVersion());
                    inside.string("BackupRuleId", origin.ruleId());
                    inside.string("BackupRuleName", origin.ruleName());
                    inside.string("BackupRuleCron", origin.schedule());
                    inside.string("BackupRuleTimezone", origin.zone());
                });
    }
}
