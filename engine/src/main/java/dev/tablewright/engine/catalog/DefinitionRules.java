package dev.tablewright.engine.catalog;

import dev.tablewright.engine.catalog.KeyElement.Role;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keys, attributes and indexes a table may declare, in the order in which DynamoDB looks and
 * with its texts.
 */
final class DefinitionRules {
    static final int MAX_LOCAL_INDEXES = 5;
    static final int MAX_GLOBAL_INDEXES = 20;

    /** Of a table: sums up over all its indexes; a name counts once for each. */
    static final int MAX_PROJECTED_ATTRIBUTES = 100;

    private static final int MAX_ELEMENTS_OF_ONE_ROLE = 4;
    private static final String INVALID = "One or more parameter values were invalid: ";

    private DefinitionRules() {}

    /** Checks the shape of a new table. */
    static void check(
            List<AttributeDeclaration> attributes,
            List<KeyElement> key,
            @Nullable List<IndexDeclaration> local,
            @Nullable List<IndexDeclaration> global,
            @Nullable List<VectorIndexDeclaration> vectors,
            BillingMode billing) {
        List<String> defined = attributes.stream().map(AttributeDeclaration::name).toList();
        checkTableKey(key, defined);
        if (local == null && global == null && vectors == null) {
            checkExactMatch(key, defined);
            return;
        }
        Set<String> names = new HashSet<>();
        if (local != null) {
            checkLocal(local, key, defined, names);
        }
        if (global != null) {
            checkGlobal(global, defined, names, billing);
        }
        if (vectors != null) {
            VectorIndexRules.check(vectors, defined, names, billing);
        }
        List<VectorIndexDeclaration> searched = vectors == null ? List.of() : vectors;
        checkProjectedTotal(concat(local, global), searched);
        checkAllUsed(defined, key, concat(local, global), searched);
    }

    /** Checks one global index that is added to a table. */
    static void checkAddedIndex(
            IndexDeclaration index, Collection<String> defined, BillingMode billing) {
        checkGlobalIndex(index, List.copyOf(defined), billing);
    }

    private static void checkTableKey(List<KeyElement> key, List<String> defined) {
        if (key.size() > defined.size()) {
            throw new ValidationException(
                    "Invalid KeySchema: Some index key attribute have no definition");
        }
        checkDefined(key, defined);
        checkSimpleKey(key);
    }

    private static void checkDefined(List<KeyElement> key, List<String> defined) {
        List<String> names = names(key);
        if (!defined.containsAll(names)) {
            throw new ValidationException(
                    INVALID
                            + "Some index key attributes are not defined in AttributeDefinitions."
                            + " Keys: "
                            + names
                            + ", AttributeDefinitions: "
                            + defined);
        }
    }

