package dev.tablewright.server.autoscaling;

import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One number that can follow the load: the read or the write capacity of a table or a global index.
 *
 * @param index null for the table's own
 */
public record Capacity(TableRef table, @Nullable String index, Direction direction)
        implements Comparable<Capacity> {
    private static final Pattern RESOURCE =
            Pattern.compile("table/([a-zA-Z0-9_.-]+)(?:/index/([a-zA-Z0-9_.-]+))?");

    /** Which of the two capacities. */
    public enum Direction {
        /** Read units. */
        READ("Read"),
        /** Write units. */
        WRITE("Write");

        private final String word;

        Direction(String word) {
            this.word = word;
        }

        /** Returns {@code Read} or {@code Write}. */
        public String word() {
            return word;
        }
    }

    /**
     * Reads a resource id and a scalable dimension, as {@code table/Orders} and {@code
     * dynamodb:table:ReadCapacityUnits}.
     *
     * @return null if they are not those of a table or index of DynamoDB, or do not fit together
     */
    public static @Nullable Capacity parse(
            String account, String region, String resourceId, String dimension) {
        Matcher resource = RESOURCE.matcher(resourceId);
        if (!resource.matches()) {
            return null;
        }
        TableRef table = new TableRef(account, region, resource.group(1));
        for (Direction direction : Direction.values()) {
            Capacity capacity = new Capacity(table, resource.group(2), direction);
            if (capacity.dimension().equals(dimension)) {
                return capacity;
            }
        }
        return null;
    }

    /** Returns for instance {@code table/Orders/index/byDate}. */
    public String resourceId() {
        return "table/" + table.name() + (index == null ? "" : "/index/" + index);
    }

    /** Returns for instance {@code dynamodb:index:ReadCapacityUnits}. */
    public String dimension() {
        return "dynamodb:"
                + (index == null ? "table" : "index")
                + ":"
                + direction.word
                + "CapacityUnits";
    }

    /** Returns this capacity's part of a throughput. */
    long of(Throughput throughput) {
        return switch (direction) {
            case READ -> throughput.read();
            case WRITE -> throughput.write();
        };
    }

    /** Returns a throughput that differs in this capacity only. */
    Throughput in(Throughput throughput, long units) {
        return switch (direction) {
            case READ -> new Throughput(units, throughput.write());
            case WRITE -> new Throughput(throughput.read(), units);
        };
    }

    /** By account, region, resource and dimension: the order in which they are listed. */
    @Override
    public int compareTo(Capacity other) {
        return key().compareTo(other.key());
    }

    private String key() {
        return table.account() + "/" + table.region() + "/" + resourceId() + "/" + dimension();
    }
}
