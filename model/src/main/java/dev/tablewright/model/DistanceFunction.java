package dev.tablewright.model;

/** How a vector index compares vectors. */
public enum DistanceFunction {
    /** One minus the cosine of the angle: 0 for the same direction, 2 for opposite ones. */
    COSINE,
    /** The scalar product: the greater, the more alike. */
    DOT_PRODUCT,
    /** The length of the difference. */
    EUCLIDEAN
}
