/**
 * What Crossplane does with one managed resource, as pure logic: from an object and what an
 * external resource says, to the next call, the next write and the next conditions.
 *
 * <p>Nothing here knows Kubernetes' client, AWS or a clock of its own. An object is a {@link
 * dev.tablewright.operator.managed.ManagedObject}, the API server is a {@link
 * dev.tablewright.operator.managed.Store}, and a table, a policy or a role is an {@link
 * dev.tablewright.operator.managed.External}. Start at {@link
 * dev.tablewright.operator.managed.ManagedReconcile}.
 *
 * @see <a href="https://docs.crossplane.io/latest/managed-resources/managed-resources/">Managed
 *     resources</a>
 */
@NullMarked
package dev.tablewright.operator.managed;

import org.jspecify.annotations.NullMarked;
