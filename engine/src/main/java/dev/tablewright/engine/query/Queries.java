package dev.tablewright.engine.query;

/** Runs queries and scans. */
public interface Queries {
    /**
     * Runs one page of a query, at most 1 MB before the filter.
     *
     * @throws dev.tablewright.model.ValidationException if the request does not fit the table
     */
    Page query(QueryRequest request);

    /**
     * Runs one page of a scan, at most 1 MB before the filter.
     *
     * @throws dev.tablewright.model.ValidationException if the request does not fit the table
     */
    Page scan(ScanRequest request);
}
