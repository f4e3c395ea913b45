package dev.tablewright.storage;

/** A key and its value, as a cursor yields them. */
public record Entry(Key key, Stored stored) {}
