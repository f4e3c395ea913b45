package dev.tablewright.controlplane.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Equal items have one digest, whatever their order; others have another. */
class ItemDigestTest {
    private final ItemDigest digest = new ItemDigest();

    @ParameterizedTest
    @CsvSource({"1,1.0,true", "100,1E+2,true", "0,-0.00,true", "1,1.1,false", "-1,1,false"})
    void numbersCountByTheirValue(String one, String other, boolean same) {
        assertThat(isSame(AttributeValue.fromN(one), AttributeValue.fromN(other))).isEqualTo(same);
        assertThat(
                        isSame(
                                AttributeValue.fromNs(List.of(one, "7")),
                                AttributeValue.fromNs(List.of("7", other))))
                .isEqualTo(same);
    }

    @Test
    void mapsAndSetsHaveNoOrderAndListsHave() {
        Map<String, AttributeValue> one = new LinkedHashMap<>();
        one.put("a", AttributeValue.fromS("1"));
        one.put("b", AttributeValue.fromNul(true));
        Map<String, AttributeValue> other = new LinkedHashMap<>();
        other.put("b", AttributeValue.fromNul(true));
        other.put("a", AttributeValue.fromS("1"));
        assertThat(digest.of(one)).isEqualTo(digest.of(other));
        assertThat(
                        isSame(
                                AttributeValue.fromSs(List.of("a", "b")),
                                AttributeValue.fromSs(List.of("b", "a"))))
                .isTrue();
        assertThat(
                        isSame(
                                AttributeValue.fromL(List.of(text("a"), text("b"))),
                                AttributeValue.fromL(List.of(text("b"), text("a")))))
                .isFalse();
    }

    @Test
    void typesAndBordersCount() {
        assertThat(isSame(text("1"), AttributeValue.fromN("1"))).isFalse();
        assertThat(isSame(text("ab"), AttributeValue.fromSs(List.of("ab")))).isFalse();
        assertThat(
                        isSame(
                                AttributeValue.fromSs(List.of("a", "bc")),
                                AttributeValue.fromSs(List.of("ab", "c"))))
                .isFalse();
        assertThat(isSame(AttributeValue.fromBool(true), AttributeValue.fromBool(false))).isFalse();
        assertThat(isSame(AttributeValue.fromM(Map.of()), AttributeValue.fromL(List.of())))
                .isFalse();
    }

    @Test
    void keyIsReadBackAsItWasWritten() {
        Map<String, AttributeValue> item =
                Map.of(
                        "p", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 7})),
                        "s", AttributeValue.fromN("-1.5"),
                        "x", text("not of the key"));
        List<String> names = List.of("p", "s");

        assertThat(ItemDigest.key(ByteBuffer.wrap(ItemDigest.key(item, names)), names))
                .isEqualTo(
                        Map.of(
                                "p",
                                item.getOrDefault("p", text("")),
                                "s",
                                AttributeValue.fromN("-1.5")));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private boolean isSame(AttributeValue one, AttributeValue other) {
        boolean same = ItemDigest.same(Map.of("v", one), Map.of("v", other));
        assertThat(
                        java.util.Arrays.equals(
                                digest.of(Map.of("v", one)), digest.of(Map.of("v", other))))
                .isEqualTo(same);
        return same;
    }
}
