package dev.tablewright.operator.managed;

/** A field in which a resource is not as its object wants it. */
public record Difference(String field, String is, String should) {
    @Override
    public String toString() {
        return field + " is " + is + " and should be " + should;
    }
}
