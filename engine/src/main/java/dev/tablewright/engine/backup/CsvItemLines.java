package dev.tablewright.engine.backup;

import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines of values. What is a key of the table or of an index has its type; everything else is a
 * string. A value may stand in double quotes, where two of them mean one, and then hold delimiters
 * and ends of lines.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html">Amazon
 *     S3 import formats</a>
 */
final class CsvItemLines implements ItemLines {
    private final Reader in;
    private final char delimiter;
    private final Map<String, KeyType> types;
    private final List<String> headers;
    private long bytes;
    private int peeked = -2;

    /**
     * Begins.
     *
     * @param types of key attributes
     */
    CsvItemLines(InputStream in, Import.@Nullable Csv csv, Map<String, KeyType> types)
            throws IOException {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        String delimiterText = csv == null ? null : csv.delimiter();
        this.delimiter = delimiterText == null ? ',' : delimiterText.charAt(0);
        this.types = types;
        List<String> given = csv == null ? null : csv.headers();
        if (given == null) {
            List<String> first = row();
            this.headers = first == null ? List.of() : first;
        } else {
            this.headers = given;
        }
    }

    @Override
    public @Nullable Line next() throws IOException {
        bytes = 0;
        List<String> values = row();
        return values == null ? null : new Line(item(values), bytes);
    }

    /** What a value may be is judged where JSON is, whatever the form. */
    private @Nullable Item item(List<String> values) {
        if (values.size() != headers.size() || Set.copyOf(headers).size() != headers.size()) {
            return null;
        }
        JsonWriter line = new JsonWriter();
        var _ = line.beginObject().name("Item").beginObject();
        for (int i = 0; i < values.size(); i++) {
            KeyType type = types.getOrDefault(headers.get(i), KeyType.S);
            String value = type == KeyType.N ? values.get(i).strip() : values.get(i);
            var _ =
                    line.name(headers.get(i))
                            .beginObject()
                            .name(type.name())
                            .string(value)
                            .endObject();
        }
        return JsonItemLines.item(line.endObject().endObject().toByteArray());
    }

    private @Nullable List<String> row() throws IOException {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean any = false;
        while (true) {
            int c = read();
            if (c < 0 && !any) {
                return null;
            }
            if (c == '\r' && peek() == '\n') {
                continue;
            }
            if (c < 0 || c == '\n') {
                if (!any) {
                    continue;
                }
                values.add(value.toString());
                return values;
            }
            any = true;
            if (c == delimiter) {
                values.add(value.toString());
                value.setLength(0);
            } else if (c == '"' && value.isEmpty()) {
                quoted(value);
            } else {
                value.append((char) c);
            }
        }
    }

    private void quoted(StringBuilder value) throws IOException {
        for (int c = read(); c >= 0; c = read()) {
            if (c == '"') {
                if (peek() != '"') {
                    return;
                }
                c = read();
            }
            value.append((char) c);
        }
    }

    private int read() throws IOException {
        int c = peek();
        peeked = -2;
        if (c >= 0) {
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate((char) c) ? 2 : 3;
        }
        return c;
    }

    private int peek() throws IOException {
        if (peeked == -2) {
            peeked = in.read();
        }
        return peeked;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
