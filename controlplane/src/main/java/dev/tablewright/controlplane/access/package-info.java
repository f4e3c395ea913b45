/**
 * Who may do what: the access of a whole account, read through AWS's own calls and decided here.
 *
 * <p>A {@link dev.tablewright.controlplane.access.AccessSnapshot} says who there is, with which
 * policies, and which tables; a {@link dev.tablewright.controlplane.access.Reasoner} answers
 * questions about it with the {@code policy} module, the same that the server decides with. Only
 * {@link dev.tablewright.controlplane.access.SnapshotReader} calls anybody.
 */
@NullMarked
package dev.tablewright.controlplane.access;

import org.jspecify.annotations.NullMarked;
