package dev.tablewright.cli;

import java.util.List;

/** Checks the formats that commands print in. */
final class OutputOption {
    private OutputOption() {}

    /**
     * Returns {@code chosen}.
     *
     * @throws CliException if it is none of {@code known}
     */
    static String require(String chosen, String... known) {
        if (!List.of(known).contains(chosen)) {
            throw new CliException(
                    "\"" + chosen + "\" is no output format: write " + String.join(" or ", known));
        }
        return chosen;
    }
}
