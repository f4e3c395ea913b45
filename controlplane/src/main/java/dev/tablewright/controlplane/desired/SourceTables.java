package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Knows the tables of other releases, which environments may copy. */
@FunctionalInterface
public interface SourceTables {
    /** Knows nothing: good for checking values, not for planning. */
    SourceTables UNKNOWN = _ -> null;

    /**
     * Returns the tables of a release.
     *
     * @param like {@code <namespace>} for all releases in it, or {@code <namespace>/<release>}
     * @return null if they are not known
     */
    @Nullable List<SourceTable> of(String like);
}
