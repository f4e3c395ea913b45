package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.model.BillingMode;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One setting of a table. There is one instance of each, in {@link TableSettings#ALL}; it has no
 * state.
 *
 * @param <V> its value: immutable, with equality, and a record, an enum or a JDK type, so that a
 *     saved plan can carry it
 */
public interface Setting<V> {
    /** Its name in plans, drift and the table's own memory: that of its field in the values. */
    String name();

    /** Its name in a sentence: "time to live". */
    String title();

    /** The class of its values. */
    Class<V> type();

    /** When it changes, among the changes of one table. */
    Phase phase();

    /** Its fields in an entry in the list of tables. */
    List<Field<?>> fields();

    /** Its fields in an entry of {@code globalSecondaryIndex}; mostly none. */
    default List<Field<?>> indexFields() {
        return List.of();
    }

    /** Its fields at the top level, where it can be set for all tables; mostly none. */
    default List<Field<?>> defaultFields() {
        return List.of();
    }

    /**
     * Reads it from an entry in the list of tables; tells what is wrong with its fields alone.
     *
     * @return null when the entry does not say; then the setting is left alone
     */
    @Nullable V read(BlockReader table);

    /** Reads it from the top level; null when nothing is said there. */
    default @Nullable V readDefault(BlockReader file) {
        return null;
    }

    /**
     * Writes it as fields of an entry in the list of tables: the inverse of {@link #read}, for
     * {@code tablewright import}. Values are texts, Booleans, numbers, and lists and maps of these,
     * in the order of the documents.
     *
     * <p>As it is here, it suits a setting of one field, and a value whose components are called as
     * the fields of its block.
     */
    default Map<String, Object> written(V value) {
        return Map.of(fields().getFirst().name(), WrittenValue.of(value));
    }

    /** Writes its part for global indexes, by the index's name; the inverse of reading them. */
    default Map<String, Map<String, Object>> writtenAtIndexes(V value) {
        return Map.of();
    }

    /**
     * Tells what is wrong with it beside other fields of the table.
     *
     * @param in the entry of the list of tables, for the places of its fields
     */
    default void check(V value, TableValues table, BlockReader in) {}

    /** Whether it means anything for a table that is billed so. */
    default boolean appliesTo(BillingMode mode) {
        return true;
    }

    /**
     * Whether a table that is billed so can have it at all. Where it cannot, it is asked about only
     * if the values or the table's memory name it, so that nobody needs a right for nothing.
     */
    default boolean isFoundWith(BillingMode mode) {
        return appliesTo(mode);
    }

    /** What a table has that was made without a word about it. */
    V initial();

    /**
     * What becomes of it once the values, which named it before, name it no more; null to leave it
     * as it is. A table that was adopted, and whose values never named it, is always left alone.
     */
    default @Nullable V takenBack() {
        return initial();
    }

    /**
     * Leaves out the parts of other indexes than these: of those that a plan deletes before, or
     * creates after. Mostly there are no such parts.
     */
    default V within(V value, Collection<String> indexes) {
        return value;
    }

    /** Whether a copy of the table in an environment has it too. */
    default boolean isCopied() {
        return false;
    }

    /**
     * Whether CreateTable carries it. Otherwise it is set once the new table is ACTIVE, by {@link
     * #change}.
     */
    default boolean isInCreateTable() {
        return false;
    }

    /** Adds it to the creation of a table, where CreateTable carries it. */
    default CreateTableRequest inCreation(CreateTableRequest request, V value) {
        return request;
    }

    /**
     * The tags that it is, where a setting is nothing but tags, which others act on. They are set,
     * remembered and removed as all tags of the values are.
     */
    default Map<String, String> tags(V value) {
        return Map.of();
    }

    /** Adds its part for one index to the creation of that index; mostly there is none. */
    default CreateGlobalSecondaryIndexAction inIndexCreation(
            CreateGlobalSecondaryIndexAction index, V value) {
        return index;
    }

    /**
     * Whether reading it takes a call of its own. Such a call is made only for tables whose values
     * or whose memory name the setting.
     */
    default boolean hasOwnCall() {
        return false;
    }

    /**
     * Reads it from a real table.
     *
     * @return null when the target does not say; then it is not compared
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be asked
     */
    @Nullable V observe(TableSight sight);

    /**
     * Whether a table that has {@code is} is as the values want it: by meaning, and only in what
     * they name, so that what AWS fills in or moves by itself never counts.
     */
    default boolean satisfies(V is, V wanted) {
        return is.equals(wanted);
    }

    /**
     * The values on the way from one to the other, the last included: more than one where AWS asks
     * for a stop in between.
     */
    default List<V> way(V is, V wanted) {
        return List.of(wanted);
    }

    /**
     * What is left of it before indexes are deleted and billing changes, where something of it has
     * to go before they do; mostly it stays as it is until its {@linkplain #phase() turn}.
     *
     * @param staying global indexes that are neither deleted nor made anew
     */
    default V cleared(V is, V wanted, Collection<String> staying) {
        return is;
    }

    /** Whether it would be left behind by a deleted table, so that it is taken back before. */
    default boolean outlivesTable() {
        return false;
    }

    /** What to know before saying yes to a change, as ends of a sentence about the table. */
    default List<String> warnings(V is, V wanted) {
        return List.of();
    }

    /** Why a change is impossible, as the end of a sentence about the table; null if it is not. */
    default @Nullable String refusal(V is, V wanted) {
        return null;
    }

    /** Why a change is impossible while the table is protected against deletion, as before. */
    default @Nullable String refusalWhileProtected(V is, V wanted) {
        return null;
    }

    /**
     * The same for a table that was restored from this one: with its name, where this one's was.
     * Mostly there is no such thing.
     *
     * @param arn of the restored table
     */
    default V forOtherTable(V value, String arn) {
        return value;
    }

    /** Says a value in a few words. */
    String words(V value);

    /** Says a change in a few words, such as "time to live off -> by expires". */
    default String words(V from, V to) {
        return title() + " " + words(from) + " -> " + words(to);
    }

    /**
     * Whether the table is UPDATING after a change, so that the next step has to wait: so for all
     * that UpdateTable does.
     */
    default boolean updatesTable() {
        return true;
    }

    /** The operations of the API that can change it, for those who ask an audit who did. */
    default List<String> operations() {
        return List.of("CreateTable", "UpdateTable");
    }

    /** Whether such an operation counts only if it reaches the table of this name elsewhere. */
    default boolean isMovedElsewhere() {
        return false;
    }

    /** How often AWS lets it change; null when there is no limit. */
    default @Nullable ChangeLimit limit() {
        return null;
    }

    /**
     * Makes one change, after it was checked that the table still has {@code from}.
     *
     * @throws NotDone if AWS did not take it in time
     */
    void change(TableCall call, V from, V to) throws NotDone, InterruptedException;
}
