package dev.tablewright.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the stored form of an item (see {@link ItemEncoder}) without decoding it. A cursor stands
 * on one entry, element or set member at a time; {@link #contents} goes one level down.
 *
 * <p>Trusts the bytes: they come from our own storage or encoder.
 */
public final class ItemDecoder {
    /** Type of a value. */
    public enum Type {
        /** String: UTF-8 bytes. */
        S,
        /** Number: canonical ASCII text. */
        N,
        /** Binary: bytes. */
        B,
        /** Boolean false; no bytes. */
        FALSE,
        /** Boolean true; no bytes. */
        TRUE,
        /** Null; no bytes. */
        NULL,
        /** String set; members inside. */
        SS,
        /** Number set; members inside. */
        NS,
        /** Binary set; members inside. */
        BS,
        /** List; elements inside. */
        L,
        /** Map; entries inside. */
        M
    }

    private static final Type[] TYPES = Type.values();

    private final byte[] bytes;
    private final int limit;
    private int next;
    private int entry;
    private int nameFrom;
    private int nameTo;
    private Type type = Type.NULL;
    private int valueFrom;
    private int valueTo;

    /** Stands before the first attribute of an item. */
    public ItemDecoder(byte[] encoded) {
        this(encoded, ItemEncoder.HEADER, encoded.length);
    }

    ItemDecoder(byte[] bytes, int from, int limit) {
        this.bytes = bytes;
        this.next = from;
        this.limit = limit;
    }

    /** Moves to the next attribute or map entry; false when there is none. */
    public boolean nextEntry() {
        if (next >= limit) {
            return false;
        }
        entry = next;
        int length = varint();
        nameFrom = next;
        nameTo = next + length;
        next = nameTo;
        enterValue();
        return true;
    }

    /** Moves to the next list element; false when there is none. */
    public boolean nextElement() {
        if (next >= limit) {
            return false;
        }
        entry = next;
        enterValue();
        return true;
    }

    /** Moves to the next set member, which has bytes but no type; false when there is none. */
    public boolean nextMember() {
        if (next >= limit) {
            return false;
        }
        entry = next;
        int length = varint();
        valueFrom = next;
        valueTo = next + length;
        next = valueTo;
        return true;
    }

    /** Returns the array that all positions refer to; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the entry begins, name included. */
    public int entryFrom() {
        return entry;
    }

    /** Where the entry's name begins. */
    public int nameFrom() {
        return nameFrom;
    }

    /** Where the entry's name ends. */
    public int nameTo() {
        return nameTo;
    }

    /** Whether the entry's name is {@code utf8}. */
    public boolean nameIs(byte[] utf8) {
        return nameTo - nameFrom == utf8.length
                && Arrays.equals(bytes, nameFrom, nameTo, utf8, 0, utf8.length);
    }

    /** Decodes the entry's name. */
    public String name() {
        return text(nameFrom, nameTo);
    }

    /** Returns the type of the value. */
    public Type type() {
        return type;
    }

    /** Where the bytes of the value begin, behind type and length. */
    public int valueFrom() {
        return valueFrom;
    }

    /** Where the value ends. */
    public int valueTo() {
        return valueTo;
    }

    /** Returns a cursor before the first part of this list, map or set. */
    public ItemDecoder contents() {
        return new ItemDecoder(bytes, valueFrom, valueTo);
    }

    /** Decodes the value. */
    public AttributeValue value() {
        return switch (type) {
            case S -> new AttributeValue.S(text(valueFrom, valueTo));
            case N -> number();
            case B -> new AttributeValue.B(binary());
            case FALSE -> new AttributeValue.Bool(false);
            case TRUE -> new AttributeValue.Bool(true);
            case NULL -> new AttributeValue.Null();
            case SS -> strings();
            case NS -> numbers();
            case BS -> binaries();
            case L -> list();
            case M -> new AttributeValue.M(contents().entries());
        };
    }

    /** Decodes all entries that follow, in order. */
    Map<String, AttributeValue> entries() {
        Map<String, AttributeValue> entries = new LinkedHashMap<>();
        while (nextEntry()) {
            entries.put(name(), value());
        }
        return entries;
    }

    /** Bytes that the attribute takes of its item's DynamoDB size; nothing is decoded. */
    int entrySize() {
        return nameTo - nameFrom + valueSize();
    }

    private int valueSize() {
        return switch (type) {
            case S, B -> valueTo - valueFrom;
            case N -> DynamoNumber.sizeBytes(bytes, valueFrom, valueTo);
            case FALSE, TRUE, NULL -> 1;
            case SS, NS, BS -> membersSize();
            case L -> {
                int size = 3;
                for (ItemDecoder element = contents(); element.nextElement(); ) {
                    size += 1 + element.valueSize();
                }
                yield size;
            }
            case M -> {
                int size = 3;
                for (ItemDecoder entries = contents(); entries.nextEntry(); ) {
                    size += 1 + entries.entrySize();
                }
                yield size;
            }
        };
    }

    private int membersSize() {
        int size = 0;
        for (ItemDecoder member = contents(); member.nextMember(); ) {
            size +=
                    type == Type.NS
                            ? DynamoNumber.sizeBytes(bytes, member.valueFrom, member.valueTo)
                            : member.valueTo - member.valueFrom;
        }
        return size;
    }

    private AttributeValue strings() {
        Set<String> values = new LinkedHashSet<>();
        for (ItemDecoder member = contents(); member.nextMember(); ) {
            values.add(text(member.valueFrom, member.valueTo));
        }
        return new AttributeValue.Ss(values);
    }

    private AttributeValue numbers() {
        Set<AttributeValue.N> values = new LinkedHashSet<>();
        for (ItemDecoder member = contents(); member.nextMember(); ) {
            values.add(member.number());
        }
        return new AttributeValue.Ns(values);
    }

    private AttributeValue binaries() {
        Set<Binary> values = new LinkedHashSet<>();
        for (ItemDecoder member = contents(); member.nextMember(); ) {
            values.add(member.binary());
        }
        return new AttributeValue.Bs(values);
    }

    private AttributeValue list() {
        List<AttributeValue> elements = new ArrayList<>();
        for (ItemDecoder element = contents(); element.nextElement(); ) {
            elements.add(element.value());
        }
        return new AttributeValue.L(elements);
    }

    private AttributeValue.N number() {
        return new AttributeValue.N(new BigDecimal(text(valueFrom, valueTo)));
    }

    private Binary binary() {
        return Binary.wrap(Arrays.copyOfRange(bytes, valueFrom, valueTo));
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void enterValue() {
        type = TYPES[bytes[next++] - 1];
        int length =
                switch (type) {
                    case S, N, B -> varint();
                    case FALSE, TRUE, NULL -> 0;
                    case SS, NS, BS, L, M -> fixedLength();
                };
        valueFrom = next;
        valueTo = next + length;
        next = valueTo;
    }

    private int fixedLength() {
        int length = readInt(bytes, next);
        next += 4;
        return length;
    }

    private int varint() {
        int value = 0;
        int shift = 0;
        byte b;
        do {
            b = bytes[next++];
            value |= (b & 0x7F) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    static int readInt(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
