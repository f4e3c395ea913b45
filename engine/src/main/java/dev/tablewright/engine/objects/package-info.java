/**
 * Objects by key, as a bucket holds them: where backups, exports and imports lie. Knows nothing of
 * tables. Start at {@link dev.tablewright.engine.objects.ObjectStore}.
 */
@NullMarked
package dev.tablewright.engine.objects;

import org.jspecify.annotations.NullMarked;
