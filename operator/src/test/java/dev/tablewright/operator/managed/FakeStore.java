package dev.tablewright.operator.managed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** An API server that notes writes, and refuses them when told to. */
final class FakeStore implements Store {
    final List<String> events = new ArrayList<>();
    final List<Map<String, String>> annotationsWritten = new ArrayList<>();
    final List<String> writes = new ArrayList<>();
    boolean conflicts;

    @Override
    public void write(ManagedObject object) throws Conflict {
        if (conflicts) {
            throw new Conflict("the object has been modified");
        }
        writes.add(new TreeSet<>(object.finalizers()).toString());
        annotationsWritten.add(new TreeMap<>(object.annotations()));
    }

    @Override
    public void annotate(ManagedObject object, Map<String, String> annotations) {
        object.annotations().putAll(annotations);
        annotationsWritten.add(new TreeMap<>(object.annotations()));
    }

    @Override
    public void tell(ManagedObject object, Severity severity, String reason, String message) {
        events.add(reason);
    }
}
