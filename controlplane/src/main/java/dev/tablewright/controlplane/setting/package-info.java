/**
 * What a table can be set to besides its key, its indexes and its capacity: one file for each
 * setting.
 *
 * <p>A {@link Setting} says everything about itself: its fields in the values, how it goes into
 * CreateTable, how it is read, when two values mean the same, how a change is worded, which call
 * makes it and in which order. Values, plans, saved plans, drift and apply treat all settings alike
 * and name none. A new one is a file here and a line in {@link TableSettings}.
 */
@NullMarked
package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.NullMarked;
