package dev.tablewright.controlplane.comparison;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an item comes to: the same for items that DynamoDB takes for equal, in whatever order their
 * attributes and the elements of their sets come, and however their numbers are written. Not safe
 * for use by several threads.
 */
final class ItemDigest {
    /** Bytes of a digest: half of a SHA-256. Two in a billion billion items would not collide. */
    static final int LENGTH = 16;

    private static final int LONGEST_PLAIN_NUMBER = 15;

    private final MessageDigest sha;

    ItemDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns the digest of an item. */
    byte[] of(Map<String, AttributeValue> item) {
        sha.update(bytes(AttributeValue.fromM(item)));
        return Arrays.copyOf(sha.digest(), LENGTH);
    }

    /** Whether two items are equal for DynamoDB. */
    static boolean same(Map<String, AttributeValue> one, Map<String, AttributeValue> other) {
        return Arrays.equals(bytes(AttributeValue.fromM(one)), bytes(AttributeValue.fromM(other)));
    }

    /** Writes the key of an item, for {@link #key(ByteBuffer, List)}. */
    static byte[] key(Map<String, AttributeValue> item, List<String> names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String name : names) {
                write(value(item, name), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static AttributeValue value(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalArgumentException("an item without its key attribute " + name);
        }
        return value;
    }

    /** Reads a key back. */
    static Map<String, AttributeValue> key(ByteBuffer written, List<String> names) {
        ByteBuffer in = written.duplicate();
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String name : names) {
            byte type = in.get();
            byte[] content = new byte[in.getInt()];
            in.get(content);
            String text = new String(content, StandardCharsets.UTF_8);
            key.put(
                    name,
                    switch (type) {
                        case 'S' -> AttributeValue.fromS(text);
                        case 'N' -> AttributeValue.fromN(text);
                        default -> AttributeValue.fromB(SdkBytes.fromByteArray(content));
                    });
        }
        return key;
    }

    private static byte[] bytes(AttributeValue value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(value, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(AttributeValue value, DataOutputStream out) throws IOException {
        switch (value.type()) {
            case S -> write('S', value.s(), out);
            case N -> write('N', number(value.n()), out);
            case B -> write('B', value.b().asByteArrayUnsafe(), out);
            case BOOL -> out.writeByte(value.bool() ? 'T' : 'F');
            case NUL -> out.writeByte('0');
            case M -> {
                out.writeByte('M');
                out.writeInt(value.m().size());
                for (var entry : new TreeMap<>(value.m()).entrySet()) {
                    write('K', entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
            case L -> {
                out.writeByte('L');
                out.writeInt(value.l().size());
                for (AttributeValue element : value.l()) {
                    write(element, out);
                }
            }
            case SS -> writeSet('s', texts(value.ss()), out);
            case NS ->
                    writeSet('n', texts(value.ns().stream().map(ItemDigest::number).toList()), out);
            case BS ->
                    writeSet(
                            'b',
                            value.bs().stream().map(SdkBytes::asByteArrayUnsafe).toList(),
                            out);
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalArgumentException("an attribute of a type not known here");
        }
    }

    private static List<byte[]> texts(Collection<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static void writeSet(char type, List<byte[]> elements, DataOutputStream out)
            throws IOException {
        List<byte[]> sorted = new ArrayList<>(elements);
        sorted.sort(Arrays::compare);
        out.writeByte(type);
        out.writeInt(sorted.size());
        for (byte[] element : sorted) {
            write('E', element, out);
        }
    }

    private static void write(char type, String text, DataOutputStream out) throws IOException {
        write(type, text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(char type, byte[] content, DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(content.length);
        out.write(content);
    }

    /** AWS gives numbers back in one form; others may not. */
    private static String number(String text) {
        if (text.length() <= LONGEST_PLAIN_NUMBER && text.matches("0|-?[1-9][0-9]*")) {
            return text;
        }
        BigDecimal number = new BigDecimal(text);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
