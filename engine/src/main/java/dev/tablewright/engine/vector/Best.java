package dev.tablewright.engine.vector;

import dev.tablewright.engine.vector.Found.Hit;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.Item;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The best hits so far, at most a given number of them. */
final class Best {
    /**
     * A hit with its turn.
     *
     * @param rank less is better
     * @param turn of two that are equally good, the earlier is better
     */
    private record Ranked(double rank, int turn, Hit hit) {}

    private static final Comparator<Ranked> BEST_FIRST =
            Comparator.comparingDouble(Ranked::rank).thenComparingInt(Ranked::turn);

    private final DistanceFunction function;
    private final int most;
    private final PriorityQueue<Ranked> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    private int turn;

    Best(DistanceFunction function, int most) {
        this.function = function;
        this.most = most;
    }

    private double rank(double score) {
        return switch (function) {
            case COSINE, EUCLIDEAN -> score;
            case DOT_PRODUCT -> -score;
        };
    }

    /** Whether a hit of this score would be among the best now. */
    boolean wants(double score) {
        Ranked worst = worstFirst.size() < most ? null : worstFirst.peek();
        return worst == null || rank(score) < worst.rank();
    }

    void add(Item item, double score) {
        if (worstFirst.size() == most) {
            worstFirst.poll();
        }
        worstFirst.add(new Ranked(rank(score), turn++, new Hit(item, score)));
    }

    List<Hit> inOrder() {
        List<Ranked> ranked = new ArrayList<>(worstFirst);
        ranked.sort(BEST_FIRST);
        return ranked.stream().map(Ranked::hit).toList();
    }
}
