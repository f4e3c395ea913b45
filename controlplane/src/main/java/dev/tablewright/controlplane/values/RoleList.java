package dev.tablewright.controlplane.values;

import java.util.List;

/** The lists of a table in the values that give roles access to it. */
public enum RoleList {
    /** Who may read the table and its indexes. */
    READ(ValuesContract.READ_ROLES),
    /** Who may write to the table. */
    WRITE(ValuesContract.WRITE_ROLES),
    /** Who may read the table's stream. */
    STREAM(ValuesContract.STREAM_ROLES),
    /** Who may search the table's vector indexes. */
    SEARCH(ValuesContract.SEARCH_ROLES);

    @SuppressWarnings("ImmutableEnumChecker") // fields of the contract are constants
    private final Field<List<String>> field;

    RoleList(Field<List<String>> field) {
        this.field = field;
    }

    /** Returns the list's name in the values, for instance {@code serviceAccountReadRoles}. */
    public String fieldName() {
        return field.name();
    }

    /** Returns the roles in this list of {@code table}. */
    public List<String> of(TableValues table) {
        return switch (this) {
            case READ -> table.readRoles();
            case WRITE -> table.writeRoles();
            case STREAM -> table.streamRoles();
            case SEARCH -> table.searchRoles();
        };
    }

    /** Returns {@code table} with other roles in this list. */
    public TableValues with(TableValues table, List<String> roles) {
        return table.with(this, roles);
    }

    /** Returns where this list of {@code table} stands, or the table when it has none. */
    public Position at(Values values, TableValues table) {
        return values.at(Problems.inner(table.path(), fieldName()));
    }

    /** Returns where {@code role} stands in this list of {@code table}, or the list itself. */
    public Position at(Values values, TableValues table, String role) {
        int index = of(table).indexOf(role);
        String list = Problems.inner(table.path(), fieldName());
        return values.at(index < 0 ? list : list + "[" + index + "]");
    }
}
