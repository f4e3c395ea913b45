package dev.tablewright.charts;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The objects that Helm makes of a chart and values. */
record Rendering(List<JsonNode> objects) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Renders.
     *
     * @throws IllegalStateException with Helm's words, if the chart or its schema refuses
     */
    static Rendering of(String chart, String values, String namespace, String release)
            throws IOException {
        Path file = Files.createTempFile("values", ".yaml");
        try {
            Files.writeString(file, values);
            TemplateCommand template =
                    new Helm(Path.of(chart))
                            .template()
                            .withName(release)
                            .withNamespace(namespace)
                            .withValuesFile(file);
            return new Rendering(objects(template.call()));
        } finally {
            Files.delete(file);
        }
    }

    private static List<JsonNode> objects(String text) {
        List<JsonNode> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            if (document != null) {
                objects.add(JSON.valueToTree(document));
            }
        }
        return objects;
    }

    /** Returns the objects of one kind, in order. */
    List<JsonNode> kind(String kind) {
        return objects.stream().filter(o -> o.path("kind").asString().equals(kind)).toList();
    }

    /** Returns the name that an object has in AWS. */
    static String externalName(JsonNode object) {
        return object.path("metadata")
                .path("annotations")
                .path("crossplane.io/external-name")
                .asString();
    }

    /** Returns what an object asks AWS for. */
    static JsonNode wanted(JsonNode object) {
        return object.path("spec").path("forProvider");
    }
}
