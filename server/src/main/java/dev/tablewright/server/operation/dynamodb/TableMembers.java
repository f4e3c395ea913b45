package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.engine.catalog.WarmThroughput;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads what CreateTable and UpdateTable have in common. Every method notes the rules of the API
 * model that a member breaks; what the members mean together is judged by the engine, after {@link
 * RequestReader#requireValid}.
 */
final class TableMembers {
    private static final Constraint AT_LEAST_0 = Constraint.minLength(0);
    private static final Constraint AT_LEAST_1 = Constraint.minLength(1);
    private static final Constraint AT_MOST_2 = Constraint.maxLength(2);
    private static final Constraint AT_MOST_20 = Constraint.maxLength(20);
    private static final Constraint AT_MOST_128 = Constraint.maxLength(128);
    private static final Constraint AT_MOST_255 = Constraint.maxLength(255);
    private static final Constraint AT_MOST_256 = Constraint.maxLength(256);
    private static final Constraint POSITIVE = Constraint.atLeast(1);

    private TableMembers() {}

    /** Refuses members that stand for something this server does not do. */
    static void refuse(RequestReader in, String... members) {
        for (String member : members) {
            if (in.has(member)) {
                throw new ValidationException(
                        "One or more parameter values were invalid: "
                                + member
                                + " is not supported by this server");
            }
        }
    }

    static @Nullable List<AttributeDeclaration> attributes(RequestReader in) {
        List<RequestReader> elements = in.structures("AttributeDefinitions", "AttributeDefinition");
        return elements == null ? null : attributes(elements);
    }

    static List<AttributeDeclaration> requiredAttributes(RequestReader in) {
        return attributes(in.requiredStructures("AttributeDefinitions", "AttributeDefinition"));
    }

    private static List<AttributeDeclaration> attributes(List<RequestReader> elements) {
        return elements.stream()
                .map(
                        element ->
                                new AttributeDeclaration(
                                        element.requiredString(
                                                "AttributeName", AT_LEAST_1, AT_MOST_255),
                                        element.requiredChoice(
                                                "AttributeType",
                                                List.of(KeyType.B, KeyType.N, KeyType.S))))
                .toList();
    }

    static @Nullable BillingMode billingMode(RequestReader in) {
        return billingMode(in, "BillingMode");
    }

    static @Nullable BillingMode billingMode(RequestReader in, String member) {
        return in.choice(member, List.of(BillingMode.PROVISIONED, BillingMode.PAY_PER_REQUEST));
    }

    static @Nullable Throughput throughput(RequestReader in) {
        return throughput(in, "ProvisionedThroughput");
    }

    static @Nullable Throughput throughput(RequestReader in, String member) {
        RequestReader throughput = in.structure(member, "ProvisionedThroughput");
        if (throughput == null) {
            return null;
        }
        long write = throughput.requiredNumber("WriteCapacityUnits", POSITIVE);
        long read = throughput.requiredNumber("ReadCapacityUnits", POSITIVE);
        return new Throughput(read, write);
    }

    /** The key of a table or local index: at most two elements. */
    static List<KeyElement> simpleKey(RequestReader in) {
        return key(in.requiredStructures("KeySchema", "KeySchemaElement", AT_LEAST_1, AT_MOST_2));
    }

    /** The key of a global index, which may have more elements. */
    private static List<KeyElement> compositeKey(RequestReader in) {
        return key(in.requiredStructures("KeySchema", "KeySchemaElement", AT_LEAST_1));
    }

    private static List<KeyElement> key(List<RequestReader> elements) {
        return elements.stream()
                .map(
                        element ->
                                new KeyElement(
                                        element.requiredString(
                                                "AttributeName", AT_LEAST_1, AT_MOST_255),
                                        element.requiredChoice(
                                                "KeyType",
                                                List.of(
                                                        KeyElement.Role.HASH,
                                                        KeyElement.Role.RANGE))))
                .toList();
    }

    static @Nullable List<IndexDeclaration> localIndexes(RequestReader in) {
        return localIndexes(in, "LocalSecondaryIndexes");
    }

    static @Nullable List<IndexDeclaration> localIndexes(RequestReader in, String member) {
        List<RequestReader> elements = in.structures(member, "LocalSecondaryIndex");
        return elements == null ? null : elements.stream().map(TableMembers::localIndex).toList();
    }

    private static IndexDeclaration localIndex(RequestReader in) {
        String name = indexName(in);
        List<KeyElement> key = simpleKey(in);
        IndexProjection projection = projection(in);
        return new IndexDeclaration(name, key, projection, null, null, null);
    }

    static @Nullable List<IndexDeclaration> globalIndexes(RequestReader in) {
        return globalIndexes(in, "GlobalSecondaryIndexes");
    }

    static @Nullable List<IndexDeclaration> globalIndexes(RequestReader in, String member) {
        List<RequestReader> elements = in.structures(member, "GlobalSecondaryIndex");
        return elements == null ? null : elements.stream().map(TableMembers::globalIndex).toList();
    }

    /** A global index of UpdateTable, whose members AWS looks at in another order. */
    static IndexDeclaration addedIndex(RequestReader in) {
        IndexProjection projection = projection(in);
        String name = indexName(in);
        Throughput throughput = throughput(in);
        List<KeyElement> key = compositeKey(in);
        return new IndexDeclaration(
                name, key, projection, throughput, onDemandLimit(in), warmThroughput(in));
    }

    private static IndexDeclaration globalIndex(RequestReader in) {
        String name = indexName(in);
        List<KeyElement> key = compositeKey(in);
        IndexProjection projection = projection(in);
        return new IndexDeclaration(
                name, key, projection, throughput(in), onDemandLimit(in), warmThroughput(in));
    }

    static String indexName(RequestReader in) {
        String name = in.indexName();
        if (name == null) {
            in.note("IndexName", "null", "Member must not be null");
            return "";
        }
        return name;
    }

    static @Nullable IndexProjection projection(RequestReader in) {
        RequestReader projection = in.requiredStructure("Projection", "Projection");
        if (projection == null) {
            return null;
        }
        IndexProjection.Type type =
                projection.choice(
                        "ProjectionType",
                        List.of(
                                IndexProjection.Type.ALL,
                                IndexProjection.Type.INCLUDE,
                                IndexProjection.Type.KEYS_ONLY));
        List<String> named = projection.strings("NonKeyAttributes", AT_LEAST_1, AT_MOST_20);
        if (named != null) {
            noteElements(projection, "NonKeyAttributes", named);
        }
        return type == null ? null : new IndexProjection(type, named == null ? List.of() : named);
    }

    private static void noteElements(RequestReader in, String member, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            for (Constraint rule : List.of(AT_LEAST_1, AT_MOST_255)) {
                if (!rule.holds().test(value)) {
                    in.note(member + "." + (i + 1) + ".member", "'" + value + "'", rule.text());
                }
            }
        }
    }

    /** What one of the two members leaves out has no limit. */
    static @Nullable OnDemandLimit onDemandLimit(RequestReader in) {
        return onDemandLimit(in, "OnDemandThroughput");
    }

    static @Nullable OnDemandLimit onDemandLimit(RequestReader in, String member) {
        RequestReader limit = in.structure(member, "OnDemandThroughput");
        if (limit == null) {
            return null;
        }
        Long read = limit.number("MaxReadRequestUnits");
        Long write = limit.number("MaxWriteRequestUnits");
        return new OnDemandLimit(read == null ? -1 : read, write == null ? -1 : write);
    }

    static @Nullable WarmThroughput warmThroughput(RequestReader in) {
        RequestReader warm = in.structure("WarmThroughput", "WarmThroughput");
        if (warm == null) {
            return null;
        }
        Long read = warm.number("ReadUnitsPerSecond", POSITIVE);
        Long write = warm.number("WriteUnitsPerSecond", POSITIVE);
        if (read == null && write == null) {
            throw new ValidationException(
                    "One or more parameter values were invalid: At least one of ReadUnitsPerSecond"
                            + " and WriteUnitsPerSecond must be specified for WarmThroughput");
        }
        return new WarmThroughput(read == null ? 0 : read, write == null ? 0 : write);
    }

    /** Reads at once; what the members mean together is judged when the value is asked for. */
    static Supplier<@Nullable StreamRequest> stream(RequestReader in) {
        RequestReader stream = in.structure("StreamSpecification", "StreamSpecification");
        if (stream == null) {
            return () -> null;
        }
        Boolean enabled = stream.bool("StreamEnabled");
        if (enabled == null) {
            stream.note("StreamEnabled", "null", "Member must not be null");
        }
        StreamView view =
                stream.choice(
                        "StreamViewType",
                        List.of(
                                StreamView.NEW_IMAGE,
                                StreamView.OLD_IMAGE,
                                StreamView.NEW_AND_OLD_IMAGES,
                                StreamView.KEYS_ONLY));
        return () -> new StreamRequest(Boolean.TRUE.equals(enabled), view);
    }

    /** DynamoDB's SSEType. */
    private enum KeyOwner {
        AES256,
        KMS
    }

    /** Reads at once; what the members mean together is judged when the value is asked for. */
    static Supplier<@Nullable EncryptionRequest> encryption(RequestReader in) {
        return encryption(in, "SSESpecification");
    }

    static Supplier<@Nullable EncryptionRequest> encryption(RequestReader in, String member) {
        RequestReader encryption = in.structure(member, "SSESpecification");
        if (encryption == null) {
            return () -> null;
        }
        boolean enabled = encryption.flag("Enabled");
        KeyOwner owner = encryption.choice("SSEType", List.of(KeyOwner.AES256, KeyOwner.KMS));
        String keyId = encryption.string("KMSMasterKeyId");
        return () -> encryption(enabled, owner, keyId);
    }

    private static EncryptionRequest encryption(
            boolean enabled, @Nullable KeyOwner owner, @Nullable String keyId) {
        if (owner == KeyOwner.AES256) {
            throw new ValidationException(
                    "One or more parameter values were invalid: The only supported SSEType is"
                            + " KMS");
        }
        if (!enabled && owner != null) {
            throw new ValidationException(
                    "One or more parameter values were invalid: SSEType must not be specified when"
                            + " server side encryption is disabled");
        }
        return new EncryptionRequest(enabled, keyId);
    }

    static @Nullable TableClass tableClass(RequestReader in) {
        return in.choice(
                "TableClass", List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS));
    }

    /** Reads tags at once; two of one key are refused when they are asked for. */
    static Supplier<Map<String, String>> tags(@Nullable List<RequestReader> elements) {
        if (elements == null) {
            return Map::of;
        }
        List<Map.Entry<String, String>> tags =
                elements.stream()
                        .map(
                                element ->
                                        Map.entry(
                                                element.requiredString(
                                                        "Key", AT_LEAST_1, AT_MOST_128),
                                                element.requiredString(
                                                        "Value", AT_LEAST_0, AT_MOST_256)))
                        .toList();
        return () -> unique(tags.stream());
    }

    private static Map<String, String> unique(Stream<Map.Entry<String, String>> tags) {
        Map<String, String> unique = new LinkedHashMap<>();
        tags.forEach(
                tag -> {
                    if (unique.put(tag.getKey(), tag.getValue()) != null) {
                        throw new ValidationException(
                                "One or more parameter values were invalid: Duplicate tag key: "
                                        + tag.getKey());
                    }
                });
        return unique;
    }
}
