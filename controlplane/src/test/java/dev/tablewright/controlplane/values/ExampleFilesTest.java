package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The examples keep the contract, and together they say all of it. */
class ExampleFilesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(EXAMPLES, 2)) {
            return all.filter(
                            file ->
                                    file.endsWith("values.yaml")
                                            || file.endsWith("environments/like.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyExampleKeepsTheContract() throws Exception {
        assertThat(files()).hasSizeGreaterThan(8);
        for (Path file : files()) {
            var source = new ValuesParser.Source(file.toString(), Files.readString(file));
            assertThat(ValuesParser.parse(List.of(source)).tables()).isNotNull();
        }
    }

    @Test
    void everyFieldOfTheContractIsInAnExample() throws Exception {
        Set<String> said = new TreeSet<>();
        for (Path file : files()) {
            YamlNode root = HelmYaml.read(file.toString(), Files.readString(file)).root();
            assertThat(root).isNotNull();
            if (root != null) {
                said(root, ValuesContract.FILE, "", said);
            }
        }
        List<String> missing = new ArrayList<>();
        fields(ValuesContract.FILE, "", missing);
        assertThat(missing).hasSizeGreaterThan(100);
        missing.removeAll(said);
        assertThat(missing).isEmpty();
    }

    private static void fields(ValueType<?> type, String path, List<String> found) {
        switch (type) {
            case ValueType.Block<?> block ->
                    block.fields()
                            .forEach(
                                    field -> {
                                        String inner = Problems.inner(path, field.name());
                                        found.add(inner);
                                        fields(field.type(), inner, found);
                                    });
            case ValueType.ListOf<?> list -> fields(list.element(), path, found);
            case ValueType.Text _,
                    ValueType.Choice<?> _,
                    ValueType.Span _,
                    ValueType.Flag _,
                    ValueType.Whole _,
                    ValueType.TextMap _,
                    ValueType.Json _ -> {}
        }
    }

    private static void said(YamlNode node, ValueType<?> type, String path, Set<String> found) {
        switch (type) {
            case ValueType.Block<?> block when node instanceof YamlNode.Mapping(_, var entries) -> {
                for (Field<?> field : block.fields()) {
                    YamlNode.Entry entry = entries.get(field.name());
                    if (entry != null) {
                        String inner = Problems.inner(path, field.name());
                        found.add(inner);
                        said(entry.value(), field.type(), inner, found);
                    }
                }
            }
            case ValueType.ListOf<?> list when node instanceof YamlNode.Sequence(_, var all) ->
                    all.forEach(element -> said(element, list.element(), path, found));
            default -> {}
        }
    }
}
