/**
 * Writes values files that a person would have written: the first one of a project, and those of
 * tables that exist. What is written here keeps the contract, and reads back as the same tables.
 *
 * <p>Start with {@link dev.tablewright.controlplane.draft.FirstDraft} and {@link
 * dev.tablewright.controlplane.draft.LiveDraft}.
 */
@NullMarked
package dev.tablewright.controlplane.draft;

import org.jspecify.annotations.NullMarked;
