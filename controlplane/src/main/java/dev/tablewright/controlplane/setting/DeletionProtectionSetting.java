package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

import java.util.List;

/** Whether DynamoDB refuses to delete the table. */
public final class DeletionProtectionSetting implements Setting<Boolean> {
    /** The setting. */
    public static final DeletionProtectionSetting PROTECTION = new DeletionProtectionSetting();

    private static final Field<Boolean> FIELD =
            Field.optional(
                    "deletionProtectionEnabled",
                    new ValueType.Flag(),
                    "whether DynamoDB refuses to delete the table; left alone when absent");

    private DeletionProtectionSetting() {}

    @Override
    public String name() {
        return FIELD.name();
    }

    @Override
    public String title() {
        return "deletion protection";
    }

    @Override
    public Class<Boolean> type() {
        return Boolean.class;
    }

    @Override
    public Phase phase() {
        return Phase.PROTECTION;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable Boolean read(BlockReader table) {
        return table.find(FIELD);
    }

    @Override
    public Boolean initial() {
        return false;
    }

    /** A line that got lost from the values may not make a table deletable. */
    @Override
    public @Nullable Boolean takenBack() {
        return null;
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    @Override
    public CreateTableRequest inCreation(CreateTableRequest request, Boolean value) {
        return request.toBuilder().deletionProtectionEnabled(value).build();
    }

    @Override
    public Boolean observe(TableSight sight) {
        return Boolean.TRUE.equals(sight.table().deletionProtectionEnabled());
    }

    @Override
    public String words(Boolean value) {
        return value ? "on" : "off";
    }

    @Override
    public void change(TableCall call, Boolean from, Boolean to)
            throws NotDone, InterruptedException {
        OwnReplicas.of(call).protect(call, to);
        call.update(request -> request.deletionProtectionEnabled(to));
    }
}
