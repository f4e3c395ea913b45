package dev.tablewright.server.operation.iam;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text as a square of dark and light modules that a camera reads: byte mode, the lowest error
 * correction, versions 1 to 12, always the first mask. Any reader takes any mask; choosing among
 * them only helps against bad light.
 *
 * @see <a href="https://www.iso.org/standard/83389.html">ISO/IEC 18004</a>
 */
final class QrCode {
    /** The most bytes of text that version 12 holds. */
    static final int MOST_BYTES = 367;

    private static final int[] CHECK_BYTES_PER_BLOCK = {
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24
    };
    private static final int[] BLOCKS = {1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4};

    /** Level L with the first mask, with its own check bits. */
    private static final int FORMAT = 0b111_0111_1100_0100;

    private final int version;
    private final int size;
    private final boolean[][] dark;
    private final boolean[][] fixed;

    private QrCode(int version) {
        this.version = version;
        size = 17 + 4 * version;
        dark = new boolean[size][size];
        fixed = new boolean[size][size];
    }

    /**
     * Draws a text.
     *
     * @throws IllegalArgumentException if it is longer than {@link #MOST_BYTES} bytes
     */
    static QrCode of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var code = new QrCode(smallestVersion(bytes.length));
        code.drawPatterns();
        code.drawData(code.withChecks(code.dataBytes(bytes)));
        return code;
    }

    /** Returns the number of modules along an edge. */
    int size() {
        return size;
    }

    boolean isDark(int x, int y) {
        return dark[y][x];
    }

    private static int smallestVersion(int bytes) {
        for (int version = 1; version <= BLOCKS.length; version++) {
            if (bytes + headerBytes(version) <= dataCapacity(version)) {
                return version;
            }
        }
        throw new IllegalArgumentException("too long for a QR code: " + bytes + " bytes");
    }

    /** The mode's 4 bits and the length's 8 or 16, in whole bytes. */
    private static int headerBytes(int version) {
        return version < 10 ? 2 : 3;
    }

    private static int dataCapacity(int version) {
        return rawBytes(version) - CHECK_BYTES_PER_BLOCK[version - 1] * BLOCKS[version - 1];
    }

    /** All modules less those of the fixed patterns, in whole bytes. */
    private static int rawBytes(int version) {
        int modules = (16 * version + 128) * version + 64;
        if (version >= 2) {
            int alignments = version / 7 + 2;
            modules -= (25 * alignments - 10) * alignments - 55;
        }
        if (version >= 7) {
            modules -= 36;
        }
        return modules / 8;
    }

    private byte[] dataBytes(byte[] text) {
        var bits = new Bits(dataCapacity(version));
        bits.add(0b0100, 4);
        bits.add(text.length, version < 10 ? 8 : 16);
        for (byte each : text) {
            bits.add(each & 0xFF, 8);
        }
        return bits.padded();
    }

    private static final class Bits {
        private static final int PAD = 0xEC;
        private static final int OTHER_PAD = 0x11;

        private final byte[] bytes;
        private int length;

        Bits(int capacity) {
            bytes = new byte[capacity];
        }

        void add(int value, int count) {
            for (int i = count - 1; i >= 0; i--, length++) {
                int bit = bit(value, i) ? 0x80 >>> (length % 8) : 0;
                bytes[length / 8] = (byte) (bytes[length / 8] | bit);
            }
        }

        byte[] padded() {
            byte pad = (byte) PAD;
            for (int i = (Math.min(length + 4, bytes.length * 8) + 7) / 8; i < bytes.length; i++) {
                bytes[i] = pad;
                pad = (byte) (pad ^ PAD ^ OTHER_PAD);
            }
            return bytes;
        }
    }

    /** Splits the data into blocks, adds check bytes to each, and deals them out in turn. */
    private byte[] withChecks(byte[] data) {
        int blocks = BLOCKS[version - 1];
        int checks = CHECK_BYTES_PER_BLOCK[version - 1];
        int shortLength = data.length / blocks;
        int shortBlocks = blocks - data.length % blocks;
        byte[] result = new byte[rawBytes(version)];
        int from = 0;
        for (int block = 0; block < blocks; block++) {
            int length = block < shortBlocks ? shortLength : shortLength + 1;
            byte[] part = Arrays.copyOfRange(data, from, from + length);
            from += length;
            for (int i = 0; i < length; i++) {
                int skipped = i < shortLength ? 0 : shortBlocks;
                result[i * blocks + block - skipped] = part[i];
            }
            byte[] remainder = remainder(part, checks);
            for (int i = 0; i < checks; i++) {
                result[data.length + i * blocks + block] = remainder[i];
            }
        }
        return result;
    }

    /** The Reed-Solomon check bytes: what is left of the data after division. */
    private static byte[] remainder(byte[] data, int length) {
        byte[] divisor = divisor(length);
        byte[] left = new byte[length];
        for (byte each : data) {
            int factor = (each ^ left[0]) & 0xFF;
            System.arraycopy(left, 1, left, 0, length - 1);
            left[length - 1] = 0;
            for (int i = 0; i < length; i++) {
                left[i] = (byte) (left[i] ^ product(divisor[i] & 0xFF, factor));
            }
        }
        return left;
    }

    /** The product of (x - 2^i) for all i below {@code degree}, without its leading 1. */
    private static byte[] divisor(int degree) {
        byte[] coefficients = new byte[degree];
        coefficients[degree - 1] = 1;
        int root = 1;
        for (int i = 0; i < degree; i++) {
            for (int j = 0; j < degree; j++) {
                int next = j + 1 < degree ? coefficients[j + 1] : 0;
                coefficients[j] = (byte) (product(coefficients[j] & 0xFF, root) ^ next);
            }
            root = product(root, 2);
        }
        return coefficients;
    }

    /** Multiplies in the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1. */
    private static int product(int a, int b) {
        int result = 0;
        for (int i = 7; i >= 0; i--) {
            result = (result << 1) ^ ((result >>> 7) * 0x11D);
            result ^= bit(b, i) ? a : 0;
        }
        return result;
    }

    private void drawPatterns() {
        for (int i = 0; i < size; i++) {
            fix(6, i, i % 2 == 0);
            fix(i, 6, i % 2 == 0);
        }
        drawFinder(3, 3);
        drawFinder(size - 4, 3);
        drawFinder(3, size - 4);
        int[] centres = alignmentCentres();
        for (int y : centres) {
            for (int x : centres) {
                boolean corner = (x == 6 && (y == 6 || y == size - 7)) || (x == size - 7 && y == 6);
                if (!corner) {
                    drawAlignment(x, y);
                }
            }
        }
        drawFormat();
        drawVersion();
    }

    private void drawFinder(int centreX, int centreY) {
        for (int dy = -4; dy <= 4; dy++) {
            for (int dx = -4; dx <= 4; dx++) {
                int x = centreX + dx;
                int y = centreY + dy;
                if (x >= 0 && x < size && y >= 0 && y < size) {
                    int ring = Math.max(Math.abs(dx), Math.abs(dy));
                    fix(x, y, ring != 2 && ring != 4);
                }
            }
        }
    }

    private void drawAlignment(int centreX, int centreY) {
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                fix(centreX + dx, centreY + dy, Math.max(Math.abs(dx), Math.abs(dy)) != 1);
            }
        }
    }

    private int[] alignmentCentres() {
        if (version == 1) {
            return new int[0];
        }
        int count = version / 7 + 2;
        int step = (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
        int[] centres = new int[count];
        centres[0] = 6;
        for (int i = count - 1, at = size - 7; i > 0; i--, at -= step) {
            centres[i] = at;
        }
        return centres;
    }

    private void drawFormat() {
        for (int i = 0; i < 15; i++) {
            boolean bit = bit(FORMAT, i);
            fix(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, bit);
            fix(i < 8 ? size - 1 - i : i == 8 ? 7 : 14 - i, 8, bit);
        }
        fix(8, size - 8, true);
    }

    private void drawVersion() {
        if (version < 7) {
            return;
        }
        int left = version;
        for (int i = 0; i < 12; i++) {
            left = (left << 1) ^ ((left >>> 11) * 0x1F25);
        }
        int bits = (version << 12) | left;
        for (int i = 0; i < 18; i++) {
            boolean bit = bit(bits, i);
            fix(size - 11 + i % 3, i / 3, bit);
            fix(i / 3, size - 11 + i % 3, bit);
        }
    }

    private static boolean bit(int value, int place) {
        return ((value >>> place) & 1) == 1;
    }

    private void fix(int x, int y, boolean isDark) {
        dark[y][x] = isDark;
        fixed[y][x] = true;
    }

    /** In columns two modules wide from the right, upwards and downwards in turn. */
    private void drawData(byte[] data) {
        int bit = 0;
        for (int right = size - 1; right >= 1; right -= 2) {
            if (right == 6) {
                right = 5;
            }
            boolean upwards = bit(right, 1) == bit(right, 0);
            for (int i = 0; i < size * 2; i++) {
                int x = right - i % 2;
                int y = upwards ? size - 1 - i / 2 : i / 2;
                if (!fixed[y][x]) {
                    boolean set = bit < data.length * 8 && bit(data[bit / 8], 7 - bit % 8);
                    dark[y][x] = set ^ ((x + y) % 2 == 0);
                    bit++;
                }
            }
        }
    }
}
