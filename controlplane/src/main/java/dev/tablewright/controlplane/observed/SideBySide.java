package dev.tablewright.controlplane.observed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks a target several things at once: a thousand tables one by one would take minutes. */
public final class SideBySide {
    /** What an account's quotas of control-plane reads bear easily, and one server too. */
    private static final int AT_ONCE = 16;

    private SideBySide() {}

    /**
     * Returns what {@code question} answers for each of {@code subjects}, in their order.
     *
     * @throws RuntimeException what the first question that failed threw
     */
    public static <T, R> List<R> ask(Collection<T> subjects, Function<T, R> question) {
        if (subjects.size() < 2) {
            return subjects.stream().map(question).toList();
        }
        List<R> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<R>> asked =
                    subjects.stream()
                            .map(one -> threads.submit(() -> question.apply(one)))
                            .toList();
            try {
                for (Future<R> one : asked) {
                    answers.add(one.get());
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while reading the target", e);
            }
        }
        return answers;
    }
}
