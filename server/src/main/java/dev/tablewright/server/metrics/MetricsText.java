package dev.tablewright.server.metrics;

/**
 * Writes metrics in Prometheus' text format.
 *
 * @see <a
 *     href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">Text
 *     format 0.0.4</a>
 */
public final class MetricsText {
    /** What the format calls itself in HTTP. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(1 << 14);

    /** Begins a family; its samples follow. */
    public void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /**
     * Writes one sample.
     *
     * @param labels name and value by turns
     */
    public void sample(String name, long value, String... labels) {
        sample(name, Long.toString(value), labels);
    }

    void sample(String name, String value, String... labels) {
        text.append(name);
        char before = '{';
        for (int i = 0; i < labels.length; i += 2) {
            text.append(before).append(labels[i]).append("=\"");
            escape(labels[i + 1]);
            text.append('"');
            before = ',';
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(value.charAt(i));
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
