/**
 * Who did what, and which statement decided.
 *
 * <p>Every request has an {@link dev.tablewright.server.audit.AuditEntry}, which the {@link
 * dev.tablewright.server.audit.AuditTrail} takes when it is answered: it remembers the newest
 * denials with all that they were decided from, counts what is used, and writes events in
 * CloudTrail's shape to files. Nothing of this is done while a request waits: entries are queued,
 * and {@link dev.tablewright.server.audit.AuditTrail#drain} does the work.
 */
@NullMarked
package dev.tablewright.server.audit;

import org.jspecify.annotations.NullMarked;
