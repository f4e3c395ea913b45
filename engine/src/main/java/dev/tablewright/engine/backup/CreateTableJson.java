package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.json.JsonWriter;

import java.util.List;

/**
 * A table's shape as CreateTable and ImportTable take it. An export has none, so whoever imports
 * one had to know it.
 */
final class CreateTableJson {
    private final JsonWriter out = new JsonWriter();
    private final Table table;

    private CreateTableJson(Table table) {
        this.table = table;
    }

    static byte[] of(Table table) {
        return new CreateTableJson(table).write();
    }

    private byte[] write() {
        var _ = out.beginObject().name("TableName").string(table.ref().name());
        var _ = out.name("AttributeDefinitions").beginArray();
        table.definition()
                .attributes()
                .forEach(
                        (name, type) ->
                                out.beginObject()
                                        .name("AttributeName")
                                        .string(name)
                                        .name("AttributeType")
                                        .string(type.name())
                                        .endObject());
        var _ = out.endArray();
        key(table.definition().key());
        indexes("LocalSecondaryIndexes", Kind.LOCAL);
        indexes("GlobalSecondaryIndexes", Kind.GLOBAL);
        var _ = out.name("BillingMode").string(table.billingMode().name());
        throughput(table.throughput());
        return out.endObject().toByteArray();
    }

    private void key(KeySchema key) {
        var _ = out.name("KeySchema").beginArray();
        key.hash().forEach(name -> element(name, "HASH"));
        key.range().forEach(name -> element(name, "RANGE"));
        var _ = out.endArray();
    }

    private void element(String name, String role) {
        var _ =
                out.beginObject()
                        .name("AttributeName")
                        .string(name)
                        .name("KeyType")
                        .string(role)
                        .endObject();
    }

    private void indexes(String member, Kind kind) {
        List<IndexState> indexes =
                table.indexes().stream().filter(each -> each.definition().kind() == kind).toList();
        if (indexes.isEmpty()) {
            return;
        }
        var _ = out.name(member).beginArray();
        for (IndexState index : indexes) {
            var _ = out.beginObject().name("IndexName").string(index.definition().name());
            key(index.definition().key());
            projection(index.definition().projection());
            if (kind == Kind.GLOBAL) {
                throughput(index.definition().throughput());
            }
            var _ = out.endObject();
        }
        var _ = out.endArray();
    }

    private void projection(IndexProjection projection) {
        var _ =
                out.name("Projection")
                        .beginObject()
                        .name("ProjectionType")
                        .string(projection.type().name());
        if (!projection.nonKeyAttributes().isEmpty()) {
            var _ = out.name("NonKeyAttributes").beginArray();
            projection.nonKeyAttributes().forEach(out::string);
            var _ = out.endArray();
        }
        var _ = out.endObject();
    }

    private void throughput(Throughput throughput) {
        if (table.billingMode() == BillingMode.PAY_PER_REQUEST) {
            return;
        }
        var _ =
                out.name("ProvisionedThroughput")
                        .beginObject()
                        .name("ReadCapacityUnits")
                        .number(throughput.read())
                        .name("WriteCapacityUnits")
                        .number(throughput.write())
                        .endObject();
    }
}
