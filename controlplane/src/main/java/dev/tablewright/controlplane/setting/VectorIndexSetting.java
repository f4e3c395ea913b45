package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateVectorIndexAction;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.services.dynamodb.model.VectorAttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Vector indexes, by which SearchVectors finds the items whose vector is most like a given one. One
 * is made or deleted in each UpdateTable; nothing of one can change, so another shape is another
 * index. They are deleted before billing changes and made after it: they are for on-demand tables.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_VectorIndex.html">VectorIndex</a>
 */
public final class VectorIndexSetting implements Setting<VectorIndexes> {
    /** The setting. */
    public static final VectorIndexSetting VECTORS = new VectorIndexSetting();

    private static final String NAME = "vectorIndexes";
    private static final int MOST = 20;
    private static final ValueType<String> ATTRIBUTE_NAME =
            new ValueType.Text(
                    Pattern.compile(".*", Pattern.DOTALL),
                    1,
                    255,
                    "an attribute name has 1 to 255 characters");

    private static final Field<String> INDEX_NAME =
            Field.required(
                    "name",
                    new ValueType.Text(
                            Pattern.compile("[a-zA-Z0-9_.-]+"),
                            3,
                            255,
                            "an index name has 3 to 255 characters of a-z, A-Z, 0-9, '_', '.' and"
                                    + " '-'"),
                    "the index's name, unique among all indexes of the table");
    private static final Field<String> VECTOR =
            Field.required(
                    "vectorAttribute",
                    ATTRIBUTE_NAME,
                    "the attribute that holds the vectors, as lists of numbers; it is not declared"
                            + " in attributes");
    private static final Field<Long> DIMENSIONS =
            Field.required(
                    "dimensions",
                    new ValueType.Whole(1, VectorIndexDefinition.MAX_DIMENSIONS),
                    "how many numbers a vector has; items with vectors of another length are"
                            + " refused");
    private static final Field<DistanceFunction> DISTANCE =
            Field.required(
                    "distanceFunction",
                    new ValueType.Choice<>(words(DistanceFunction.values())),
                    "how vectors are compared");
    private static final Field<String> SEARCH_NAME =
            Field.required("attributeName", ATTRIBUTE_NAME, "the attribute's name");
    private static final Field<SearchAttribute.Role> SEARCH_ROLE =
            Field.required(
                    "searchSchemaElementType",
                    new ValueType.Choice<>(words(SearchAttribute.Role.values())),
                    "HASH for the partition key, which every search names and which is declared in"
                            + " attributes; INLINE_FILTER for what a search may name");
    private static final Field<List<SearchAttribute>> SCHEMA =
            Field.optional(
                    "searchSchema",
                    new ValueType.ListOf<>(
                            new ValueType.Block<>(
                                    "searchSchema",
                                    List.of(SEARCH_NAME, SEARCH_ROLE),
                                    in ->
                                            new SearchAttribute(
                                                    in.get(SEARCH_NAME), in.get(SEARCH_ROLE))),
                            1,
                            Integer.MAX_VALUE,
                            false),
                    "what a search may select by: at most one HASH, and filters");
    private static final Field<IndexProjection.Type> PROJECTION =
            Field.required(
                    "projectionType",
                    new ValueType.Choice<>(words(IndexProjection.Type.values())),
                    "what a search can answer with besides key, search schema and vector: ALL,"
                            + " KEYS_ONLY or INCLUDE");
    private static final Field<List<String>> NON_KEY =
            Field.optional(
                    "nonKeyAttributes",
                    new ValueType.ListOf<>(ATTRIBUTE_NAME, 0, 20, true),
                    List.of(),
                    "1 to 20 attributes to project for INCLUDE, otherwise []");
    private static final Field<List<VectorIndexDefinition>> FIELD =
            Field.optional(
                    NAME,
                    new ValueType.ListOf<>(
                            new ValueType.Block<>(
                                    NAME,
                                    List.of(
                                            INDEX_NAME,
                                            VECTOR,
                                            DIMENSIONS,
                                            DISTANCE,
                                            SCHEMA,
                                            PROJECTION,
                                            NON_KEY),
                                    VectorIndexSetting::index),
                            0,
                            MOST,
                            false),
                    "vector indexes; PAY_PER_REQUEST only; deleted when they leave the values");

    private VectorIndexSetting() {}

