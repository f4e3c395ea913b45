/**
 * When something runs: AWS's {@code cron}, {@code rate} and {@code at} expressions, as AWS Backup
 * and Application Auto Scaling read them. Start at {@link
 * dev.tablewright.server.schedule.Schedule}.
 */
@NullMarked
package dev.tablewright.server.schedule;

import org.jspecify.annotations.NullMarked;
