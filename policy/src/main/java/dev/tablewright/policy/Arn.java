package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

/**
 * An Amazon resource name: {@code arn:partition:service:region:account:resource}. Only the number
 * of parts is checked; the resource may hold further colons. ARNs compare with regard to case.
 */
public final class Arn {
    /** Number of parts that colons separate; the last one keeps its own colons. */
    public static final int PARTS = 6;

    private final String text;
    private final int[] starts;

    private Arn(String text, int[] starts) {
        this.text = text;
        this.starts = starts;
    }

    /** Reads an ARN; null when {@code text} does not begin with {@code arn:} or has fewer parts. */
    public static @Nullable Arn parse(String text) {
        if (!text.startsWith("arn:")) {
            return null;
        }
        int[] starts = new int[PARTS];
        for (int part = 1; part < PARTS; part++) {
            int colon = text.indexOf(':', starts[part - 1]);
            if (colon < 0) {
                return null;
            }
            starts[part] = colon + 1;
        }
        return new Arn(text, starts);
    }

    /** Returns for instance {@code aws}. */
    public String partition() {
        return part(1);
    }

    /** Returns for instance {@code dynamodb}. */
    public String service() {
        return part(2);
    }

    /** Returns for instance {@code eu-west-1}; empty for global services such as IAM. */
    public String region() {
        return part(3);
    }

    /** Returns the account, 12 digits; empty for some services. */
    public String account() {
        return part(4);
    }

    /** Returns everything after the fifth colon, for instance {@code table/T/index/I}. */
    public String resource() {
        return part(5);
    }

    private String part(int index) {
        return text.substring(start(index), end(index));
    }

    /** Returns where part {@code index} (0 to 5) begins in {@link #toString()}. */
    public int start(int index) {
        return starts[index];
    }

    /** Returns where part {@code index} (0 to 5) ends in {@link #toString()}, exclusive. */
    public int end(int index) {
        return index == PARTS - 1 ? text.length() : starts[index + 1] - 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Arn arn && arn.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
