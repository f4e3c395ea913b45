/**
 * Users, groups, roles, policies, keys and sessions: decide, commit, apply to an immutable image.
 *
 * <p>Start at {@link dev.tablewright.server.identity.Identities}. A change is decided on a {@link
 * dev.tablewright.server.identity.Draft}, committed to the storage engine, and only then seen by
 * readers, as a new {@link dev.tablewright.server.identity.IdentityImage}. One writer at a time;
 * readers never wait.
 */
@NullMarked
package dev.tablewright.server.identity;

import org.jspecify.annotations.NullMarked;
