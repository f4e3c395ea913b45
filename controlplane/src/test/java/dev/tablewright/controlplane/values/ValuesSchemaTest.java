package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ValuesSchemaTest {
    private static final Path FILE = Path.of("..", "docs", "values.schema.json");
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(ValuesSchema.json());

    /** Legal; a mistake is made by replacing one piece. */
    private static final String GOOD =
            """
            region: eu-west-1
            accountId: '123456789012'
            tags: {team: koa}
            pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
            policy: {path: /x/, maxPoliciesPerRole: 10}
            tables:
              - name: Orders
                useIdpPrefix: true
                hashKey: CustomerId
                rangeKey: OrderDate
                attributes:
                  - {name: CustomerId, type: 'S'}
                  - {name: OrderDate, type: 'S'}
                  - {name: Total, type: 'N'}
                billingMode: PROVISIONED
                readCapacity: 5
                writeCapacity: 6
                localSecondaryIndex:
                  - name: AmountIndex
                    rangeKey: Total
                    projectionType: INCLUDE
                    nonKeyAttributes: [items]
                serviceAccountReadRoles: [access-koa-dev]
            """;

    /** {@code -Dwrite.docs=true} writes the file instead of comparing it. */
    @Test
    void fileInDocsIsTheContract() throws IOException {
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(FILE, ValuesSchema.json());
        }

        assertThat(FILE).content().isEqualTo(ValuesSchema.json());
    }

    /** Helm's regular expressions are Go's. */
    @Test
    void noPatternNeedsWhatGoCannotDo() {
        assertThat(ValuesSchema.json()).doesNotContain("(?!", "(?=", "(?<");
    }

    @ParameterizedTest
    @MethodSource("dev.tablewright.controlplane.values.ExampleFilesTest#files")
    void examplesKeepTheSchema(Path file) throws Exception {
        assertThat(mistakes(Files.readString(file))).isEmpty();
    }

    @Test
    void aChartThatIsADependencyGetsGlobalValues() throws Exception {
        assertThat(mistakes(GOOD + "global: {any: thing}\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "region: eu-west-1 | region: Ireland",
                "'123456789012' | 123456789012",
                "'123456789012' | '1234'",
                "tags: {team: koa} | tags: {idp/team: koa}",
                "tags: {team: koa} | tags: {managed-by: koa}",
                "tags: {team: koa} | tags: {team: 5}",
                "tags: {team: koa} | tags: [team]",
                "recoveryPeriodInDays: 7 | recoveryPeriodInDays: 36",
                "enabled: true | enabled: 'true'",
                "enabled: true | enbled: true",
                "path: /x/ | path: x",
                "maxPoliciesPerRole: 10 | maxPoliciesPerRole: 21",
                "name: Orders | name: Ord ers",
                "name: Orders | title: Orders",
                "useIdpPrefix: true | useIdpPrefix: 1",
                "hashKey: CustomerId | hashKey: ''",
                "type: 'N' | type: N",
                "type: 'N' | type: X",
                "billingMode: PROVISIONED | billingMode: provisioned",
                "billingMode: PROVISIONED | billingMode: PAY_PER_REQUEST",
                "writeCapacity: 6 | writeCapacity: 0",
                "writeCapacity: 6 | writeCapacity: 1.5",
                "    writeCapacity: 6 | ",
                "    rangeKey: OrderDate | ",
                "projectionType: INCLUDE | projectionType: ALL",
                "nonKeyAttributes: [items] | nonKeyAttributes: []",
                "nonKeyAttributes: [items] | nonKeyAttributes: [items, items]",
                "name: AmountIndex | name: A",
                "[access-koa-dev] | access-koa-dev",
                "[access-koa-dev] | ['arn:aws:iam::123456789012:role/x']",
            })
    void whatTheSchemaRefusesTheParserRefusesToo(String right, String wrong) throws Exception {
        assertThat(mistakes(GOOD)).isEmpty();
        assertThat(GOOD).contains(right);
        String text = GOOD.replace(right, wrong == null ? "" : wrong);

        assertThat(mistakes(text)).isNotEmpty();
        assertThat(catchThrowableOfType(ValuesException.class, () -> parse(text))).isNotNull();
    }

    private static List<String> mistakes(String yaml) throws ValuesException {
        HelmYaml.Reading reading = HelmYaml.read("v", yaml);
        if (reading.root() == null) {
            throw new ValuesException(reading.problems());
        }
        String json = JsonMapper.shared().writeValueAsString(plain(reading.root()));
        return SCHEMA.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static Object plain(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping(_, var entries) -> {
                Map<String, Object> map = new LinkedHashMap<>();
                entries.forEach((name, entry) -> map.put(name, plain(entry.value())));
                yield map;
            }
            case YamlNode.Sequence(_, var elements) ->
                    elements.stream().map(ValuesSchemaTest::plain).toList();
            case YamlNode.Text(_, var value) -> value;
            case YamlNode.Bool(_, _, var value) -> value;
            case YamlNode.Numeric number -> number.value();
            case YamlNode.Null _ -> Map.of();
        };
    }

    private static Values parse(String text) throws ValuesException {
        return ValuesParser.parse(List.of(new ValuesParser.Source("v", text)));
    }
}
