/**
 * DynamoDB's nouns: attribute values, items, tables and their indexes. Pure: no clock, no store, no
 * network.
 *
 * <p>Start at {@link dev.tablewright.model.Item} and {@link dev.tablewright.model.TableDefinition}.
 */
@NullMarked
package dev.tablewright.model;

import org.jspecify.annotations.NullMarked;
