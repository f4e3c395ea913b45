package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.comparison.Comparison;
import dev.tablewright.controlplane.comparison.ComparisonFailed;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.comparison.Outcome;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableDefinition;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Judges a table that was restored to be judged: whether all items came back, whether they are
 * those of the table, whether the indexes are whole, and whether the table is made as its original.
 */
public final class BackupVerification {
    /** Indexes follow their table by moments. */
    private static final int LOOKS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Target target;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /** Of a target, by a clock. */
    public BackupVerification(Target target, InstantSource clock, Sleeper sleeper) {
        this.target = target;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * One thing that was looked at.
     *
     * @param passed false proves that the backup is not what it should be
     * @param finding in words
     */
    public record Check(String name, boolean passed, String finding) {}

    /**
     * What came of it.
     *
     * @param took from the call until all items and indexes were there
     * @param checksum over the restored items, in whatever order
     * @param live how the items compare with the table as it is; null when it is gone
     */
    public record Verified(
            Begun begun,
            Duration took,
            long items,
            String checksum,
            @Nullable Outcome live,
            List<Check> checks) {
        /** Copies the list. */
        public Verified {
            checks = List.copyOf(checks);
        }

        /** Whether nothing is wrong. */
        public boolean isProved() {
            return checks.stream().allMatch(Check::passed);
        }
    }

    /**
     * Judges.
     *
     * @param took how long the restore took
     * @param identical whether the items must be those of the table as it is now
     * @param progress hears how many items were read
     */
    public Verified verify(Begun begun, Duration took, boolean identical, LongConsumer progress)
            throws ComparisonFailed, InterruptedException {
        List<Check> checks = new ArrayList<>();
        Items restored = new Items(target, begun.table(), sleeper);
        Items original = original(begun.source());
        // A table that is gone leaves nothing to compare with: then the copy is compared with
        // itself.
        Outcome outcome =
                new Comparison(original == null ? restored : original, restored, true, progress)
                        .compare(_ -> {});
        checks.add(items(begun, outcome));
        checks.add(contents(begun, original == null ? null : outcome, identical));
        TableDescription table = describe(begun.table());
        TableDefinition made = Observer.definition(table);
        checks.add(indexes(begun.table(), made));
        BackupEntry backup = begun.backup();
        if (backup != null) {
            checks.add(settings(made, said(begun.source(), backup), "as the backup says"));
        } else if (original != null) {
            TableDefinition now = Observer.definition(describe(begun.source()));
            checks.add(settings(made, keys(now), "as the table has them"));
        }
        return new Verified(
                begun,
                took,
                outcome.otherItems(),
                outcome.otherChecksum(),
                original == null ? null : outcome,
                checks);
    }

    private @Nullable Items original(TableAddress table) {
        try {
            return new Items(target, table, sleeper);
        } catch (ResourceNotFoundException gone) {
            return null;
        }
    }

    private Check items(Begun begun, Outcome outcome) {
        long found = outcome.otherItems();
        if (begun.backup() == null) {
            return new Check("items", true, found + " came back");
        }
        long said = begun.expectedItems();
        if (found == said) {
            return new Check("items", true, found + " came back, as the backup says");
        }
        return new Check(
                "items",
                !countsAreExact(),
                found
                        + " came back, and the backup says "
                        + said
                        + (countsAreExact() ? "" : ", which AWS counts every six hours only"));
    }

    /** AWS's counts are hours old; others', ours among them, are of the moment. */
    private boolean countsAreExact() {
        return target.endpoint()
                .map(URI::getHost)
                .filter(host -> !host.endsWith(".amazonaws.com"))
                .isPresent();
    }

    private static Check contents(Begun begun, @Nullable Outcome live, boolean identical) {
        if (live == null) {
            return new Check("contents", !identical, "the table is gone, nothing to compare with");
        }
        if (live.isSame()) {
            return new Check("contents", true, "identical with the table as it is now");
        }
        return new Check(
                "contents",
                !identical,
                live.differences()
                        + (live.differences() == 1 ? " item differs" : " items differ")
                        + " from the table as it is now"
                        + (identical ? "" : ", which has gone on since " + begun.moment()));
    }

    private Check indexes(TableAddress table, TableDefinition made) throws InterruptedException {
        if (made.indexes().isEmpty()) {
            return new Check("indexes", true, "none");
        }
        List<String> findings = new ArrayList<>();
        boolean whole = true;
        for (IndexDefinition index : made.indexes()) {
            long due = count(table, due(table, made, index.key()));
            long found = count(table, entries(table, index));
            for (int look = 1; found != due && look < LOOKS; look++) {
                sleeper.sleep(BETWEEN_LOOKS);
                found = count(table, entries(table, index));
            }
            whole &= found == due;
            findings.add(index.name() + " " + found + (found == due ? "" : " instead of " + due));
        }
        return new Check("indexes", whole, String.join(", ", findings));
    }

    private static ScanRequest entries(TableAddress table, IndexDefinition index) {
        return ScanRequest.builder()
                .tableName(table.name())
                .indexName(index.name())
                .select(Select.COUNT)
                .build();
    }

    /** Counts the items that have every key attribute of an index, each of its type. */
    private static ScanRequest due(TableAddress table, TableDefinition made, KeySchema key) {
        List<String> attributes = attributes(key);
        StringBuilder condition = new StringBuilder();
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        for (String attribute : attributes) {
            int i = names.size();
            condition.append(i == 0 ? "" : " AND ");
            condition.append("attribute_type(#a").append(i).append(", :t").append(i).append(')');
            names.put("#a" + i, attribute);
            values.put(
                    ":t" + i,
                    AttributeValue.fromS(String.valueOf(made.attributes().get(attribute))));
        }
        return ScanRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .select(Select.COUNT)
                .filterExpression(condition.toString())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private long count(TableAddress table, ScanRequest request) {
        return client(table).scanPaginator(request).stream().mapToLong(page -> page.count()).sum();
    }

    /** The key attributes of the table, under an empty name, and of each index. */
    private static Map<String, List<String>> keys(TableDefinition table) {
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put("", attributes(table.key()));
        table.indexes().forEach(index -> keys.put(index.name(), attributes(index.key())));
        return keys;
    }

    private static List<String> attributes(KeySchema key) {
        List<String> attributes = new ArrayList<>(key.hash());
        attributes.addAll(key.range());
        return attributes;
    }

    private Map<String, List<String>> said(TableAddress table, BackupEntry backup) {
        var described =
                client(table).describeBackup(r -> r.backupArn(backup.arn())).backupDescription();
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put("", attributes(described.sourceTableDetails().keySchema()));
        var features = described.sourceTableFeatureDetails();
        if (features != null) {
            features.localSecondaryIndexes()
                    .forEach(index -> keys.put(index.indexName(), attributes(index.keySchema())));
            features.globalSecondaryIndexes()
                    .forEach(index -> keys.put(index.indexName(), attributes(index.keySchema())));
        }
        return keys;
    }

    private static List<String> attributes(List<KeySchemaElement> key) {
        return key.stream().map(KeySchemaElement::attributeName).toList();
    }

    private static Check settings(
            TableDefinition made, Map<String, List<String>> wanted, String source) {
        Map<String, List<String>> found = keys(made);
        if (found.equals(wanted)) {
            return new Check("settings", true, "key and indexes " + source);
        }
        Set<String> wrong = new TreeSet<>(wanted.keySet());
        wrong.addAll(found.keySet());
        wrong.removeIf(name -> Objects.equals(found.get(name), wanted.get(name)));
        return new Check(
                "settings",
                false,
                "not "
                        + source
                        + ": "
                        + wrong.stream()
                                .map(name -> name.isEmpty() ? "the key" : "the index " + name)
                                .collect(Collectors.joining(", ")));
    }

    /**
     * Records a proof on the table, for everybody to see.
     *
     * @return why it could not be recorded; null when it was
     */
    public @Nullable String record(Verified verified) {
        TableAddress table = verified.begun().source();
        RestoreProof proof =
                new RestoreProof(
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        verified.took(),
                        verified.items(),
                        verified.begun().moment());
        try {
            proof.record(client(table), describe(table).tableArn());
            return null;
        } catch (DynamoDbException e) {
            return Target.codeAndSentence(e);
        }
    }

    private TableDescription describe(TableAddress table) {
        return client(table).describeTable(r -> r.tableName(table.name())).table();
    }

    private DynamoDbClient client(TableAddress table) {
        return target.dynamoDb(table.region());
    }
}
