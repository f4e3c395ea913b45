package dev.tablewright.server.protocol;

import org.jspecify.annotations.Nullable;

/** A JSON request that cannot be read, or that asks for what no operation does. */
public final class MalformedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable String text;

    private MalformedRequest(Kind kind, @Nullable String text) {
        super(text, null, false, false);
        this.kind = kind;
        this.text = text;
    }

    /** The body is not JSON. */
    public static MalformedRequest notJson() {
        return new MalformedRequest(Kind.SERIALIZATION, null);
    }

    /** A member has a JSON type that it cannot have; {@code text} is AWS's. */
    public static MalformedRequest wrongType(String text) {
        return new MalformedRequest(Kind.SERIALIZATION, text);
    }

    /** The target names no operation. */
    public static MalformedRequest unknownOperation() {
        return new MalformedRequest(Kind.UNKNOWN_OPERATION, null);
    }

    /** Returns what is wrong. */
    Kind kind() {
        return kind;
    }

    /** Returns the text for the client; null where AWS sends none. */
    @Nullable String text() {
        return text;
    }

    /** What is wrong. */
    enum Kind {
        /** SerializationException. */
        SERIALIZATION,
        /** UnknownOperationException. */
        UNKNOWN_OPERATION
    }
}
