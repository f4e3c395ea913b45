package dev.tablewright.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the stored form of an item, attribute by attribute, and counts its DynamoDB size on the
 * way. The only writer of that form; {@link ItemDecoder} is the only reader.
 *
 * <pre>
 * item       version(1) size(4) entry...       size: DynamoDB's, big-endian, version and size not counted
 * entry      length name value                 name in UTF-8
 * value      S, N, B: type length bytes        a number as the text that DynamoDB prints
 *            FALSE, TRUE, NULL: type
 *            SS, NS, BS: type bytes(4) (length bytes)...
 *            L: type bytes(4) value...
 *            M: type bytes(4) entry...
 * length     varint, low 7 bits first          bytes(4): length of what follows, so that it can be skipped
 * </pre>
 *
 * <p>The caller says what comes next in the right order and gives no name twice; nothing is checked
 * here.
 */
public final class ItemEncoder {
    static final byte VERSION = 1;
    static final int HEADER = 5;

    static final byte S = 1;
    static final byte N = 2;
    static final byte B = 3;
    static final byte FALSE = 4;
    static final byte TRUE = 5;
    static final byte NULL = 6;
    static final byte SS = 7;
    static final byte NS = 8;
    static final byte BS = 9;
    static final byte L = 10;
    static final byte M = 11;

    private static final int CONTAINER_LENGTH = 4;

    private byte[] bytes;
    private int end;
    private int size;

    /** Starts an item. */
    public ItemEncoder() {
        this(256);
    }

    /** Starts an item that will take about {@code expectedBytes}. */
    public ItemEncoder(int expectedBytes) {
        bytes = new byte[Math.max(16, expectedBytes)];
        bytes[0] = VERSION;
        end = HEADER;
    }

    /** Finishes the item. The encoder must not be used again. */
    public Item build() {
        putInt(1, size);
        return Item.wrap(bytes.length == end ? bytes : Arrays.copyOf(bytes, end));
    }

