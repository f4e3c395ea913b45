package dev.tablewright.cli;

import dev.tablewright.controlplane.cost.CostFileException;
import dev.tablewright.controlplane.cost.PriceList;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The option that names a price file. */
final class PricesOption {
    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description =
                    "Price file in YAML or JSON, in place of the one that comes with the program"
                            + " (\"cost --show-prices\").")
    private @Nullable Path file;

    /** Returns the file's text, or that of the one that comes with the program. */
    String text() {
        return file == null ? PriceList.shippedText() : ValuesOptions.read(file);
    }

    /** Whether they are those that come with the program. */
    boolean areShipped() {
        return file == null;
    }

    PriceList get() {
        if (file == null) {
            return PriceList.shipped();
        }
        try {
            return PriceList.read(file.toString(), ValuesOptions.read(file));
        } catch (CostFileException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }
}
