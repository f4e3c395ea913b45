package dev.tablewright.model.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the first byte that matters in a text, eight bytes at a time: most of a body is text of
 * strings that is only to be walked over or copied.
 *
 * <p>The eight bytes are one number, the first byte lowest. Subtracting from each byte sets its top
 * bit where it was less than what is subtracted; a borrow may then make bytes behind it look so
 * too, but only behind it, so that the lowest bit that is set is right.
 */
final class ByteRuns {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long TOP = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * EACH;
    private static final long BACKSLASHES = '\\' * EACH;
    private static final long SPACES = 0x20 * EACH;

    private ByteRuns() {}

    /** Returns where the first quote, backslash, control character or non-ASCII byte is. */
    static int endOfAscii(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at);
            long found = ((eight - SPACES) | equal(eight) | eight) & TOP;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] >= 0x20 && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Returns where the first quote, backslash or control character is. */
    static int endOfPlain(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at);
            long found = ((eight - SPACES) | equal(eight)) & ~eight & TOP;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to && isPlain(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte b) {
        return b < 0 || (b >= 0x20 && b != '"' && b != '\\');
    }

    /** Sets the top bits of ASCII bytes that are quotes or backslashes. */
    private static long equal(long eight) {
        return ((eight ^ QUOTES) - EACH) | ((eight ^ BACKSLASHES) - EACH);
    }
}
