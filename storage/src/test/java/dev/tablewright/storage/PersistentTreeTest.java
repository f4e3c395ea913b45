package dev.tablewright.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class PersistentTreeTest {
    /** Keys that come in order are the common case, and make an unbalanced tree a list. */
    @Test
    void staysShallowWhateverTheOrder() {
        int entries = 10_000;
        PersistentTree up = PersistentTree.EMPTY;
        PersistentTree down = PersistentTree.EMPTY;
        PersistentTree mixed = PersistentTree.EMPTY;
        Random random = new Random(20261121);
        for (int i = 0; i < entries; i++) {
            up = up.put(key(i), VALUE);
            down = down.put(key(entries - i), VALUE);
            mixed =
                    mixed.put(key(random.nextInt(entries)), VALUE)
                            .remove(key(random.nextInt(entries)));
        }
        // An AVL tree is at most 1.44 times as high as a perfect one, of 14 levels here.
        assertThat(up.height()).isLessThanOrEqualTo(20);
        assertThat(down.height()).isLessThanOrEqualTo(20);
        assertThat(mixed.height()).isLessThanOrEqualTo(20);
        for (int i = 0; i < entries; i += 2) {
            up = up.remove(key(i));
        }
        assertThat(up.height()).isLessThanOrEqualTo(18);
        assertThat(up.get(key(1))).isEqualTo(VALUE);
        assertThat(up.get(key(2))).isNull();
    }

    private static final Stored VALUE = new Stored(Bytes.EMPTY, new Version(1));

    private static byte[] key(int number) {
        return KeyLayout.encode(
                1,
                Bytes.EMPTY,
                Bytes.wrap(
                        new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number}));
    }
}
