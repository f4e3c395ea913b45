package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.TableClass;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What storing costs against reading and writing. */
public final class TableClassSetting implements Setting<TableClass> {
    /** The setting. */
    public static final TableClassSetting TABLE_CLASS = new TableClassSetting();

    private static final Field<TableClass> FIELD =
            Field.optional(
                    "tableClass",
                    new ValueType.Choice<>(classes()),
                    "STANDARD, or STANDARD_INFREQUENT_ACCESS for much data that is seldom asked"
                            + " for; STANDARD again when it leaves the values; two changes in 30 days");

    private TableClassSetting() {}

    private static Map<String, TableClass> classes() {
        Map<String, TableClass> classes = new LinkedHashMap<>();
        for (TableClass one : List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS)) {
            classes.put(one.name(), one);
        }
        return classes;
    }

    @Override
    public String name() {
        return FIELD.name();
    }

    @Override
    public String title() {
        return "table class";
    }

    @Override
    public Class<TableClass> type() {
        return TableClass.class;
    }

    @Override
    public Phase phase() {
        return Phase.TABLE_CLASS;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable TableClass read(BlockReader table) {
        return table.find(FIELD);
    }

    @Override
    public TableClass initial() {
        return TableClass.STANDARD;
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    @Override
    public CreateTableRequest inCreation(CreateTableRequest request, TableClass value) {
        return request.toBuilder().tableClass(value).build();
    }

    /** A table that never had another class has no summary. */
    @Override
    public TableClass observe(TableSight sight) {
        var summary = sight.table().tableClassSummary();
        return summary == null || summary.tableClass() == null
                ? TableClass.STANDARD
                : summary.tableClass();
    }

    @Override
    public String words(TableClass value) {
        return value.toString();
    }

    @Override
    public ChangeLimit limit() {
        return new ChangeLimit(2, Duration.ofDays(30));
    }

    @Override
    public void change(TableCall call, TableClass from, TableClass to)
            throws NotDone, InterruptedException {
        call.update(request -> request.tableClass(to));
    }
}
