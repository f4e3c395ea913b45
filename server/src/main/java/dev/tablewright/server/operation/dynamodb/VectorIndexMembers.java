package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.VectorIndexDeclaration;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** Reads the vector indexes of CreateTable, UpdateTable and the restores. */
final class VectorIndexMembers {
    private static final Constraint AT_LEAST_1 = Constraint.minLength(1);
    private static final Constraint AT_MOST_255 = Constraint.maxLength(255);

    private VectorIndexMembers() {}

    static @Nullable List<VectorIndexDeclaration> indexes(RequestReader in) {
        return indexes(in, "VectorIndexes");
    }

    static @Nullable List<VectorIndexDeclaration> indexes(RequestReader in, String member) {
        List<RequestReader> elements = in.structures(member, "VectorIndex");
        return elements == null ? null : elements.stream().map(VectorIndexMembers::index).toList();
    }

    static VectorIndexDeclaration index(RequestReader in) {
        String name = TableMembers.indexName(in);
        RequestReader vector = in.requiredStructure("VectorAttribute", "VectorAttributeDefinition");
        String attribute = vector == null ? "" : attributeName(vector);
        List<SearchAttribute> schema = schema(in);
        IndexProjection projection = TableMembers.projection(in);
        long dimensions =
                in.requiredNumber(
                        "Dimensions",
                        Constraint.atLeast(1),
                        Constraint.atMost(VectorIndexDefinition.MAX_DIMENSIONS));
        DistanceFunction distance =
                in.requiredChoice("DistanceFunction", Arrays.asList(DistanceFunction.values()));
        return new VectorIndexDeclaration(
                name, attribute, (int) dimensions, distance, schema, projection);
    }

    private static String attributeName(RequestReader in) {
        return in.requiredString("AttributeName", AT_LEAST_1, AT_MOST_255);
    }

    private static List<SearchAttribute> schema(RequestReader in) {
        List<RequestReader> elements =
                in.structures("SearchSchema", "SearchSchemaElement", AT_LEAST_1);
        return elements == null
                ? List.of()
                : elements.stream()
                        .map(
                                element ->
                                        new SearchAttribute(
                                                attributeName(element),
                                                element.requiredChoice(
                                                        "SearchSchemaElementType",
                                                        Arrays.asList(
                                                                SearchAttribute.Role.values()))))
                        .toList();
    }
}
