package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What UpdateTable asks for; null leaves a setting as it is. One that exists keeps the rules that
 * can be judged from the request alone.
 *
 * @param attributes types of the key attributes of a new index; empty where none were given
 */
public record TableChange(
        TableRef ref,
        List<AttributeDeclaration> attributes,
        @Nullable BillingMode billingMode,
        @Nullable Throughput throughput,
        List<IndexChange> indexes,
        @Nullable OnDemandLimit onDemandLimit,
        @Nullable WarmThroughput warmThroughput,
        @Nullable StreamRequest stream,
        @Nullable EncryptionRequest encryption,
        @Nullable TableClass tableClass,
        @Nullable Boolean deletionProtection) {
    /**
     * Checks the request.
     *
     * @throws ValidationException with DynamoDB's text for the first rule that is broken
     */
    public TableChange {
        attributes = List.copyOf(attributes);
        indexes = List.copyOf(indexes);
        checkSomething(
                billingMode,
                throughput,
                indexes,
                onDemandLimit,
                warmThroughput,
                stream,
                encryption,
                tableClass,
                deletionProtection);
        if (billingMode == BillingMode.PROVISIONED && throughput == null) {
            throw new ValidationException(
                    "One or more parameter values were invalid: ProvisionedThroughput must be"
                            + " specified when BillingMode is PROVISIONED");
        }
        CapacityRules.checkBounds(throughput);
        checkOncePerIndex(indexes);
        if (stream != null && movesThroughput(billingMode, throughput, indexes)) {
            throw new ValidationException(
                    "You cannot modify stream status while updating table IOPS");
        }
    }

    private static void checkSomething(@Nullable Object... members) {
        for (Object member : members) {
            if (member != null && !(member instanceof List<?> list && list.isEmpty())) {
                return;
            }
        }
        throw new ValidationException(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
                        + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is"
                        + " required");
    }

    private static void checkOncePerIndex(List<IndexChange> indexes) {
        Set<String> seen = new HashSet<>();
        for (IndexChange change : indexes) {
            if (!seen.add(change.index())) {
                throw new ValidationException(
                        "One or more parameter values were invalid: Only one global secondary"
                                + " index update per index is allowed simultaneously. Index: "
                                + change.index());
            }
        }
    }

    private static boolean movesThroughput(
            @Nullable BillingMode billingMode,
            @Nullable Throughput throughput,
            List<IndexChange> indexes) {
        return billingMode != null || throughput != null || !indexes.isEmpty();
    }
}
