package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table that is restored to be looked at, and deleted afterwards. It has none of its original's
 * settings.
 */
public final class Scratch implements AutoCloseable {
    private static final String KIND = "scratch";

    private final Target target;
    private final Begun begun;
    private final Consumer<String> say;

    private Scratch(Target target, Begun begun, Consumer<String> say) {
        this.target = target;
        this.begun = begun;
        this.say = say;
    }

    /**
     * Begins the restore.
     *
     * @param say hears what becomes of the table
     */
    public static Scratch begin(
            Target target, TableAddress source, Origin origin, Consumer<String> say)
            throws RestoreFailed {
        Restoration restoration = new Restoration(target, InstantSource.system(), Sleeper.REAL);
        Begun begun = restoration.begin(source, origin, KIND, null);
        say.accept(
                "restoring "
                        + begun.what()
                        + " to the scratch table "
                        + begun.table().name()
                        + ", which is deleted afterwards");
        return new Scratch(target, begun, say);
    }

    /** Waits until all items and indexes are there; returns how long that took. */
    public Duration await(Consumer<RestoreProgress> progress)
            throws RestoreFailed, InterruptedException {
        InstantSource clock = InstantSource.system();
        var begin = clock.instant();
        new Restoration(target, clock, Sleeper.REAL).await(begun, progress);
        return Duration.between(begin, clock.instant());
    }

    /** Returns the restore. */
    public Begun begun() {
        return begun;
    }

    /** Returns scratch tables of a table that earlier runs, broken off, have left. */
    public static List<String> left(Target target, TableAddress source) {
        String stamped = TableBackups.dated(source.name(), KIND, Instant.EPOCH);
        String prefix = stamped.substring(0, stamped.length() - "19700101-000000".length());
        return target.dynamoDb(source.region()).listTablesPaginator().tableNames().stream()
                .filter(name -> name.startsWith(prefix))
                .filter(name -> name.substring(prefix.length()).matches("\\d{8}-\\d{6}"))
                .toList();
    }

    /** Deletes the table; what cannot be deleted is said. */
    @Override
    public void close() {
        try {
            target.dynamoDb(begun.table().region())
                    .deleteTable(r -> r.tableName(begun.table().name()));
            say.accept("deleted the scratch table " + begun.table().name());
        } catch (ResourceNotFoundException gone) {
            // Somebody was quicker.
        } catch (DynamoDbException e) {
            say.accept(
                    "the scratch table "
                            + begun.table().name()
                            + " could not be deleted, do it yourself: "
                            + Target.codeAndSentence(e));
        }
    }
}
