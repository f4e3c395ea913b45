package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.Position;

import java.util.Collection;
import java.util.stream.Collectors;

/** A string of a document: an action, a resource, a value. */
record Element(String text, Position position) {
    /** Returns {@code a}, {@code a and b} or {@code a, b and c}. */
    static String listed(Collection<String> texts) {
        String all = texts.stream().collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " and " + all.substring(last + 2);
    }

    static String texts(Collection<Element> elements) {
        return listed(elements.stream().map(Element::text).toList());
    }

    /** Lists actions without the service in front. */
    static String names(Collection<Element> elements) {
        return listed(
                elements.stream().map(e -> e.text().substring(e.text().indexOf(':') + 1)).toList());
    }
}
