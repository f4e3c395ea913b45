package dev.tablewright.model;

/** The types that a key attribute may have. */
public enum KeyType {
    /** String. */
    S,
    /** Number. */
    N,
    /** Binary. */
    B
}
