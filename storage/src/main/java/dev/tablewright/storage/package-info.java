/**
 * What the database asks of a storage engine: bytes, views, checked commits.
 *
 * <p>Engines know bytes only. Items, tables and indexes are the business of the layer above, so
 * that a second engine is written against {@link dev.tablewright.storage.StorageEngine} and its
 * contract test, and nothing else.
 */
@NullMarked
package dev.tablewright.storage;

import org.jspecify.annotations.NullMarked;
