package dev.tablewright.engine.backup;

import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.ItemJson;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.model.json.JsonValue;
import dev.tablewright.model.json.SerializationException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of {@code {"Item":{...}}}, as exports have them. Empty lines are passed over. */
final class JsonItemLines implements ItemLines {
    /** An item has at most 400 KB; its JSON, six bytes for one and names of types. */
    private static final int LONGEST_LINE = 8 << 20;

    private final InputStream in;

    JsonItemLines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    @Override
    public @Nullable Line next() throws IOException {
        var line = new ByteArrayOutputStream(1 << 10);
        long length = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            length++;
            if (b == '\n') {
                if (isBlank(line)) {
                    line.reset();
                    length = 0;
                    continue;
                }
                break;
            }
            if (length <= LONGEST_LINE) {
                line.write(b);
            }
        }
        if (isBlank(line)) {
            return null;
        }
        return new Line(length > LONGEST_LINE ? null : item(line.toByteArray()), length);
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
        return line.size() == 0 || (line.size() == 1 && line.toByteArray()[0] == '\r');
    }

    /** Reads a line; null if it holds no item. */
    static @Nullable Item item(byte[] line) {
        try {
            JsonValue item = JsonMembers.parse(line).get("Item");
            return item == null ? null : ItemJson.item(item).orThrow();
        } catch (JsonSyntaxException | SerializationException | ValidationException none) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
