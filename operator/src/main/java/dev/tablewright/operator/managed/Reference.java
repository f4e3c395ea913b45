package dev.tablewright.operator.managed;

/**
 * A field of {@code forProvider} that may name another object instead of having a value: {@code
 * <field>Ref} and {@code <field>Selector} beside it.
 *
 * @param field that gets the value; {@code rule[].vault} for one in each element of a list
 * @param many whether the field is a list, with {@code <field>Refs}
 * @param group API group of the other object, without its scope: {@code iam}
 * @param kind of the other object
 * @param plural of its kind
 * @param value what is taken from it
 */
public record Reference(
        String field, boolean many, String group, String kind, String plural, Value value) {
    /** What is taken from another object. */
    public enum Value {
        /** Its external name. */
        EXTERNAL_NAME,
        /** Its ARN, once it has one. */
        ARN
    }

    /** Returns this reference for one element of its list. */
    public Reference within(String inner) {
        return new Reference(inner, many, group, kind, plural, value);
    }
}
