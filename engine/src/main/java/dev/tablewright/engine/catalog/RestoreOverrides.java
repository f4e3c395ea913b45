package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a restored table has otherwise than its source; null leaves a member as it was.
 *
 * @param globalIndexes of the source's, those to keep; with the throughput they are to have
 * @param localIndexes of the source's, those to keep
 * @param vectorIndexes of the source's, those to keep
 */
public record RestoreOverrides(
        @Nullable BillingMode billingMode,
        @Nullable List<IndexDeclaration> globalIndexes,
        @Nullable List<IndexDeclaration> localIndexes,
        @Nullable Throughput throughput,
        @Nullable OnDemandLimit onDemandLimit,
        @Nullable EncryptionRequest encryption,
        @Nullable List<VectorIndexDeclaration> vectorIndexes) {
    private static final String INVALID = "One or more parameter values were invalid: ";

    /** Everything as it was. */
    public static final RestoreOverrides NONE =
            new RestoreOverrides(null, null, null, null, null, null, null);

    /** Copies the lists. */
    public RestoreOverrides {
        globalIndexes = globalIndexes == null ? null : List.copyOf(globalIndexes);
        localIndexes = localIndexes == null ? null : List.copyOf(localIndexes);
        vectorIndexes = vectorIndexes == null ? null : List.copyOf(vectorIndexes);
    }

    /** Leaves vector indexes as they were. */
    public RestoreOverrides(
            @Nullable BillingMode billingMode,
            @Nullable List<IndexDeclaration> globalIndexes,
            @Nullable List<IndexDeclaration> localIndexes,
            @Nullable Throughput throughput,
            @Nullable OnDemandLimit onDemandLimit,
            @Nullable EncryptionRequest encryption) {
        this(billingMode, globalIndexes, localIndexes, throughput, onDemandLimit, encryption, null);
    }

    /**
     * Returns the source as it is to be restored.
     *
     * @throws ValidationException if an index is not one of the source's, or capacity and billing
     *     mode do not fit
     * @throws dev.tablewright.engine.DatabaseException.LimitExceeded beyond what a table may have
     */
    public Table applyTo(Table source, TableRef target) {
        BillingMode billing = billingMode == null ? source.billingMode() : billingMode;
        boolean sameBilling = billing == source.billingMode();
        Throughput provisioned =
                throughput == null && sameBilling ? provisionedOf(source) : throughput;
        OnDemandLimit limit =
                onDemandLimit == null && sameBilling
                        ? source.settings().onDemandLimit()
                        : onDemandLimit;
        CapacityRules.checkNewTable(billing, provisioned, limit, null);
        List<IndexState> indexes = new ArrayList<>();
        for (IndexState index : source.indexes()) {
            IndexState kept = kept(index, billing, sameBilling);
            if (kept != null) {
                indexes.add(kept);
            }
        }
        requireAllKnown(source, Kind.GLOBAL, globalIndexes);
        requireAllKnown(source, Kind.LOCAL, localIndexes);
        List<VectorIndexState> vectors = keptVectors(source, billing);
        TableSettings settings = source.settings().withOnDemandLimit(limit);
        if (encryption != null) {
            settings = settings.withEncryption(encryption.of(target));
        }
        return source.with()
                .definition(definition(source, indexes, vectors))
                .indexes(indexes)
                .vectorIndexes(vectors)
                .billing(billing, provisioned == null ? Throughput.ON_DEMAND : provisioned)
                .settings(settings)
                .build();
    }

    private static @Nullable Throughput provisionedOf(Table source) {
        return source.billingMode() == BillingMode.PROVISIONED ? source.throughput() : null;
    }

    private @Nullable IndexState kept(IndexState index, BillingMode billing, boolean sameBilling) {
        if (index.status() == IndexState.IndexStatus.DELETING) {
            return null;
        }
        IndexDefinition is = index.definition();
        List<IndexDeclaration> wanted =
                switch (is.kind()) {
                    case LOCAL -> localIndexes;
                    case GLOBAL -> globalIndexes;
                };
        IndexDeclaration asked = wanted == null ? null : find(is.name(), wanted);
        if (wanted != null && asked == null) {
            return null;
        }
        if (asked != null && !matches(asked, is)) {
            throw unknown(is.name());
        }
        return is.kind() == Kind.LOCAL ? index : withCapacity(index, asked, billing, sameBilling);
    }

    private static IndexState withCapacity(
            IndexState index,
            @Nullable IndexDeclaration asked,
            BillingMode billing,
            boolean sameBilling) {
        IndexDefinition is = index.definition();
        Throughput own = sameBilling && billing == BillingMode.PROVISIONED ? is.throughput() : null;
        Throughput throughput =
                asked == null || asked.throughput() == null ? own : asked.throughput();
        OnDemandLimit ownLimit = sameBilling ? is.onDemandLimit() : null;
        OnDemandLimit limit =
                asked == null || asked.onDemandLimit() == null ? ownLimit : asked.onDemandLimit();
        CapacityRules.checkNewIndex(
                new IndexDeclaration(is.name(), List.of(), null, throughput, limit, null), billing);
        return index.withDefinition(
                new IndexDefinition(
                        is.name(),
                        is.kind(),
                        is.key(),
                        is.projection(),
                        throughput == null ? Throughput.ON_DEMAND : throughput,
                        limit));
    }

    private List<VectorIndexState> keptVectors(Table source, BillingMode billing) {
        List<VectorIndexState> kept = new ArrayList<>();
        for (VectorIndexState index : source.vectorIndexes()) {
            if (index.status() != IndexState.IndexStatus.DELETING
                    && (vectorIndexes == null || declares(index, vectorIndexes))) {
                kept.add(index);
            }
        }
        if (vectorIndexes != null && kept.size() != vectorIndexes.size()) {
            vectorIndexes.stream()
                    .filter(asked -> kept.stream().noneMatch(is -> is.name().equals(asked.name())))
                    .forEach(
                            asked -> {
                                throw unknown(asked.name());
                            });
            throw unknown(vectorIndexes.getLast().name());
        }
        if (!kept.isEmpty()) {
            VectorIndexRules.checkBilling(billing);
        }
        return kept;
    }

    private static boolean declares(VectorIndexState index, List<VectorIndexDeclaration> asked) {
        for (VectorIndexDeclaration each : asked) {
            if (each.name().equals(index.name())) {
                if (!sameBut(each.projection(), each.definition(), index.definition())) {
                    throw unknown(index.name());
                }
                return true;
            }
        }
        return false;
    }

    /** A projection that was left out is any. */
    private static boolean sameBut(
            @Nullable IndexProjection asked, VectorIndexDefinition one, VectorIndexDefinition is) {
        return new VectorIndexDefinition(
                        one.name(),
                        one.vector(),
                        one.dimensions(),
                        one.distance(),
                        one.schema(),
                        asked == null ? is.projection() : asked)
                .equals(is);
    }

    private static @Nullable IndexDeclaration find(String name, List<IndexDeclaration> indexes) {
        return indexes.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    }

    private static boolean matches(IndexDeclaration asked, IndexDefinition is) {
        return DefinitionRules.schema(asked.key()).equals(is.key())
                && (asked.projection() == null || asked.projection().equals(is.projection()));
    }

    private static void requireAllKnown(
            Table source, Kind kind, @Nullable List<IndexDeclaration> asked) {
        if (asked == null) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (IndexDeclaration index : asked) {
            boolean known =
                    source.index(index.name())
                            .filter(each -> each.definition().kind() == kind)
                            .isPresent();
            if (!known || !seen.add(index.name())) {
                throw unknown(index.name());
            }
        }
    }

    /** Our own text: AWS's is not documented. */
    private static ValidationException unknown(String index) {
        return new ValidationException(
                INVALID
                        + "The indexes provided should match existing secondary indexes of the"
                        + " source table. Index: "
                        + index);
    }

    private static TableDefinition definition(
            Table source, List<IndexState> indexes, List<VectorIndexState> vectors) {
        Set<String> used = new HashSet<>(source.definition().key().attributes());
        for (IndexState index : indexes) {
            KeySchema key = index.definition().key();
            used.addAll(key.attributes());
        }
        vectors.forEach(index -> used.addAll(index.definition().searchable()));
        Map<String, KeyType> attributes = new LinkedHashMap<>(source.definition().attributes());
        attributes.keySet().retainAll(used);
        return new TableDefinition(source.definition().key(), attributes, List.of());
    }
}
