package dev.tablewright.model.expression;

import java.util.Set;

/** The functions of the language, by their names; names are case-sensitive. */
final class Function {
    static final String ATTRIBUTE_EXISTS = "attribute_exists";
    static final String ATTRIBUTE_NOT_EXISTS = "attribute_not_exists";
    static final String ATTRIBUTE_TYPE = "attribute_type";
    static final String BEGINS_WITH = "begins_with";
    static final String CONTAINS = "contains";
    static final String SIZE = "size";
    static final String IF_NOT_EXISTS = "if_not_exists";
    static final String LIST_APPEND = "list_append";

    /** What conditions may call. */
    static final Set<String> CONDITION =
            Set.of(
                    ATTRIBUTE_EXISTS,
                    ATTRIBUTE_NOT_EXISTS,
                    ATTRIBUTE_TYPE,
                    BEGINS_WITH,
                    CONTAINS,
                    SIZE);

    /** What updates may call. */
    static final Set<String> UPDATE = Set.of(IF_NOT_EXISTS, LIST_APPEND);

    private Function() {}
}
