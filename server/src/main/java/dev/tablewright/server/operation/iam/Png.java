package dev.tablewright.server.operation.iam;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a QR code as a picture in shades of grey, four pixels for each module and a light margin
 * of four modules around it. The JDK's own writer would bring its whole desktop with it.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">PNG</a>
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int PIXELS = 4;
    private static final int MARGIN = 4;

    private Png() {}

    static byte[] of(QrCode code) {
        int edge = (code.size() + 2 * MARGIN) * PIXELS;
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte bitDepth = 8;
        ByteBuffer header = ByteBuffer.allocate(13).putInt(edge).putInt(edge).put(bitDepth);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", deflated(pixels(code, edge)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Each line begins with the number of its filter, 0 for none. */
    private static byte[] pixels(QrCode code, int edge) {
        byte[] pixels = new byte[(edge + 1) * edge];
        for (int y = 0; y < edge; y++) {
            for (int x = 0; x < edge; x++) {
                boolean dark = isDark(code, x / PIXELS - MARGIN, y / PIXELS - MARGIN);
                pixels[y * (edge + 1) + 1 + x] = (byte) (dark ? 0 : 0xFF);
            }
        }
        return pixels;
    }

    private static boolean isDark(QrCode code, int x, int y) {
        return x >= 0 && y >= 0 && x < code.size() && y < code.size() && code.isDark(x, y);
    }

    private static byte[] deflated(byte[] bytes) {
        try (var deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] typed =
                ByteBuffer.allocate(4 + data.length)
                        .put(type.getBytes(StandardCharsets.US_ASCII))
                        .put(data)
                        .array();
        var checksum = new CRC32();
        checksum.update(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
