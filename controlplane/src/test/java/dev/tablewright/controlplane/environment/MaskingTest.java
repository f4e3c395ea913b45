package dev.tablewright.controlplane.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

class MaskingTest {
    private static final Secret SECRET =
            new Secret("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @Test
    void everyTypeStaysWhatItIs() throws Exception {
        Map<String, AttributeValue> item =
                Map.of(
                        "s", AttributeValue.fromS("x"),
                        "n", AttributeValue.fromN("-1.5"),
                        "b", AttributeValue.fromB(SdkBytes.fromUtf8String("x")),
                        "ss", AttributeValue.fromSs(List.of("x", "y")),
                        "ns", AttributeValue.fromNs(List.of("1", "2")),
                        "nul", AttributeValue.fromNul(true));
        for (String rule : List.of("hash", "redact")) {
            StringBuilder rules = new StringBuilder();
            item.keySet()
                    .forEach(name -> rules.append("    ").append(name).append(": " + rule + "\n"));

            Map<String, AttributeValue> masked = masked(rules.toString(), item);

            item.forEach(
                    (name, value) -> {
                        assertThat(at(masked, name).type()).as(name).isEqualTo(value.type());
                        assertThat(at(masked, name).equals(value))
                                .as(rule + " " + name)
                                .isEqualTo(name.equals("nul"));
                    });
        }
    }

    @Test
    void equalValuesGetEqualMasksInEveryTableAndOthersDifferentOnes() throws Exception {
        Masking masking = parse("tables:\n  A:\n    x: hash\n  B:\n    y: hash\n");
        Set<AttributeValue> masks = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            AttributeValue value =
                    i % 2 == 0 ? AttributeValue.fromN("" + i) : AttributeValue.fromS("" + i);
            AttributeValue one = at(masking.masked("A", Map.of("x", value)), "x");
            AttributeValue two = at(masking.masked("B", Map.of("y", value)), "y");
            assertThat(one).isEqualTo(two);
            masks.add(one);
        }
        assertThat(masks).hasSize(1000);
        assertThat(masking.masked("A", Map.of("x", AttributeValue.fromN("1.0"))))
                .as("scale is not part of a number")
                .isEqualTo(masking.masked("A", Map.of("x", AttributeValue.fromN("1"))));
        assertThat(masking.masked("A", Map.of("x", AttributeValue.fromS("1"))))
                .as("another key gives other masks")
                .isNotEqualTo(
                        Masking.parse(
                                        new Source("m", "tables:\n  A:\n    x: hash\n"),
                                        Set.of("A"),
                                        new Secret(new byte[16]))
                                .masked("A", Map.of("x", AttributeValue.fromS("1"))));
    }

    @Test
    void pathsLeadIntoMapsAndLists() throws Exception {
        AttributeValue entry =
                AttributeValue.fromM(
                        Map.of(
                                "note", AttributeValue.fromS("secret"),
                                "sku", AttributeValue.fromS("a")));
        Map<String, AttributeValue> item =
                Map.of(
                        "items", AttributeValue.fromL(List.of(entry, AttributeValue.fromS("odd"))),
                        "to.city", AttributeValue.fromS("Here"),
                        "to", AttributeValue.fromM(Map.of("city", AttributeValue.fromS("There"))));

        Map<String, AttributeValue> masked =
                masked("    items[].note: drop\n    to\\.city: redact\n", item);

        assertThat(at(masked, "items").l().getFirst().m()).containsOnlyKeys("sku");
        assertThat(at(masked, "items").l().get(1).s()).isEqualTo("odd");
        assertThat(at(masked, "to.city").s()).isEqualTo("REDACTED");
        assertThat(at(at(masked, "to").m(), "city").s()).isEqualTo("There");
    }

    @Test
    void fakesLookRealAndAreAlwaysTheSame() throws Exception {
        String rules = "    e: {fake: email}\n    n: {fake: name}\n    p: {fake: phone}\n";
        Map<String, AttributeValue> item =
                Map.of(
                        "e", AttributeValue.fromS("a@b.c"),
                        "n", AttributeValue.fromS("Real Name"),
                        "p", AttributeValue.fromN("4912345"));

        Map<String, AttributeValue> masked = masked(rules, item);

        assertThat(masked).isEqualTo(masked(rules, item));
        assertThat(at(masked, "e").s()).matches("[a-z]+\\.[0-9a-f]{12}@example\\.com");
        assertThat(at(masked, "n").s()).matches("[A-Z][a-z]+ [A-Z][a-z]+");
        assertThat(at(masked, "p").n()).matches("1555[0-9]{7}");
    }

    @Test
    void whatCannotBeMaskedStopsTheClone() {
        assertThatThrownBy(
                        () -> masked("    x: hash\n", Map.of("x", AttributeValue.fromBool(true))))
                .isInstanceOf(CloneFailed.class)
                .hasMessageContaining("T.x holds a value of type BOOL, which the rule \"hash\"");
        assertThatThrownBy(
                        () ->
                                masked(
                                        "    x: {fake: email}\n",
                                        Map.of("x", AttributeValue.fromN("1"))))
                .isInstanceOf(CloneFailed.class)
                .hasMessageContaining("\"fake: email\" cannot mask");
    }

    @Test
    void keysMayBeHashedOnly() throws Exception {
        Masking masking = parse("tables:\n  T:\n    id: redact\n");

        assertThatThrownBy(() -> masking.checkKeys("T", Set.of("id")))
                .isInstanceOf(CloneFailed.class)
                .hasMessage(
                        "m:3:5: T.id: is part of the key, and the rule could make two items one;"
                                + " write hash or keep");
        parse("tables:\n  T:\n    id: hash\n").checkKeys("T", Set.of("id"));
    }

    @Test
    void whatIsNotKnownIsRefusedWithItsPlace() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        """
                                        tables:
                                          Nope:
                                            a: hash
                                          T:
                                            b: shred
                                            c: {fake: iban}
                                            d..e: drop
                                        """))
                .isInstanceOf(ValuesException.class)
                .hasMessageContaining("m:3:5: Nope.a: there is no table \"Nope\"")
                .hasMessageContaining("m:5:5: T.b: \"shred\" is no rule; write drop, hash")
                .hasMessageContaining("m:6:5: T.c: {fake: iban} is no rule")
                .hasMessageContaining("m:7:5: T.d..e: is no path");
    }

    @Test
    void rulesThatMetNothingAreNamed() throws Exception {
        Masking masking = parse("tables:\n  T:\n    a: drop\n    tyop: drop\n");

        var _ = masking.masked("T", Map.of("a", AttributeValue.fromS("x")));

        assertThat(masking.unmet()).hasToString("[m:4:5]");
    }

    private static AttributeValue at(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name));
    }

    private static Masking parse(String text) throws ValuesException {
        return Masking.parse(new Source("m", text), Set.of("A", "B", "T"), SECRET);
    }

    private static Map<String, AttributeValue> masked(
            String rules, Map<String, AttributeValue> item) throws Exception {
        return parse("tables:\n  T:\n" + rules).masked("T", item);
    }
}
