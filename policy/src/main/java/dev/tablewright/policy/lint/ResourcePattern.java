package dev.tablewright.policy.lint;

import dev.tablewright.policy.Arn;
import dev.tablewright.policy.catalog.ResourceType;
import dev.tablewright.policy.condition.Glob;

/**
 * An entry of a Resource element, compared with what could be rather than with one resource.
 *
 * @param element as it is written
 * @param variables whether <code>${...}</code> means anything
 */
record ResourcePattern(Element element, boolean variables) {
    String text() {
        return element.text();
    }

    boolean isEverything() {
        return text().equals("*");
    }

    private String[] parts() {
        return text().split(":", Arn.PARTS);
    }

    /** Returns part {@code index} of the ARN; {@code *} where it is missing. */
    String part(int index) {
        String[] parts = parts();
        return index < parts.length ? parts[index] : "*";
    }

    boolean isOfDynamoDb() {
        return part(2).equals("dynamodb");
    }

    /** Whether some resource of {@code type} has this form, variables standing for any name. */
    boolean mayMatch(ResourceType type) {
        if (isEverything()) {
            return true;
        }
        String[] template = type.arn().split(":", Arn.PARTS);
        for (int i = 1; i < Arn.PARTS; i++) {
            Form mine = Form.ofPattern(part(i), variables && i == Arn.PARTS - 1);
            Form its = Form.ofTemplate(template[i], type.service());
            if (!mine.meets(its)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether everything that {@code other} describes has this form. May miss a case, never claims
     * one.
     */
    boolean covers(String other) {
        if (isEverything() || text().equals(other)) {
            return true;
        }
        String[] others = other.split(":", Arn.PARTS);
        if (text().indexOf('?') >= 0 || others.length < Arn.PARTS) {
            return false;
        }
        for (int i = 0; i < Arn.PARTS; i++) {
            if (!Glob.of(part(i)).matches(others[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether this covers the table, whose account may be unknown. */
    boolean covers(LintContext.KnownTable table) {
        return covers(table.arn().replace(":*:table/", ":" + part(4) + ":table/"));
    }

    /**
     * Returns the table that this names a part of, as an ARN pattern: of {@code
     * ...:table/T/index/*}, {@code ...:table/T}. The text itself when it names nothing below a
     * table.
     */
    String table() {
        if (!part(Arn.PARTS - 1).startsWith("table/") || parts().length < Arn.PARTS) {
            return text();
        }
        int slash = nextSlash(text(), text().length() - part(Arn.PARTS - 1).length() + 6);
        return slash < 0 ? text() : text().substring(0, slash);
    }

    /** Returns what stands behind the table, with its slash, for instance {@code /index/*}. */
    String belowTable() {
        return text().substring(table().length());
    }

    /** Variables may have slashes in their names. */
    private static int nextSlash(String text, int from) {
        int i = from;
        while (i < text.length()) {
            if (text.startsWith("${", i) && text.indexOf('}', i) > 0) {
                i = text.indexOf('}', i);
            } else if (text.charAt(i) == '/') {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** Returns the text with another region. */
    String withRegion(String region) {
        String[] parts = parts();
        if (parts.length < Arn.PARTS) {
            return text();
        }
        parts[3] = region;
        return String.join(":", parts);
    }
}
