/**
 * Users, groups, roles, policies, keys and sessions: decide, commit, apply to an immutable image.
 */
@NullMarked
package dev.tablewright.server.identity;

import org.jspecify.annotations.NullMarked;
