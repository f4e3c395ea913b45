package dev.tablewright.model;

import java.util.Arrays;

/** Parts of one byte array, to find out whether any two hold the same bytes. */
final class Spans {
    /** Up to here comparing each with each is faster than sorting. */
    private static final int FEW = 16;

    private final byte[] bytes;
    private int[] bounds = new int[2 * FEW];
    private int count;

    Spans(byte[] bytes) {
        this.bytes = bytes;
    }

    void add(int from, int to) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        bounds[2 * count] = from;
        bounds[2 * count + 1] = to;
        count++;
    }

    /** Takes n log n time for n parts, whatever they are: a request body may hold a million. */
    boolean anyRepeated() {
        return count <= FEW ? anyPairEqual() : anyNeighboursEqual();
    }

    private boolean anyPairEqual() {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (compare(i, j) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean anyNeighboursEqual() {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        for (int i = 1; i < count; i++) {
            if (compare(order[i - 1], order[i]) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Any total order will do; by length first, because lengths often differ. */
    private int compare(int a, int b) {
        int lengthA = bounds[2 * a + 1] - bounds[2 * a];
        int lengthB = bounds[2 * b + 1] - bounds[2 * b];
        return lengthA != lengthB
                ? Integer.compare(lengthA, lengthB)
                : Arrays.compare(
                        bytes,
                        bounds[2 * a],
                        bounds[2 * a + 1],
                        bytes,
                        bounds[2 * b],
                        bounds[2 * b + 1]);
    }
}
