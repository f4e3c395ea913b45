package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Something that a rule reports.
 *
 * @param position where to look first
 * @param message what is wrong here, in one line
 * @param why what goes wrong in general, and what to do
 * @param correction how the document could be instead; null where only its author can know
 * @param places every part that is concerned, in the order of the document
 */
public record Finding(
        String ruleId,
        Severity severity,
        Position position,
        String message,
        String why,
        @Nullable Correction correction,
        List<Place> places) {
    /** Copies the list. */
    public Finding {
        places = List.copyOf(places);
    }

    /** Returns this finding with another severity. */
    public Finding with(Severity other) {
        return new Finding(ruleId, other, position, message, why, correction, places);
    }

    /** Returns this finding with a correction. */
    public Finding with(@Nullable Correction other) {
        return new Finding(ruleId, severity, position, message, why, other, places);
    }

    Finding at(Collection<Element> elements) {
        List<Place> all = new ArrayList<>();
        elements.forEach(element -> all.add(new Place(element.text(), element.position())));
        return new Finding(ruleId, severity, position, message, why, correction, all);
    }
}
