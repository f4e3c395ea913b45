package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute.Role;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the vector indexes of a table may declare. The rules are those of the API's documentation;
 * the texts are ours, in the manner of those for other indexes.
 */
final class VectorIndexRules {
    static final int MAX_VECTOR_INDEXES = 20;

    private static final String INVALID = "One or more parameter values were invalid: ";

    private VectorIndexRules() {}

    /**
     * Checks the vector indexes of a new table.
     *
     * @param defined the attributes that the request defines
     * @param names of the table's other indexes; those of these are added
     */
    static void check(
            List<VectorIndexDeclaration> indexes,
            Collection<String> defined,
            Set<String> names,
            BillingMode billing) {
        if (indexes.isEmpty()) {
            throw new ValidationException(INVALID + "List of VectorIndexes is empty");
        }
        Map<String, Integer> dimensions = new HashMap<>();
        for (VectorIndexDeclaration index : indexes) {
            check(index, defined, billing);
            DefinitionRules.checkNewName(index.name(), names);
            checkDimensions(index, dimensions);
        }
        checkCount(indexes.size());
    }

    /** Checks one vector index that is added to a table which has {@code present}. */
    static void checkAdded(
            VectorIndexDeclaration index,
            Collection<String> defined,
            List<VectorIndexState> present,
            BillingMode billing) {
        check(index, defined, billing);
        Map<String, Integer> dimensions = new HashMap<>();
        for (VectorIndexState state : present) {
            dimensions.put(state.definition().vector(), state.definition().dimensions());
        }
        checkDimensions(index, dimensions);
        checkCount(present.size() + 1);
    }

    private static void check(
            VectorIndexDeclaration index, Collection<String> defined, BillingMode billing) {
        checkBilling(billing);
        checkSchema(index, defined);
        DefinitionRules.checkProjection(index.name(), index.projection());
    }

    static void checkBilling(BillingMode billing) {
        if (billing != BillingMode.PAY_PER_REQUEST) {
            throw new ValidationException(
                    INVALID
                            + "Vector indexes are only supported for tables with BillingMode"
                            + " PAY_PER_REQUEST");
        }
    }

    private static void checkSchema(VectorIndexDeclaration index, Collection<String> defined) {
        List<String> all = new ArrayList<>(index.searchable());
        all.add(index.vector());
        if (new HashSet<>(all).size() < all.size()) {
            throw new ValidationException(
                    INVALID
                            + "An attribute may have one role only in vector index: "
                            + index.name());
        }
        List<String> hash =
                index.schema().stream()
                        .filter(element -> element.role() == Role.HASH)
                        .map(element -> element.name())
                        .toList();
        if (hash.size() > 1) {
            throw new ValidationException(
                    INVALID
                            + "The SearchSchema exceeds the maximum allowed number of HASH"
                            + " elements for vector index: "
                            + index.name());
        }
        // A filter may be of any type and need not be defined; a partition key has one.
        if (!defined.containsAll(hash)) {
            throw new ValidationException(
                    INVALID
                            + "Some index key attributes are not defined in AttributeDefinitions."
                            + " Keys: "
                            + hash
                            + ", AttributeDefinitions: "
                            + defined);
        }
        if (defined.contains(index.vector())) {
            throw new ValidationException(
                    INVALID
                            + "A vector attribute must not be defined in AttributeDefinitions: "
                            + index.vector());
        }
    }

    private static void checkDimensions(
            VectorIndexDeclaration index, Map<String, Integer> dimensions) {
        Integer other = dimensions.putIfAbsent(index.vector(), index.dimensions());
        if (other != null && other != index.dimensions()) {
            throw new ValidationException(
                    INVALID
                            + "All vector indexes on attribute "
                            + index.vector()
                            + " must have the same number of dimensions: "
                            + other);
        }
    }

    private static void checkCount(int count) {
        if (count > MAX_VECTOR_INDEXES) {
            throw new ValidationException(
                    INVALID
                            + "VectorIndex count exceeds the per-table limit of "
                            + MAX_VECTOR_INDEXES);
        }
    }
}
