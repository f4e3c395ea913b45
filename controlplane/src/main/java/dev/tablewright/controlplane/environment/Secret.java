package dev.tablewright.controlplane.environment;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that values are masked with. The same key gives the same masks, in every table and every
 * clone, so that what belonged together still does. Safe for use by several threads.
 */
public final class Secret {
    /** Fewer bytes could be guessed. */
    public static final int MIN_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    /** A Number has 38 digits; one less, so that each value is as long. */
    private static final BigInteger NUMBERS = BigInteger.TEN.pow(37);

    private static final List<String> FIRST_NAMES =
            List.of(
                    "Ada", "Alan", "Amira", "Ben", "Carla", "Chen", "Dana", "Elif", "Emil",
                    "Fatima", "Grace", "Hugo", "Ines", "Ivan", "Jana", "Kofi", "Lena", "Luis",
                    "Maya", "Nils", "Olga", "Omar", "Priya", "Ravi", "Sara", "Tariq", "Uma", "Vera",
                    "Yuki", "Zoe");
    private static final List<String> LAST_NAMES =
            List.of(
                    "Abel",
                    "Brandt",
                    "Costa",
                    "Diaz",
                    "Eriksen",
                    "Fischer",
                    "Gupta",
                    "Haddad",
                    "Ito",
                    "Jansen",
                    "Kowalski",
                    "Lopez",
                    "Meyer",
                    "Novak",
                    "Okafor",
                    "Petrov",
                    "Quinn",
                    "Rossi",
                    "Silva",
                    "Tanaka",
                    "Urban",
                    "Varga",
                    "Weber",
                    "Yilmaz");
    private static final List<String> STREETS =
            List.of("Birch", "Cedar", "Harbour", "Hill", "Lake", "Maple", "Mill", "Oak", "Park");
    private static final List<String> CITIES =
            List.of(
                    "Ashford",
                    "Brookfield",
                    "Clearwater",
                    "Eastbridge",
                    "Fairview",
                    "Greenhill",
                    "Lakeside",
                    "Milltown",
                    "Northgate",
                    "Riverton",
                    "Southport",
                    "Westfield");

    private final SecretKeySpec key;

    /**
     * Makes a key.
     *
     * @throws IllegalArgumentException if there are fewer than {@value #MIN_BYTES} bytes
     */
    public Secret(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a key for masking has at least " + MIN_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    private byte[] mac(String use, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(use.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private byte[] mac(String use, String value) {
        return mac(use, value.getBytes(StandardCharsets.UTF_8));
    }

    String hash(String text) {
        return HexFormat.of().formatHex(mac("S", text), 0, 16);
    }

    /** Scale is no part of a number: 1.0 and 1 have one hash. */
    String hashNumber(String number) {
        BigDecimal value = new BigDecimal(number);
        String plain = value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
        return new BigInteger(1, mac("N", plain)).mod(NUMBERS).toString();
    }

    SdkBytes hash(SdkBytes bytes) {
        return SdkBytes.fromByteArray(Arrays.copyOf(mac("B", bytes.asByteArray()), 16));
    }

    String fake(MaskRule.Kind kind, String text) {
        byte[] mac = mac("fake " + kind.word(), text);
        String hex = HexFormat.of().formatHex(mac);
        return switch (kind) {
            case EMAIL ->
                    pick(FIRST_NAMES, mac, 0).toLowerCase(java.util.Locale.ROOT)
                            + "."
                            + hex.substring(0, 12)
                            + "@example.com";
            case NAME -> pick(FIRST_NAMES, mac, 0) + " " + pick(LAST_NAMES, mac, 2);
            case PHONE -> "+1555" + digits(mac, 7);
            case STREET -> pick(STREETS, mac, 0) + " Street " + (1 + (mac[4] & 0xff));
            case CITY -> pick(CITIES, mac, 0);
            case UUID ->
                    "%s-%s-4%s-8%s-%s"
                            .formatted(
                                    hex.substring(0, 8),
                                    hex.substring(8, 12),
                                    hex.substring(13, 16),
                                    hex.substring(17, 20),
                                    hex.substring(20, 32));
        };
    }

    /** A telephone number that is a Number. */
    AttributeValue fakePhoneNumber(String number) {
        return AttributeValue.fromN("1555" + digits(mac("fake phone", number), 7));
    }

    private static String digits(byte[] mac, int count) {
        return new BigInteger(1, mac)
                .mod(BigInteger.TEN.pow(count))
                .add(BigInteger.TEN.pow(count))
                .toString()
                .substring(1);
    }

    private static String pick(List<String> words, byte[] mac, int at) {
        int number = ((mac[at] & 0xff) << 8) | (mac[at + 1] & 0xff);
        return words.get(number % words.size());
    }

    /** Says nothing secret. */
    @Override
    public String toString() {
        return "Secret";
    }
}
