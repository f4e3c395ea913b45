package dev.tablewright.engine.objects;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Object stores by name, as S3 has them: where tables are exported to and imported from. */
@FunctionalInterface
public interface Buckets {
    /** There are none. */
    Buckets NONE = _ -> null;

    /** Returns the bucket of this name; null when there is none. */
    @Nullable ObjectStore find(String name) throws IOException;
}
