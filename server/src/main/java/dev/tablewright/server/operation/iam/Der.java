package dev.tablewright.server.operation.iam;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of ASN.1's DER as wrapping a private key takes. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;

    private Der() {}

    /** Returns the first element inside of a sequence, which must be well-formed. */
    static byte[] firstOf(byte[] sequence) {
        int from = 1 + lengthBytes(sequence, 1);
        int to = from + 1 + lengthBytes(sequence, from + 1) + length(sequence, from + 1);
        return Arrays.copyOfRange(sequence, from, to);
    }

    static byte[] sequence(byte[]... elements) {
        var content = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            content.writeBytes(element);
        }
        return element(SEQUENCE, content.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return element(OCTETS, content);
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x83);
            out.write(length >> 16);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static int lengthBytes(byte[] bytes, int at) {
        return bytes[at] >= 0 ? 1 : 1 + (bytes[at] & 0x7F);
    }

    private static int length(byte[] bytes, int at) {
        if (bytes[at] >= 0) {
            return bytes[at];
        }
        int length = 0;
        for (int i = 1; i < lengthBytes(bytes, at); i++) {
            length = length << 8 | (bytes[at + i] & 0xFF);
        }
        return length;
    }
}
