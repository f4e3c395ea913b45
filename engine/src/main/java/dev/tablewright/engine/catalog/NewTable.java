package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A table as CreateTable asks for it; one that exists keeps DynamoDB's rules as far as they can be
 * judged from the request alone.
 *
 * @param localIndexes null where the request left them out; an empty list is refused
 * @param globalIndexes null where the request left them out; an empty list is refused
 * @param vectorIndexes null where the request left them out; an empty list is refused
 * @param throughput null where the request left it out
 */
public record NewTable(
        TableRef ref,
        List<AttributeDeclaration> attributes,
        List<KeyElement> key,
        @Nullable List<IndexDeclaration> localIndexes,
        @Nullable List<IndexDeclaration> globalIndexes,
        BillingMode billingMode,
        @Nullable Throughput throughput,
        @Nullable OnDemandLimit onDemandLimit,
        @Nullable WarmThroughput warmThroughput,
        @Nullable StreamRequest stream,
        @Nullable EncryptionRequest encryption,
        @Nullable TableClass tableClass,
        boolean deletionProtection,
        Map<String, String> tags,
        @Nullable List<VectorIndexDeclaration> vectorIndexes) {
    /**
     * Checks the declaration.
     *
     * @throws ValidationException with DynamoDB's text for the first rule that is broken
     */
    public NewTable {
        attributes = List.copyOf(attributes);
        key = List.copyOf(key);
        localIndexes = localIndexes == null ? null : List.copyOf(localIndexes);
        globalIndexes = globalIndexes == null ? null : List.copyOf(globalIndexes);
        vectorIndexes = vectorIndexes == null ? null : List.copyOf(vectorIndexes);
        CapacityRules.checkNewTable(billingMode, throughput, onDemandLimit, warmThroughput);
        DefinitionRules.check(
                attributes, key, localIndexes, globalIndexes, vectorIndexes, billingMode);
        Tags.check(tags);
    }

    /** A table without vector indexes. */
    public NewTable(
            TableRef ref,
            List<AttributeDeclaration> attributes,
            List<KeyElement> key,
            @Nullable List<IndexDeclaration> localIndexes,
            @Nullable List<IndexDeclaration> globalIndexes,
            BillingMode billingMode,
            @Nullable Throughput throughput,
            @Nullable OnDemandLimit onDemandLimit,
            @Nullable WarmThroughput warmThroughput,
            @Nullable StreamRequest stream,
            @Nullable EncryptionRequest encryption,
            @Nullable TableClass tableClass,
            boolean deletionProtection,
            Map<String, String> tags) {
        this(
                ref,
                attributes,
                key,
                localIndexes,
                globalIndexes,
                billingMode,
                throughput,
                onDemandLimit,
                warmThroughput,
                stream,
                encryption,
                tableClass,
                deletionProtection,
                tags,
                null);
    }

    @Nullable WarmThroughput warmThroughputOf(String globalIndex) {
        if (globalIndexes == null) {
            return null;
        }
        return globalIndexes.stream()
                .filter(index -> index.name().equals(globalIndex))
                .findFirst()
                .map(IndexDeclaration::warmThroughput)
                .orElse(null);
    }

    /** Returns the table's shape. */
    public TableDefinition definition() {
        return DefinitionRules.definition(attributes, key, localIndexes, globalIndexes);
    }
}
