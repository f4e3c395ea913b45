package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.util.Objects.requireNonNull;

import dev.tablewright.controlplane.values.SetArgument.Form;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class SetArgumentTest {
    private static final String FILE =
            """
            region: eu-west-1
            tags: {team: koa, stage: dev}
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: 'S'}]
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=b | a: b",
                "a=b,c=d | a: b;c: d",
                "a.b.c=d | a:;  b:;    c: d",
                "a=1 | a: 1",
                "a=0 | a: 0",
                "a=-7 | a: -7",
                "a=007 | a: '007'",
                "a=1.5 | a: '1.5'",
                "a=True | a: true",
                "a=N | a: 'N'",
                "a= | a: ''",
                "a={x,y} | a:;  - x;  - 'y'",
                "a={x, z},b=c | a:;  - x;  - z;b: c",
                "a={} | a: []",
                "a=[] | a: []",
                "a[0].b=c,a[0].d=e | a:;  - b: c;    d: e",
                "a[0][1]=b | a:;  -;    - null;    - b",
                "a[1]=b | a:;  - null;  - b",
                "a\\.b=c | a.b: c",
                "a=b\\,c | a: 'b,c'",
                "a=b\\\\c | a: 'b\\c'",
                "a=b=c | a: b=c",
            })
    void isReadAsHelmReadsIt(String argument, String yaml) throws Exception {
        assertThat(effective("", argument)).isEqualTo(yaml.replace(';', '\n') + "\n");
    }

    @Test
    void textIsTextHoweverItLooks() throws Exception {
        assertThat(
                        ValuesParser.effective(
                                List.of(new Source("v", "")),
                                List.of(new SetArgument("a=true,b=1,c=null", true))))
                .isEqualTo("a: 'true'\nb: '1'\nc: 'null'\n");
    }

    /**
     * As strvals.ParseJSON of Helm 3.21: nothing is null, and an object replaces what was there.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a={\"b\":[1,true,null,\"N\"]} | a:;  b:;    - 1;    - true;    - null;    - 'N'",
                "a=1,b={\"c\":\"x,y\"} ,d=[] | a: 1;b:;  c: 'x,y';d: []",
                "a[0].b=\"c\" | a:;  - b: c",
                "a={\"x\":1},a={\"y\":2} | a:;  'y': 2",
                "a=,b=1 | b: 1",
                "a= \"b\" | a: b",
                " {\"a\":{\"b\":\"c\"}} | a:;  b: c",
            })
    void jsonIsReadAsHelmReadsIt(String argument, String yaml) throws Exception {
        assertThat(json("", argument)).isEqualTo(yaml.replace(';', '\n') + "\n");
    }

    @Test
    void aLoneJsonObjectIsMergedAndAValueReplaces() throws Exception {
        assertThat(json(FILE, "{\"tags\":{\"stage\":\"test\"}}"))
                .contains("tags:\n  team: koa\n  stage: test\n");
        assertThat(json(FILE, "tags={\"stage\":\"test\"}"))
                .contains("tags:\n  stage: test\n")
                .doesNotContain("team");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a={\"b\":} | 1:8: is not JSON",
                "a=b | 1:3: is not JSON",
                "a=1 b=2 | 1:5: goes on after the value",
                "{\"a\":1}x | 1:8: goes on after the object",
                "tables[0]={\"nmae\":\"x\"} | 1:12: tables[0].nmae: is not a field",
                "region=[\"x\"] | 1:8: region: is a list",
            })
    void jsonThatCannotBeReadIsRefusedWithItsColumn(String argument, String message) {
        ValuesException wrong =
                catchThrowableOfType(
                        ValuesException.class,
                        () ->
                                ValuesParser.parse(
                                        List.of(new Source("v", FILE)),
                                        List.of(new SetArgument(argument, Form.JSON))));

        assertThat(wrong).hasMessageContaining("--set-json '" + argument + "':" + message);
    }

    @Test
    void aFilesContentIsText() throws Exception {
        assertThat(
                        ValuesParser.effective(
                                List.of(new Source("v", "")),
                                List.of(
                                        new SetArgument(
                                                "a.b=one.txt",
                                                Form.FILE,
                                                path -> "text of " + path))))
                .isEqualTo("a:\n  b: text of one.txt\n");
    }

    private static String json(String file, String argument) throws ValuesException {
        return ValuesParser.effective(
                List.of(new Source("v", file)), List.of(new SetArgument(argument, Form.JSON)));
    }

    @Test
    void setsInsideOfWhatFilesSay() throws Exception {
        Values values = parse("tables[0].name=Bills,tags.stage=test,region=null");

        assertThat(values.tables().getFirst().name()).isEqualTo("Bills");
        assertThat(values.tables().getFirst().hashKey()).isEqualTo("Id");
        assertThat(values.tags()).containsEntry("team", "koa").containsEntry("stage", "test");
        assertThat(values.region()).isEqualTo("eu-west-1");
        assertThat(effective(FILE, "region=null,tags.team=null"))
                .startsWith("tags:\n  stage: dev\ntables:\n");
    }

    @Test
    void whatIsWrongNamesTheArgumentAndTheColumn() {
        assertThat(mistake("region=x,tables[0].nmae=Bills"))
                .contains(
                        "--set 'region=x,tables[0].nmae=Bills':1:8: region: \"x\" is not allowed",
                        "--set 'region=x,tables[0].nmae=Bills':1:20: tables[0].nmae: is not a"
                                + " field; did you mean \"name\"?");
    }

    @Test
    void whatTheFileSaysWrongStillNamesTheFile() {
        ValuesException wrong =
                catchThrowableOfType(
                        ValuesException.class,
                        () ->
                                ValuesParser.parse(
                                        List.of(new Source("v", FILE.replace("'S'", "S S"))),
                                        List.of(new SetArgument("tables[0].name=Bills", false))));

        assertThat(wrong).hasMessageStartingWith("v:6:35: tables[0].attributes[0].type:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "region | 1:7: has no value",
                "region,a=b | 1:7: has no value",
                "=b | 1:1: names no field",
                "a.=b | 1:3: names no field",
                "a=b, | 1:5: names no field",
                "a[x]=b | 1:3: has no such index",
                "a[-1]=b | 1:3: has no such index",
                "a[0=b | 1:3: has no such index",
                "a[70000]=b | 1:3: has too high an index",
                "a={b | 1:3: opens a list",
                "a={b}c | 1:6: goes on after the list",
                "region.x=b | 1:8: x: stands inside of what is no map",
                "region[0]=b | 1:8: [0]: counts in what is no list",
            })
    void whatCannotBeReadIsRefused(String argument, String message) {
        assertThat(mistake(argument)).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../examples/koa-dev/values.yaml", "../examples/environments/values.yaml"})
    void effectiveValuesReadBackAsTheyWere(String file) throws Exception {
        String text = Files.readString(Path.of(file));

        String once = effective(text);

        assertThat(effective(once)).isEqualTo(once);
        assertThat(ValuesParser.parse(List.of(new Source("v", once))))
                .usingRecursiveComparison()
                .ignoringFields("problems")
                .isEqualTo(ValuesParser.parse(List.of(new Source("v", text))));
    }

    @Test
    void everyTextSurvivesBeingWritten() throws Exception {
        for (String text :
                List.of(
                        "", "N", "1", "null", "a: b", "- x", "#x", "it's", "a\nb", "\"", "é", "😀",
                        "~", "x ", "a #b", "017", "{a}", "&x", "a:", "\\", "\u0085", "=")) {
            Position at = new Position("v", 1, 1);
            String yaml =
                    EffectiveValues.yaml(
                            new YamlNode.Mapping(
                                    at,
                                    Map.of(
                                            "k",
                                            new YamlNode.Entry(
                                                    new YamlNode.Text(at, "k"),
                                                    new YamlNode.Text(at, text)))));
            YamlNode.Mapping read = requireNonNull(HelmYaml.read("v", yaml).root());
            assertThat(requireNonNull(read.entries().get("k")).value())
                    .as(yaml)
                    .isInstanceOfSatisfying(
                            YamlNode.Text.class, t -> assertThat(t.value()).isEqualTo(text));
        }
    }

    private static String effective(String file, String... arguments) throws ValuesException {
        return ValuesParser.effective(List.of(new Source("v", file)), sets(arguments));
    }

    private static Values parse(String... arguments) throws ValuesException {
        return ValuesParser.parse(List.of(new Source("v", FILE)), sets(arguments));
    }

    private static String mistake(String argument) {
        return String.valueOf(
                catchThrowableOfType(ValuesException.class, () -> parse(argument)).getMessage());
    }

    private static List<SetArgument> sets(String... arguments) {
        return Stream.of(arguments).map(a -> new SetArgument(a, false)).toList();
    }
}
