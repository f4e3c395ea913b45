package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.operator.managed.Difference;

import software.amazon.awssdk.services.iam.model.Tag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be done about the tags of an IAM resource: those of the object are set, and others go,
 * as Terraform and so Crossplane have it; tags that say whose something is are never taken away.
 *
 * @param set those that are missing or have other values
 * @param removed with the values they have
 */
record TagChange(Map<String, String> set, Map<String, String> removed, Map<String, String> is) {
    /**
     * Compares.
     *
     * @param named whether the object says anything about tags; otherwise others stay
     */
    static TagChange between(Map<String, String> is, Map<String, String> should, boolean named) {
        Map<String, String> set = new TreeMap<>();
        should.forEach(
                (key, value) -> {
                    if (!value.equals(is.get(key))) {
                        set.put(key, value);
                    }
                });
        Map<String, String> removed = new TreeMap<>();
        is.forEach(
                (key, value) -> {
                    if (named && !should.containsKey(key) && !Release.isReserved(key)) {
                        removed.put(key, value);
                    }
                });
        return new TagChange(set, removed, is);
    }

    static Map<String, String> read(Collection<Tag> tags) {
        Map<String, String> read = new LinkedHashMap<>();
        tags.forEach(tag -> read.put(tag.key(), tag.value()));
        return read;
    }

    static List<Tag> written(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        set.forEach(
                (key, value) -> {
                    if (!Release.isReserved(key)) {
                        differences.add(
                                new Difference(
                                        "tag " + key, is.getOrDefault(key, "absent"), value));
                    }
                });
        removed.forEach(
                (key, value) -> differences.add(new Difference("tag " + key, value, "absent")));
        return differences;
    }

    boolean isEmpty() {
        return set.isEmpty() && removed.isEmpty();
    }
}