    /** Writes an attribute's or a map entry's name; its value follows. */
    public void name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        name(utf8, 0, utf8.length);
    }

    /** Writes a name from UTF-8 bytes. */
    public void name(byte[] source, int from, int to) {
        varint(to - from);
        append(source, from, to);
        size += to - from;
    }

    /** Writes a string from UTF-8 bytes. */
    public void string(byte[] utf8, int from, int to) {
        scalar(S, utf8, from, to);
        size += to - from;
    }

    /** Writes a number from its canonical text: as DynamoDB prints it, ASCII. */
    public void number(byte[] text, int from, int to) {
        scalar(N, text, from, to);
        size += DynamoNumber.sizeBytes(text, from, to);
    }

    /** Writes a binary. */
    public void binary(byte[] source, int from, int to) {
        scalar(B, source, from, to);
        size += to - from;
    }

    /** Writes a boolean. */
    public void bool(boolean value) {
        append(value ? TRUE : FALSE);
        size++;
    }

    /** Writes a null. */
    public void nul() {
        append(NULL);
        size++;
    }

    /**
     * Begins a list.
     *
     * @return mark for {@link #end}
     */
    public int beginList() {
        size += 3;
        return begin(L);
    }

    /** Announces one element of a list; its value follows. */
    public void element() {
        size++;
    }

    /** Begins a map, whose entries follow, each after {@link #entry}. */
    public int beginMap() {
        size += 3;
        return begin(M);
    }

    /** Announces one entry of a map; its name and value follow. */
    public void entry() {
        size++;
    }

    /** Begins a string set. */
    public int beginStrings() {
        return begin(SS);
    }

    /** Begins a number set. */
    public int beginNumbers() {
        return begin(NS);
    }

    /** Begins a binary set. */
    public int beginBinaries() {
        return begin(BS);
    }

    /** Writes one member of a string or binary set. */
    public void member(byte[] source, int from, int to) {
        varint(to - from);
        append(source, from, to);
        size += to - from;
    }

    /** Writes one member of a number set from its canonical text. */
    public void numberMember(byte[] text, int from, int to) {
        varint(to - from);
        append(text, from, to);
        size += DynamoNumber.sizeBytes(text, from, to);
    }

    /** Ends the list, map or set that {@code mark} stands for. */
    public void end(int mark) {
        putInt(mark - CONTAINER_LENGTH, end - mark);
    }

    /** Writes a value of any type. */
    public void value(AttributeValue value) {
        switch (value) {
            case AttributeValue.S(var text) -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                string(utf8, 0, utf8.length);
            }
            case AttributeValue.N number -> {
                byte[] text = number.text().getBytes(StandardCharsets.US_ASCII);
                number(text, 0, text.length);
            }
            case AttributeValue.B(var binary) -> {
                byte[] content = binary.toByteArray();
                binary(content, 0, content.length);
            }
            case AttributeValue.Bool(var bool) -> bool(bool);
            case AttributeValue.Null _ -> nul();
            case AttributeValue.L(var elements) -> {
                int mark = beginList();
                for (AttributeValue element : elements) {
                    element();
                    value(element);
                }
                end(mark);
            }
            case AttributeValue.M(var entries) -> {
                int mark = beginMap();
                for (Map.Entry<String, AttributeValue> entry : entries.entrySet()) {
                    entry();
                    name(entry.getKey());
                    value(entry.getValue());
                }
                end(mark);
            }
            case AttributeValue.Ss(var texts) -> {
                int mark = beginStrings();
                for (String text : texts) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    member(utf8, 0, utf8.length);
                }
                end(mark);
            }
            case AttributeValue.Ns(var numbers) -> {
                int mark = beginNumbers();
                for (AttributeValue.N number : numbers) {
                    byte[] text = number.text().getBytes(StandardCharsets.US_ASCII);
                    numberMember(text, 0, text.length);
                }
                end(mark);
            }
            case AttributeValue.Bs(var binaries) -> {
                int mark = beginBinaries();
                for (Binary binary : binaries) {
                    byte[] content = binary.toByteArray();
                    member(content, 0, content.length);
                }
                end(mark);
            }
        }
    }

    /** Writes the attribute or entry that {@code decoder} stands on, without decoding it. */
    public void copyEntry(ItemDecoder decoder) {
        append(decoder.bytes(), decoder.entryFrom(), decoder.valueTo());
        size += decoder.entrySize();
    }

    /** Returns where the next byte goes: the mark of the item as a whole, before its first name. */
    public int position() {
        return end;
    }

    /** Returns the DynamoDB size of what has been written. */
    public int sizeBytes() {
        return size;
    }

    /**
     * Takes back what was written since {@link #position} and {@link #sizeBytes} were what is
     * given.
     */
    public void undo(int position, int sizeBytes) {
        end = position;
        size = sizeBytes;
    }

    /**
     * Drops all but the last of those entries since {@code mark} that have the same name: what a
     * JSON object with repeated members means.
     *
     * @param mark of the map that is being written, or of the item
     * @param map false where the entries are the item's own attributes
     */
    public void keepLastOfEachName(int mark, boolean map) {
        Spans names = new Spans(bytes);
        for (ItemDecoder entry = new ItemDecoder(bytes, mark, end); entry.nextEntry(); ) {
            names.add(entry.nameFrom(), entry.nameTo());
        }
        if (!names.anyRepeated()) {
            return;
        }
        for (ItemDecoder entry = new ItemDecoder(bytes, mark, end); entry.nextEntry(); ) {
            size -= entry.entrySize() + (map ? 1 : 0);
        }
        Map<String, AttributeValue> last = new ItemDecoder(bytes, mark, end).entries();
        end = mark;
        for (Map.Entry<String, AttributeValue> entry : last.entrySet()) {
            if (map) {
                entry();
            }
            name(entry.getKey());
            value(entry.getValue());
        }
    }

    /** Whether the set that {@code mark} stands for has a member twice, so far. */
    public boolean hasRepeatedMember(int mark) {
        Spans members = new Spans(bytes);
        for (ItemDecoder member = new ItemDecoder(bytes, mark, end); member.nextMember(); ) {
            members.add(member.valueFrom(), member.valueTo());
        }
        return members.anyRepeated();
    }

    private int begin(byte type) {
        append(type);
        reserve(CONTAINER_LENGTH);
        end += CONTAINER_LENGTH;
        return end;
    }

    private void scalar(byte type, byte[] source, int from, int to) {
        append(type);
        varint(to - from);
        append(source, from, to);
    }

    private void varint(int value) {
        int rest = value;
        while (rest > 0x7F) {
            append((byte) (rest | 0x80));
            rest >>>= 7;
        }
        append((byte) rest);
    }

    private void append(byte b) {
        reserve(1);
        bytes[end++] = b;
    }

    private void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, end, to - from);
        end += to - from;
    }

    private void putInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void reserve(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
