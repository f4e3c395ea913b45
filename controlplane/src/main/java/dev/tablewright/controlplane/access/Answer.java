package dev.tablewright.controlplane.access;

import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Decision.StatementRef;

import java.util.List;
import java.util.Set;

/** May a principal do something? With the statements that say so. */
public sealed interface Answer {
    /**
     * Yes, whatever else the request carries.
     *
     * @param by empty where no policy is needed
     */
    record Yes(List<StatementRef> by) implements Answer {
        /** Copies the list. */
        public Yes {
            by = List.copyOf(by);
        }
    }

    /** No, whatever else the request carries. */
    record No(Decision decision) implements Answer {}

    /**
     * Yes or no, depending on condition keys that only a request knows.
     *
     * @param by what grants, and what may deny
     * @param keys that it depends on, sorted
     */
    record Depends(List<StatementRef> by, Set<String> keys) implements Answer {
        /** Copies the list. */
        public Depends {
            by = List.copyOf(by);
        }
    }

    /** Whether some request may pass. */
    default boolean possible() {
        return !(this instanceof No);
    }

    /** Returns the statements that grant or may deny; those that deny for a No. */
    default List<StatementRef> statements() {
        return switch (this) {
            case Yes(var by) -> by;
            case Depends(var by, _) -> by;
            case No(Decision.ExplicitlyDenied(_, var by)) -> by;
            case No _ -> List.of();
        };
    }
}
