/**
 * Reading a values file: the contract of the Helm chart {@code helm-idp-dynamodb}.
 *
 * <p>Start at {@link dev.tablewright.controlplane.values.ValuesParser}. The contract itself stands
 * in one place, {@link dev.tablewright.controlplane.values.ValuesContract}: name, type, limits,
 * default and meaning of every field, from which schema and documents can be generated. A file is
 * read as Helm would read it, and all mistakes are told at once, each with its line and column.
 */
@NullMarked
package dev.tablewright.controlplane.values;

import org.jspecify.annotations.NullMarked;