    /** A table or local index: one partition key, at most one sort key. */
    private static void checkSimpleKey(List<KeyElement> key) {
        if (key.size() > 1 && key.get(0).attribute().equals(key.get(1).attribute())) {
            throw sameName();
        }
        checkFirstIsHash(key);
        if (key.size() > 1 && key.get(1).role() != Role.RANGE) {
            throw new ValidationException(
                    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
    }

    private static ValidationException sameName() {
        return new ValidationException(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }

    private static void checkFirstIsHash(List<KeyElement> key) {
        if (key.getFirst().role() != Role.HASH) {
            throw new ValidationException(
                    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
    }

    /** A global index: one to four attributes for the partition key, none to four to sort by. */
    private static void checkCompositeKey(List<KeyElement> key) {
        if (new HashSet<>(names(key)).size() < key.size()) {
            throw sameName();
        }
        checkFirstIsHash(key);
        for (int i = 1; i < key.size(); i++) {
            if (key.get(i).role() == Role.HASH && key.get(i - 1).role() == Role.RANGE) {
                throw new ValidationException(
                        INVALID
                                + "All HASH key attributes must precede RANGE key attributes in"
                                + " the KeySchema");
            }
        }
        for (Role role : Role.values()) {
            if (of(role, key).size() > MAX_ELEMENTS_OF_ONE_ROLE) {
                throw new ValidationException(
                        INVALID
                                + "The KeySchema exceeds the maximum allowed number of "
                                + role
                                + " key attributes");
            }
        }
    }

    private static void checkExactMatch(List<KeyElement> key, List<String> defined) {
        if (key.size() != defined.size()) {
            throw new ValidationException(
                    INVALID
                            + "Number of attributes in KeySchema does not exactly match number of"
                            + " attributes defined in AttributeDefinitions");
        }
    }

    private static void checkLocal(
            List<IndexDeclaration> indexes,
            List<KeyElement> tableKey,
            List<String> defined,
            Set<String> names) {
        checkNotEmpty(indexes, "LocalSecondaryIndexes");
        if (tableKey.size() != 2) {
            throw new ValidationException(
                    INVALID
                            + "Table KeySchema does not have a range key, which is required when"
                            + " specifying a LocalSecondaryIndex");
        }
        String tableHash = tableKey.getFirst().attribute();
        for (IndexDeclaration index : indexes) {
            checkLocalKey(index, tableHash, defined);
            checkProjection(index.name(), index.projection());
            checkNewName(index.name(), names);
        }
        if (indexes.size() > MAX_LOCAL_INDEXES) {
            throw new ValidationException(
                    INVALID
                            + "Number of LocalSecondaryIndexes exceeds per-table limit of "
                            + MAX_LOCAL_INDEXES);
        }
    }

    private static void checkLocalKey(
            IndexDeclaration index, String tableHash, List<String> defined) {
        checkDefined(index.key(), defined);
        checkSimpleKey(index.key());
        if (index.key().size() != 2) {
            throw new ValidationException(
                    INVALID
                            + "Index KeySchema does not have a range key for index: "
                            + index.name());
        }
        String hash = index.key().getFirst().attribute();
        if (!hash.equals(tableHash)) {
            throw new ValidationException(
                    INVALID
                            + "Index KeySchema does not have the same leading hash key as table"
                            + " KeySchema for index: "
                            + index.name()
                            + ". index hash key: "
                            + hash
                            + ", table hash key: "
                            + tableHash);
        }
    }

    private static void checkGlobal(
            List<IndexDeclaration> indexes,
            List<String> defined,
            Set<String> names,
            BillingMode billing) {
        checkNotEmpty(indexes, "GlobalSecondaryIndexes");
        for (IndexDeclaration index : indexes) {
            checkGlobalIndex(index, defined, billing);
            checkNewName(index.name(), names);
        }
        if (indexes.size() > MAX_GLOBAL_INDEXES) {
            throw tooManyGlobalIndexes();
        }
    }

    static ValidationException tooManyGlobalIndexes() {
        return new ValidationException(
                INVALID
                        + "GlobalSecondaryIndex count exceeds the per-table limit of "
                        + MAX_GLOBAL_INDEXES);
    }

    private static void checkGlobalIndex(
            IndexDeclaration index, List<String> defined, BillingMode billing) {
        checkDefined(index.key(), defined);
        checkCompositeKey(index.key());
        checkProjection(index.name(), index.projection());
        CapacityRules.checkNewIndex(index, billing);
    }

    private static void checkNotEmpty(List<IndexDeclaration> indexes, String member) {
        if (indexes.isEmpty()) {
            throw new ValidationException(INVALID + "List of " + member + " is empty");
        }
    }

    static void checkNewName(String name, Set<String> names) {
        if (!names.add(name)) {
            throw new ValidationException(INVALID + "Duplicate index name: " + name);
        }
    }

    static void checkProjection(String index, @Nullable IndexProjection projection) {
        if (projection == null) {
            throw new ValidationException(INVALID + "Unknown ProjectionType: null");
        }
        IndexProjection.Type type = projection.type();
        List<String> named = projection.nonKeyAttributes();
        if (type != IndexProjection.Type.INCLUDE && !named.isEmpty()) {
            throw new ValidationException(
                    INVALID + "ProjectionType is " + type + ", but NonKeyAttributes is specified");
        }
        if (type == IndexProjection.Type.INCLUDE && named.isEmpty()) {
            throw new ValidationException(
                    INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        if (new HashSet<>(named).size() < named.size()) {
            throw new ValidationException(
                    INVALID + "Duplicate NonKeyAttributes in index: " + index);
        }
    }

    private static void checkProjectedTotal(
            List<IndexDeclaration> indexes, List<VectorIndexDeclaration> vectors) {
        checkProjectedTotal(
                indexes.stream().mapToInt(IndexDeclaration::namedAttributes).sum()
                        + vectors.stream()
                                .mapToInt(VectorIndexDeclaration::projectedAttributes)
                                .sum());
    }

    static void checkProjectedTotal(int total) {
        if (total > MAX_PROJECTED_ATTRIBUTES) {
            throw new ValidationException(
                    INVALID
                            + "Number of NonKeyAttributes of all indexes exceeds per-table limit"
                            + " of "
                            + MAX_PROJECTED_ATTRIBUTES);
        }
    }

    private static void checkAllUsed(
            List<String> defined,
            List<KeyElement> key,
            List<IndexDeclaration> indexes,
            List<VectorIndexDeclaration> vectors) {
        Set<String> used = new LinkedHashSet<>(names(key));
        indexes.forEach(index -> used.addAll(names(index.key())));
        vectors.forEach(index -> used.addAll(index.searchable()));
        checkAllUsed(defined, used);
        if (new HashSet<>(defined).size() < defined.size()) {
            throw new ValidationException("Cannot have two attributes with the same name");
        }
    }

    static void checkAllUsed(Collection<String> defined, Collection<String> used) {
        if (!used.containsAll(defined)) {
            throw new ValidationException(
                    INVALID
                            + "Some AttributeDefinitions are not used. AttributeDefinitions: "
                            + defined
                            + ", keys used: "
                            + used);
        }
    }

    /** Builds the shape of a table whose declaration was checked. */
    static TableDefinition definition(
            List<AttributeDeclaration> attributes,
            List<KeyElement> key,
            @Nullable List<IndexDeclaration> local,
            @Nullable List<IndexDeclaration> global) {
        Map<String, KeyType> types = new LinkedHashMap<>();
        attributes.forEach(attribute -> types.put(attribute.name(), attribute.type()));
        List<IndexDefinition> indexes = new ArrayList<>();
        if (local != null) {
            local.forEach(index -> indexes.add(index(index, IndexDefinition.Kind.LOCAL)));
        }
        if (global != null) {
            global.forEach(index -> indexes.add(index(index, IndexDefinition.Kind.GLOBAL)));
        }
        return new TableDefinition(schema(key), types, indexes);
    }

    /** Builds an index whose declaration was checked. */
    static IndexDefinition index(IndexDeclaration index, IndexDefinition.Kind kind) {
        IndexProjection projection = index.projection();
        Throughput throughput = index.throughput();
        return new IndexDefinition(
                index.name(),
                kind,
                schema(index.key()),
                projection == null
                        ? new IndexProjection(IndexProjection.Type.ALL, List.of())
                        : projection,
                throughput == null ? Throughput.ON_DEMAND : throughput,
                index.onDemandLimit());
    }

    static KeySchema schema(List<KeyElement> key) {
        return new KeySchema(of(Role.HASH, key), of(Role.RANGE, key));
    }

    private static List<String> of(Role role, List<KeyElement> key) {
        return key.stream().filter(e -> e.role() == role).map(KeyElement::attribute).toList();
    }

    static List<String> names(List<KeyElement> key) {
        return key.stream().map(KeyElement::attribute).toList();
    }

    private static List<IndexDeclaration> concat(
            @Nullable List<IndexDeclaration> local, @Nullable List<IndexDeclaration> global) {
        List<IndexDeclaration> all = new ArrayList<>();
        if (local != null) {
            all.addAll(local);
        }
        if (global != null) {
            all.addAll(global);
        }
        return all;
    }
}
