package dev.tablewright.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class ByteRunsTest {
    private static final long SEED = 20261121;
    private static final byte[] EDGES = {
        0,
        1,
        0x1F,
        0x20,
        0x21,
        '"',
        '#',
        '[',
        '\\',
        ']',
        0x7E,
        0x7F,
        (byte) 0x80,
        (byte) 0x9F,
        (byte) 0xA0,
        (byte) 0xA2,
        (byte) 0xDC,
        (byte) 0xFF
    };

    @Test
    void findsWhatALoopOverBytesFinds() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        random.nextInt(10) == 0 ? EDGES[random.nextInt(EDGES.length)] : (byte) 'a';
            }
            int from = random.nextInt(bytes.length + 1);

            assertThat(ByteRuns.endOfAscii(bytes, from, bytes.length))
                    .as("seed %s: %s from %s", SEED, bytes, from)
                    .isEqualTo(loop(bytes, from, false));
            assertThat(ByteRuns.endOfPlain(bytes, from, bytes.length))
                    .as("seed %s: %s from %s", SEED, bytes, from)
                    .isEqualTo(loop(bytes, from, true));
        }
    }

    private static int loop(byte[] bytes, int from, boolean beyondAscii) {
        int at = from;
        while (at < bytes.length) {
            int b = bytes[at] & 0xFF;
            if (b < 0x20 || b == '"' || b == '\\' || (b >= 0x80 && !beyondAscii)) {
                return at;
            }
            at++;
        }
        return at;
    }
}
