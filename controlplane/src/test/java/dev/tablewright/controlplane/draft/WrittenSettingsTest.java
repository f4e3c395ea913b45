package dev.tablewright.controlplane.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

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
                    "kinesisStreamingDestination: {streamArn:"
                            + " 'arn:aws:kinesis:eu-west-1:123456789012:stream/on'}",
                    "contributorInsights: {mode: THROTTLED_KEYS}",
                    "warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond: 5000}");

    private static final List<String> INDEX_ENTRIES =
            List.of(
                    "onDemandThroughput: {maxWriteRequestUnits: 5}",
                    "contributorInsights: {mode: THROTTLED_KEYS}",
                    "warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond: 4000}");

    @Test
    void whatASettingWritesItReadsAgain() throws ValuesException {
        for (String entry : ENTRIES) {
            Settings said = read("    " + entry + "\n");
            assertThat(said.named()).as(entry).hasSize(1);

            YamlBlock written = new YamlBlock();
            said.named().forEach(setting -> write(setting, said, written));

            assertThat(read(written.toString())).as("%s as %s", entry, written).isEqualTo(said);
        }
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
        return ValuesParser.parse(List.of(new ValuesParser.Source("values.yaml", TABLE + lines)))
                .tables()
                .getFirst()
                .settings();
    }
}
