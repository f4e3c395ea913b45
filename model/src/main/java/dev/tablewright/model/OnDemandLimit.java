package dev.tablewright.model;

/**
 * Upper limits of an on-demand table or index.
 *
 * @param maxRead read request units a second; -1 for no limit
 * @param maxWrite write request units a second; -1 for no limit
 */
public record OnDemandLimit(long maxRead, long maxWrite) {}
