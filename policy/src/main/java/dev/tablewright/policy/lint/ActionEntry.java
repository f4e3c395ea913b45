package dev.tablewright.policy.lint;

import dev.tablewright.policy.catalog.ServiceAction;

import java.util.List;

/**
 * An entry of an Action element.
 *
 * @param named the catalogued actions that it names
 */
record ActionEntry(Element element, List<ServiceAction> named) {
    String text() {
        return element.text();
    }

    boolean isPattern() {
        return text().indexOf('*') >= 0 || text().indexOf('?') >= 0;
    }

    /** Whether it names everything, or everything of a service. */
    boolean isWholeService() {
        return text().equals("*") || text().endsWith(":*");
    }

    String service() {
        int colon = text().indexOf(':');
        return colon < 0 ? "" : text().substring(0, colon);
    }
}
