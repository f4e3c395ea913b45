/**
 * Environments as they are: found by their tags, cloned with their data, and torn down.
 *
 * <p>What an environment is to be stands in {@link dev.tablewright.controlplane.desired}; making it
 * goes through the plan, like everything else. Nothing here keeps a file: tags on tables and
 * policies say what belongs to which environment, so it works on AWS too.
 */
@NullMarked
package dev.tablewright.controlplane.environment;

import org.jspecify.annotations.NullMarked;
