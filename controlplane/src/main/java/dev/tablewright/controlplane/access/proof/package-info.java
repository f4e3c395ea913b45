/**
 * Proving that environments are kept apart and that grants work: by reasoning over a snapshot of
 * the account, then by requests that change nothing. Start at {@link
 * dev.tablewright.controlplane.access.proof.Prover}.
 */
@NullMarked
package dev.tablewright.controlplane.access.proof;

import org.jspecify.annotations.NullMarked;
