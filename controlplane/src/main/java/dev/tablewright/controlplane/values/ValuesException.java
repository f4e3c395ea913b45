package dev.tablewright.controlplane.values;

import java.util.List;
import java.util.stream.Collectors;

/** The values cannot be used. Carries every mistake that was found, in the order of the file. */
public final class ValuesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Wraps {@code problems}; at least one. */
    public ValuesException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns the mistakes, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
