package dev.tablewright.server.http;

/** Answers requests. Safe for use by many threads. */
public interface HttpHandler {
    /**
     * Whether answering may wait for a disk or take long. Such requests run on a pool of threads,
     * others on the thread that reads the sockets, which saves a third of their cost.
     */
    boolean mayBlock(HttpRequest request);

    /** Answers {@code request}. Never throws: a failure is an answer too. */
    HttpResponse handle(HttpRequest request);

    /** The answer when there are already more requests at work than the pool can hold. */
    HttpResponse overloaded(HttpRequest request);
}