    private static <E extends Enum<E>> Map<String, E> words(E[] all) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.asList(all).forEach(one -> words.put(one.name(), one));
        return words;
    }

    private static VectorIndexDefinition index(BlockReader in) {
        List<SearchAttribute> schema = in.find(SCHEMA);
        return new VectorIndexDefinition(
                in.get(INDEX_NAME),
                in.get(VECTOR),
                in.get(DIMENSIONS).intValue(),
                in.get(DISTANCE),
                schema == null ? List.of() : schema,
                new IndexProjection(in.get(PROJECTION), in.get(NON_KEY)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "vector indexes";
    }

    @Override
    public Class<VectorIndexes> type() {
        return VectorIndexes.class;
    }

    /** The table has to be billed by request by then. */
    @Override
    public Phase phase() {
        return Phase.LAST;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable VectorIndexes read(BlockReader table) {
        List<VectorIndexDefinition> indexes = table.find(FIELD);
        if (indexes == null) {
            return null;
        }
        Map<String, KeyType> types = new LinkedHashMap<>();
        for (BlockReader attribute : table.elements("attributes")) {
            Arrays.stream(KeyType.values())
                    .filter(type -> type.name().equals(attribute.text("type")))
                    .forEach(type -> types.put(attribute.text("name"), type));
        }
        return new VectorIndexes(indexes, types);
    }

    @Override
    public Map<String, Object> written(VectorIndexes value) {
        return Map.of(NAME, value.indexes().stream().map(VectorIndexSetting::written).toList());
    }

    private static Map<String, Object> written(VectorIndexDefinition index) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(INDEX_NAME.name(), index.name());
        fields.put(VECTOR.name(), index.vector());
        fields.put(DIMENSIONS.name(), index.dimensions());
        fields.put(DISTANCE.name(), index.distance().name());
        if (!index.schema().isEmpty()) {
            fields.put(
                    SCHEMA.name(),
                    index.schema().stream().map(VectorIndexSetting::written).toList());
        }
        fields.put(PROJECTION.name(), index.projection().type().name());
        if (!index.projection().nonKeyAttributes().isEmpty()) {
            fields.put(NON_KEY.name(), index.projection().nonKeyAttributes());
        }
        return fields;
    }

    private static Map<String, Object> written(SearchAttribute attribute) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(SEARCH_NAME.name(), attribute.name());
        fields.put(SEARCH_ROLE.name(), attribute.role().name());
        return fields;
    }

    @Override
    public void check(VectorIndexes value, TableValues table, BlockReader in) {
        if (!in.sound(FIELD)) {
            return;
        }
        if (table.billingMode() != BillingMode.PAY_PER_REQUEST && !value.indexes().isEmpty()) {
            in.add(
                    FIELD,
                    "has no meaning with billingMode PROVISIONED",
                    "remove it, or write billingMode: PAY_PER_REQUEST");
        }
        new Rules(value, table, in).check();
    }

    /** What has to hold of vector indexes among each other and beside the table's other fields. */
    private static final class Rules {
        private final VectorIndexes value;
        private final BlockReader in;
        private final Set<String> declared = new HashSet<>();
        private final Set<String> names = new HashSet<>();
        private final Map<String, VectorIndexDefinition> byVector = new HashMap<>();

        Rules(VectorIndexes value, TableValues table, BlockReader in) {
            this.value = value;
            this.in = in;
            table.attributes().forEach(attribute -> declared.add(attribute.name()));
            table.localSecondaryIndex().forEach(index -> names.add(index.name()));
            table.globalSecondaryIndex().forEach(index -> names.add(index.name()));
        }

        void check() {
            List<BlockReader> entries = in.elements(NAME);
            for (int i = 0; i < value.indexes().size(); i++) {
                check(value.indexes().get(i), entries.get(i));
            }
        }

        private void check(VectorIndexDefinition index, BlockReader entry) {
            if (!names.add(index.name())) {
                entry.add(
                        INDEX_NAME,
                        "\"" + index.name() + "\" is the name of another index of this table",
                        "index names are unique over local, global and vector indexes");
            }
            if (declared.contains(index.vector())) {
                entry.add(
                        VECTOR,
                        "\"" + index.vector() + "\" is declared in attributes",
                        "a vector is a list of numbers: remove it there, or use another attribute");
            }
            VectorIndexDefinition other = byVector.putIfAbsent(index.vector(), index);
            if (other != null && other.dimensions() != index.dimensions()) {
                entry.add(
                        DIMENSIONS,
                        "is "
                                + index.dimensions()
                                + ", but "
                                + other.name()
                                + " has "
                                + other.dimensions()
                                + " for the same attribute",
                        "all vector indexes on one attribute have the same number of dimensions");
            }
            projection(index.projection(), entry);
            schema(index, entry);
        }

        private static void projection(IndexProjection projection, BlockReader entry) {
            boolean names = !projection.nonKeyAttributes().isEmpty();
            if (projection.type() == IndexProjection.Type.INCLUDE && !names) {
                entry.add(NON_KEY, "names no attribute", "INCLUDE needs 1 to 20");
            } else if (projection.type() != IndexProjection.Type.INCLUDE && names) {
                entry.add(
                        NON_KEY,
                        "names attributes, but projectionType is " + projection.type(),
                        "write [] here, or projectionType: INCLUDE");
            }
        }

        private void schema(VectorIndexDefinition index, BlockReader entry) {
            List<BlockReader> elements = entry.elements(SCHEMA.name());
            Set<String> seen = new HashSet<>(Set.of(index.vector()));
            boolean hash = false;
            for (int i = 0; i < index.schema().size(); i++) {
                SearchAttribute attribute = index.schema().get(i);
                BlockReader element = elements.get(i);
                if (!seen.add(attribute.name())) {
                    element.add(
                            SEARCH_NAME,
                            "\"" + attribute.name() + "\" has another role in this index already",
                            "an attribute has one role in a vector index");
                }
                if (attribute.role() == SearchAttribute.Role.HASH) {
                    hash(attribute, element, hash);
                    hash = true;
                }
            }
        }

        private void hash(SearchAttribute attribute, BlockReader element, boolean second) {
            if (second) {
                element.add(
                        SEARCH_ROLE,
                        "is HASH a second time",
                        "a vector index has at most one: write INLINE_FILTER");
            } else if (!declared.contains(attribute.name())
                    && in.problems().sound(in.path() + ".attributes")) {
                element.add(
                        SEARCH_NAME,
                        "\"" + attribute.name() + "\" is not declared",
                        "add {name: " + attribute.name() + ", type: 'S'} to attributes");
            }
        }
    }

    @Override
    public VectorIndexes initial() {
        return VectorIndexes.NONE;
    }

    @Override
    public boolean isCopied() {
        return true;
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    @Override
    public CreateTableRequest inCreation(CreateTableRequest request, VectorIndexes value) {
        return value.indexes().isEmpty()
                ? request
                : request.toBuilder()
                        .vectorIndexes(
                                value.indexes().stream().map(VectorIndexSetting::index).toList())
                        .build();
    }

    @Override
    public VectorIndexes observe(TableSight sight) {
        Map<String, KeyType> types = new LinkedHashMap<>();
        sight.table()
                .attributeDefinitions()
                .forEach(
                        attribute ->
                                types.put(
                                        attribute.attributeName(),
                                        KeyType.valueOf(attribute.attributeTypeAsString())));
        return new VectorIndexes(
                sight.table().vectorIndexes().stream().map(VectorIndexSetting::read).toList(),
                types);
    }

    private static VectorIndexDefinition read(VectorIndexDescription index) {
        return new VectorIndexDefinition(
                index.indexName(),
                index.vectorAttribute().attributeName(),
                index.dimensions().intValue(),
                DistanceFunction.valueOf(index.distanceFunctionAsString()),
                index.searchSchema().stream()
                        .map(
                                element ->
                                        new SearchAttribute(
                                                element.attributeName(),
                                                SearchAttribute.Role.valueOf(
                                                        element.searchSchemaElementTypeAsString())))
                        .toList(),
                new IndexProjection(
                        IndexProjection.Type.valueOf(index.projection().projectionTypeAsString()),
                        index.projection().nonKeyAttributes()));
    }

    @Override
    public boolean satisfies(VectorIndexes is, VectorIndexes wanted) {
        return is.without(wanted).isEmpty() && wanted.without(is).isEmpty();
    }

    @Override
    public VectorIndexes cleared(
            VectorIndexes is, VectorIndexes wanted, Collection<String> staying) {
        List<VectorIndexDefinition> left = new ArrayList<>(is.indexes());
        left.removeAll(is.without(wanted));
        return left.size() == is.indexes().size() ? is : is.withIndexes(left);
    }

    /** One by one: those that go first. */
    @Override
    public List<VectorIndexes> way(VectorIndexes is, VectorIndexes wanted) {
        List<VectorIndexes> way = new ArrayList<>();
        List<VectorIndexDefinition> now = new ArrayList<>(is.indexes());
        for (VectorIndexDefinition gone : is.without(wanted)) {
            now.remove(gone);
            way.add(wanted.withIndexes(now));
        }
        for (VectorIndexDefinition made : wanted.without(is)) {
            now.add(made);
            way.add(wanted.withIndexes(now));
        }
        return way;
    }

    @Override
    public List<String> warnings(VectorIndexes is, VectorIndexes wanted) {
        return is.without(wanted).stream()
                .map(VectorIndexDefinition::name)
                .filter(name -> wanted.find(name) != null)
                .map(
                        name ->
                                "replaces the vector index "
                                        + name
                                        + ": searches in it fail until the new one is filled")
                .toList();
    }

    @Override
    public String words(VectorIndexes value) {
        return value.indexes().isEmpty()
                ? "none"
                : String.join(
                        "; ", value.indexes().stream().map(VectorIndexSetting::words).toList());
    }

    @Override
    public String words(VectorIndexes from, VectorIndexes to) {
        List<String> words = new ArrayList<>();
        from.without(to).forEach(index -> words.add("delete the vector index " + index.name()));
        to.without(from).forEach(index -> words.add("create the vector index " + words(index)));
        return String.join(", ", words);
    }

    private static String words(VectorIndexDefinition index) {
        return index.name()
                + ": "
                + index.vector()
                + " of "
                + index.dimensions()
                + " dimensions by "
                + index.distance()
                + (index.schema().isEmpty()
                        ? ""
                        : ", selected by "
                                + String.join(
                                        ", ",
                                        index.schema().stream()
                                                .map(a -> a.name() + " (" + a.role() + ")")
                                                .toList()))
                + ", "
                + index.projection().type()
                + (index.projection().nonKeyAttributes().isEmpty()
                        ? ""
                        : " " + index.projection().nonKeyAttributes());
    }

    @Override
    public void change(TableCall call, VectorIndexes from, VectorIndexes to)
            throws NotDone, InterruptedException {
        for (VectorIndexDefinition gone : from.without(to)) {
            var deletion =
                    VectorIndexUpdate.builder().delete(d -> d.indexName(gone.name())).build();
            call.update(request -> request.vectorIndexUpdates(deletion));
        }
        for (VectorIndexDefinition made : to.without(from)) {
            var creation = VectorIndexUpdate.builder().create(action(made)).build();
            List<AttributeDefinition> attributes = new ArrayList<>();
            to.withIndexes(List.of(made))
                    .attributes()
                    .forEach(
                            (name, type) ->
                                    attributes.add(
                                            AttributeDefinition.builder()
                                                    .attributeName(name)
                                                    .attributeType(type.name())
                                                    .build()));
            call.update(
                    request -> {
                        request.vectorIndexUpdates(creation);
                        if (!attributes.isEmpty()) {
                            request.attributeDefinitions(attributes);
                        }
                    });
        }
    }

    private static VectorIndex index(VectorIndexDefinition index) {
        return VectorIndex.builder()
                .indexName(index.name())
                .vectorAttribute(vector(index))
                .dimensions((long) index.dimensions())
                .distanceFunction(index.distance().name())
                .searchSchema(schema(index))
                .projection(projection(index.projection()))
                .build();
    }

    private static CreateVectorIndexAction action(VectorIndexDefinition index) {
        return CreateVectorIndexAction.builder()
                .indexName(index.name())
                .vectorAttribute(vector(index))
                .dimensions((long) index.dimensions())
                .distanceFunction(index.distance().name())
                .searchSchema(schema(index))
                .projection(projection(index.projection()))
                .build();
    }

    private static VectorAttributeDefinition vector(VectorIndexDefinition index) {
        return VectorAttributeDefinition.builder().attributeName(index.vector()).build();
    }

    /** An empty list is not allowed; it is left out. */
    private static @Nullable List<SearchSchemaElement> schema(VectorIndexDefinition index) {
        return index.schema().isEmpty()
                ? null
                : index.schema().stream()
                        .map(
                                attribute ->
                                        SearchSchemaElement.builder()
                                                .attributeName(attribute.name())
                                                .searchSchemaElementType(attribute.role().name())
                                                .build())
                        .toList();
    }

    private static Projection projection(IndexProjection projection) {
        Projection.Builder built = Projection.builder().projectionType(projection.type().name());
        return projection.nonKeyAttributes().isEmpty()
                ? built.build()
                : built.nonKeyAttributes(projection.nonKeyAttributes()).build();
    }
}
