package dev.tablewright.engine.objects;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Objects by key: a bucket. An object is there whole or not at all, and is only ever replaced,
 * never changed. Safe for use by many threads.
 *
 * <p>A key is one or more names with {@code /} between them. A name has no backslash, tilde or
 * control character, and is neither {@code .} nor {@code ..}: so a key is a relative path on every
 * file system, and never leads out.
 */
public interface ObjectStore {
    /** Writes the bytes of an object. */
    @FunctionalInterface
    interface Content {
        /** Writes everything; does not close. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Stores an object, in place of the one of that key. When it returns, the object survives a
     * crash; when it throws, the store is as before.
     *
     * @throws IOException if {@code content} or the store fails
     * @throws IllegalArgumentException if {@code key} is none
     */
    void put(String key, Content content) throws IOException;

    /**
     * Opens an object for reading, or returns null when there is none. The caller closes it. What
     * is read is the object as it was opened, even if it is replaced meanwhile.
     */
    @Nullable InputStream get(String key) throws IOException;

    /** Lists the keys that begin with {@code prefix}, in the order of their characters. */
    List<String> list(String prefix) throws IOException;

    /** Removes an object; where there is none, nothing happens. */
    void delete(String key) throws IOException;

    /** Whether a text can be the key of an object. */
    static boolean isKey(String text) {
        return ObjectKeys.isOne(text);
    }

    /** Stores a small object. */
    default void put(String key, byte[] bytes) throws IOException {
        put(key, out -> out.write(bytes));
    }

    /** Removes every object whose key begins with {@code prefix}. */
    default void deleteAll(String prefix) throws IOException {
        for (String key : list(prefix)) {
            delete(key);
        }
    }
}
