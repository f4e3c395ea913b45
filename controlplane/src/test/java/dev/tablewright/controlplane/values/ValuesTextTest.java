package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what a change is about changes: comments, quotes and layout stay. */
class ValuesTextTest {
    private static final String TABLE =
            """
            # tables of the team
            tables:
              - name: Orders # the orders
                hashKey: Id
            %s
            # the end
            """;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["a"] # who reads      | ["a", "new"] # who reads
                    [a, b]                 | [a, b, new]
                    ['a']                  | ['a', 'new']
                    []                     | ["new"]
                    [ ]                    | ["new"]
                    """)
    void addsToAListInBrackets(String before, String after) {
        assertThat(add(list(before))).isEqualTo(list(after));
    }

    @Test
    void addsALineToAListOfLines() {
        assertThat(
                        add(
                                """
                                    serviceAccountReadRoles:
                                      - "a" # first
                                      - b # last
                                """))
                .isEqualTo(
                        """
                            serviceAccountReadRoles:
                              - "a" # first
                              - b # last
                              - new
                        """);
    }

    @Test
    void repeatsAnEntryAtTheEndWithItsComments() {
        String text =
                """
                tables:
                  # the first
                  - name: Orders # for good
                    useIdpPrefix: true
                    hashKey: Id # the key
                    serviceAccountReadRoles:
                      - a # reads

                  - name: 'Last'
                    hashKey: Id
                # the end
                """;
        ValuesText values = new ValuesText(text);

        assertThat(values.repeat(0, "Back", null).orElseThrow().text())
                .isEqualTo(
                        text.replace(
                                "# the end\n",
                                """
                                  - name: Back # for good
                                    useIdpPrefix: true
                                    hashKey: Id # the key
                                    serviceAccountReadRoles:
                                      - a # reads
                                # the end
                                """));
        assertThat(values.repeat(0, "Back", "live").orElseThrow().text())
                .contains("  - name: Back # for good\n    externalName: \"live\"\n    hashKey");
        assertThat(values.repeat(1, "Back", "live").orElseThrow().text())
                .endsWith(
                        "  - name: 'Back'\n    externalName: \"live\"\n    hashKey: Id\n# the"
                                + " end\n");
        assertThat(new ValuesText("tables: [{name: a, hashKey: Id}]").repeat(0, "b", null))
                .isEmpty();
    }

    @Test
    void makesAListWhereThereIsNone() {
        assertThat(add("    serviceAccountWriteRoles: [w] # writers\n"))
                .isEqualTo(
                        """
                            serviceAccountWriteRoles: [w] # writers
                            serviceAccountReadRoles: ["new"]
                        """);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["new"] # who reads    | [] # who reads
                    [a, new]               | [a]
                    [new, 'b']             | ['b']
                    [a, new, b]            | [a, b]
                    """)
    void removesFromAListInBrackets(String before, String after) {
        assertThat(remove(list(before))).isEqualTo(list(after));
    }

    @Test
    void removesALineFromAListOfLines() {
        assertThat(
                        remove(
                                """
                                    serviceAccountReadRoles:
                                      - a
                                      - new # goes with its line
                                      - b
                                """))
                .isEqualTo(
                        """
                            serviceAccountReadRoles:
                              - a
                              - b
                        """);
    }

    @Test
    void leavesAnEmptyListWhenTheLastLineGoes() {
        assertThat(
                        remove(
                                """
                                    serviceAccountReadRoles: # who reads
                                      - new
                                """))
                .isEqualTo("    serviceAccountReadRoles: [] # who reads\n");
    }

    /** Whoever shares a list would be changed too. */
    @Test
    void leavesAloneWhatIsShared() {
        String shared =
                """
                tables:
                  - name: A
                    hashKey: Id
                    serviceAccountReadRoles: &team [a]
                  - name: B
                    hashKey: Id
                    serviceAccountReadRoles: *team
                """;

        assertThat(new ValuesText(shared).add(0, RoleList.READ, "new")).isEmpty();
        assertThat(new ValuesText(shared).add(1, RoleList.READ, "new")).isEmpty();
    }

    @Test
    void countsCharactersBeyondTheFirstPlane() {
        String text = "# \uD83D\uDE00\n" + TABLE.formatted(list("[a]").stripTrailing());

        assertThat(new ValuesText(text).add(0, RoleList.READ, "new").orElseThrow().text())
                .isEqualTo(text.replace("[a]", "[a, new]"));
    }

    @Test
    void writesBehindALastLineWithoutAnEnd() {
        String text = "tables:\n  - name: Orders\n    hashKey: Id";

        assertThat(new ValuesText(text).add(0, RoleList.WRITE, "new").orElseThrow().text())
                .isEqualTo(text + "\n    serviceAccountWriteRoles: [\"new\"]");
    }

    private static String list(String roles) {
        return "    serviceAccountReadRoles: " + roles + "\n";
    }

    private static String add(String lines) {
        return inside(
                new ValuesText(TABLE.formatted(lines.stripTrailing()))
                        .add(0, RoleList.READ, "new")
                        .orElseThrow()
                        .text());
    }

    private static String remove(String lines) {
        return inside(
                new ValuesText(TABLE.formatted(lines.stripTrailing()))
                        .remove(0, RoleList.READ, "new")
                        .orElseThrow()
                        .text());
    }

    private static String inside(String text) {
        String head = TABLE.substring(0, TABLE.indexOf("%s"));
        String tail = TABLE.substring(TABLE.indexOf("%s") + 3);
        assertThat(text).startsWith(head).endsWith(tail);
        return text.substring(head.length(), text.length() - tail.length());
    }
}
