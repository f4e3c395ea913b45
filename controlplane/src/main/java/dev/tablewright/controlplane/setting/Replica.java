package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.TableClass;

import java.util.ArrayList;
import java.util.List;

/**
 * What a replica of a table has otherwise than the table; null where it has the same, or nothing is
 * said.
 *
 * @param readCapacity provisioned read capacity units
 * @param maxReadRequestUnits limit of reads on demand
 * @param kmsKeyArn key of one's own in the replica's region
 */
public record Replica(
        @Nullable Long readCapacity,
        @Nullable Long maxReadRequestUnits,
        @Nullable TableClass tableClass,
        @Nullable String kmsKeyArn) {
    /** Whether a replica that is so has all that {@code wanted} names. */
    boolean has(Replica wanted) {
        return (wanted.readCapacity == null || wanted.readCapacity.equals(readCapacity))
                && (wanted.maxReadRequestUnits == null
                        || wanted.maxReadRequestUnits.equals(maxReadRequestUnits))
                && (wanted.tableClass == null || wanted.tableClass == tableClass)
                && (wanted.kmsKeyArn == null || wanted.kmsKeyArn.equals(kmsKeyArn));
    }

    String words(String region) {
        List<String> words = new ArrayList<>();
        if (readCapacity != null) {
            words.add("readCapacity " + readCapacity);
        }
        if (maxReadRequestUnits != null) {
            words.add("maxReadRequestUnits " + maxReadRequestUnits);
        }
        if (tableClass != null) {
            words.add(tableClass.toString());
        }
        if (kmsKeyArn != null) {
            words.add(kmsKeyArn);
        }
        return words.isEmpty() ? region : region + " (" + String.join(", ", words) + ")";
    }
}
