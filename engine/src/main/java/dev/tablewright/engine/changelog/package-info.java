/**
 * The log of changes: what happened to each item, in an order that readers can rely on. Streams,
 * point-in-time recovery and replicas read the same log. Start at {@link
 * dev.tablewright.engine.changelog.ChangeLog}; why it is safe to read stands at {@link
 * dev.tablewright.engine.changelog.SequenceClock}.
 */
@NullMarked
package dev.tablewright.engine.changelog;

import org.jspecify.annotations.NullMarked;
