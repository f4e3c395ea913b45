/** Permission as a type: an operation can only run on what the authorizer has let through. */
@NullMarked
package dev.tablewright.server.authorization;

import org.jspecify.annotations.NullMarked;
