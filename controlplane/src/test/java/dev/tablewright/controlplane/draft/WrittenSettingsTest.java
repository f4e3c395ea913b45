package dev.tablewright.controlplane.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a setting writes for an import, it reads again as the same: the law of all of them. */
class WrittenSettingsTest {
    private static final String TABLE =
            """
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: 'S'}]
                globalSecondaryIndex:
                  - name: ByNumber
                    hashKey: Id
                    projectionType: ALL
            """;

    private static final String PROVISIONED =
            """
            tables:
              - name: Orders
                billingMode: PROVISIONED
                readCapacity: 1
                writeCapacity: 1
                hashKey: Id
                attributes: [{name: Id, type: 'S'}]
                globalSecondaryIndex:
                  - name: ByNumber
                    hashKey: Id
                    projectionType: ALL
                    readCapacity: 1
                    writeCapacity: 1
            """;

    private static final List<String> ENTRIES =
            List.of(
                    "pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}",
                    "pointInTimeRecovery: {enabled: false}",
                    "backup: {schedule: 'cron(0 5 ? * MON *)', deleteAfterDays: 9}",
                    "deletionProtectionEnabled: true",
                    "ttl: {attributeName: 'yes'}",
                    "streamEnabled: true\n    streamViewType: KEYS_ONLY",
                    "streamEnabled: false",
                    "serverSideEncryption: {enabled: true}",
                    "serverSideEncryption: {enabled: true, kmsKeyArn:"
                            + " 'arn:aws:kms:eu-west-1:123456789012:key/0-1'}",
                    "tableClass: STANDARD_INFREQUENT_ACCESS",
                    "onDemandThroughput: {maxReadRequestUnits: 5}",
                    "resourcePolicy: {Version: '2012-10-17', Statement: [{Effect: Deny, Principal:"
                            + " '*', Action: ['dynamodb:DeleteTable'], Condition:"
                            + " {StringNotEquals: {'aws:PrincipalAccount': '123456789012'}}}]}",
                    "autoscaling: {read: {min: 1, max: 2, target: 20}}",
                    "autoscaling: {read: {min: 1, max: 9}, write: {min: 1, max: 1}}",
                    "vectorIndexes: []",
                    "vectorIndexes:\n"
                            + "      - name: ByMeaning\n"
                            + "        vectorAttribute: Embedding\n"
                            + "        dimensions: 1024\n"
                            + "        distanceFunction: DOT_PRODUCT\n"
                            + "        searchSchema:\n"
                            + "          - {attributeName: Id, searchSchemaElementType: HASH}\n"
                            + "          - {attributeName: 'no', searchSchemaElementType:"
                            + " INLINE_FILTER}\n"
                            + "        projectionType: INCLUDE\n"
                            + "        nonKeyAttributes: [Title, 'on']\n"
                            + "      - {name: All, vectorAttribute: Embedding, dimensions: 1024,"
                            + " distanceFunction: COSINE, projectionType: ALL}",
                    "kinesisStreamingDestination: {streamArn:"
                            + " 'arn:aws:kinesis:eu-west-1:123456789012:stream/on'}",
                    "contributorInsights: {mode: THROTTLED_KEYS}",
                    "replicas: []",
                    "replicas: [{region: eu-central-1}, {region: us-east-1, maxReadRequestUnits: 5,"
                            + " tableClass: STANDARD}]",
                    "warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond: 5000}");

    private static final List<String> INDEX_ENTRIES =
            List.of(
                    "autoscaling: {write: {min: 1, max: 2, target: 20}}",
                    "onDemandThroughput: {maxWriteRequestUnits: 5}",
                    "contributorInsights: {mode: THROTTLED_KEYS}",
                    "warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond: 4000}");

    @Test
    void everySettingIsTried() throws ValuesException {
        Set<Setting<?>> tried = new HashSet<>();
        for (String entry : ENTRIES) {
            tried.addAll(read("    " + entry + "\n").named());
        }
        for (Setting<?> setting : TableSettings.ALL) {
            assertThat(tried).as(setting.name()).contains(setting);
        }
    }

    @Test
    void whatASettingWritesItReadsAgain() throws ValuesException {
        for (String entry : ENTRIES) {
            Settings said = read("    " + entry + "\n");
            assertThat(said.named()).as(entry).hasSize(1);

            YamlBlock written = new YamlBlock();
            said.named().forEach(setting -> write(setting, said, written));

            Settings again = read(written.toString());
            assertThat(again.named()).as("%s as %s", entry, written).isEqualTo(said.named());
            said.named().forEach(setting -> same(setting, said, again));
        }
    }

    /** By meaning: the same policy may be written in several ways. */
    private static <V> void same(Setting<V> setting, Settings said, Settings again) {
        V one = said.get(setting);
        V other = again.get(setting);
        assertThat(one != null && other != null && setting.satisfies(one, other))
                .as("%s and %s", one, other)
                .isTrue();
    }

    @Test
    void soDoesItsPartForAnIndex() throws ValuesException {
        for (String entry : INDEX_ENTRIES) {
            Settings said = read("        " + entry + "\n");
            assertThat(said.named()).as(entry).hasSize(1);

            YamlBlock written = new YamlBlock();
            said.named().forEach(setting -> writeAtIndex(setting, said, written));

            assertThat(read(written.toString())).as("%s as %s", entry, written).isEqualTo(said);
        }
    }

    private static <V> void write(Setting<V> setting, Settings from, YamlBlock to) {
        V value = from.get(setting);
        if (value != null) {
            setting.written(value).forEach((name, field) -> to.field("    ", name, field));
        }
    }

    private static <V> void writeAtIndex(Setting<V> setting, Settings from, YamlBlock to) {
        V value = from.get(setting);
        if (value != null) {
            assertThat(setting.written(value)).isEmpty();
            Map<String, Map<String, Object>> indexes = setting.writtenAtIndexes(value);
            assertThat(indexes).containsOnlyKeys("ByNumber");
            indexes.getOrDefault("ByNumber", Map.of())
                    .forEach((name, field) -> to.field("        ", name, field));
        }
    }

    private static Settings read(String lines) throws ValuesException {
        String table = lines.contains("autoscaling") ? PROVISIONED : TABLE;
        return ValuesParser.parse(List.of(new ValuesParser.Source("values.yaml", table + lines)))
                .tables()
                .getFirst()
                .settings();
    }
}
