/**
 * Black-box checks: whole requests over HTTP, compared with oracles or with what was acknowledged.
 */
@NullMarked
package dev.tablewright.conformance;

import org.jspecify.annotations.NullMarked;
