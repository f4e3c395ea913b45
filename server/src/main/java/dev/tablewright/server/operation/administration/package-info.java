/**
 * Our own service, for whoever runs the server: what AWS's services have no operation for.
 *
 * <p>It is called like DynamoDB: a POST with a JSON body, {@code X-Amz-Target:
 * Tablewright.<Operation>}, signed for the service {@code tablewright}. Who may call is decided by
 * policies, on the action {@code tablewright:<Operation>} and the server itself: the root user and
 * AdministratorAccess may, and nobody else unless granted; and only of the account that was made
 * first, see {@link dev.tablewright.server.operation.administration.OwnersOnly}. A new operation is
 * one file and its line in {@link
 * dev.tablewright.server.operation.administration.AdministrationOperations}.
 */
@NullMarked
package dev.tablewright.server.operation.administration;

import org.jspecify.annotations.NullMarked;
