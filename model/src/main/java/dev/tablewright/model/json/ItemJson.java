package dev.tablewright.model.json;

import dev.tablewright.model.AttributeNames;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.DynamoNumber;
import dev.tablewright.model.Item;
import dev.tablewright.model.ItemEncoder;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads items, keys, expression attribute values and single attribute values from their place in a
 * request body into stored bytes, in one pass.
 *
 * <p>A wrong JSON type is thrown at once as {@link SerializationException}. What breaks a rule of
 * DynamoDB is returned as {@link Read.Invalid}, because AWS reports it only after the constraints
 * of all members of the request; the rest of the value is still checked for JSON types.
 *
 * <p>Texts and their order are those of the real service as dynalite recorded them; where an
 * attribute value has several datatypes, they are judged in the order of the API model.
 */
public final class ItemJson {
    /**
     * Most lists and maps inside each other. AWS documents 32 levels; the item itself is the first.
     */
    private static final int MAX_NESTING = 31;

    private static final String EMPTY_VALUE =
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
    private static final String SEVERAL_TYPES =
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
                    + " the supported datatypes";
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String SHAPE = "AttributeValue";

    /**
     * What reading came to.
     *
     * @param <T> what was read
     */
    public sealed interface Read<T> {
        /** Returns what was read, or throws the {@link ValidationException} that was put off. */
        default T orThrow() {
            return switch (this) {
                case Valid<T>(var value) -> value;
                case Invalid<T>(_, var message) -> throw new ValidationException(message);
            };
        }

        /** All is well. */
        record Valid<T>(T value) implements Read<T> {}

        /**
         * The value breaks a rule of DynamoDB.
         *
         * @param attribute name of the first top-level attribute at fault; empty for a single value
         * @param message DynamoDB's text
         */
        record Invalid<T>(String attribute, String message) implements Read<T> {}
    }

    // The datatypes in the order in which AWS judges them; numbers because they also make a bit
    // set.
    private static final int S = 0;
    private static final int B = 1;
    private static final int N = 2;
    private static final int BOOL = 3;
    private static final int NULL = 4;
    private static final int BS = 5;
    private static final int NS = 6;
    private static final int SS = 7;
    private static final int L = 8;
    private static final int M = 9;
    private static final int UNKNOWN = -1;

    private final byte[] json;
    private final JsonScanner scanner;
    private final ItemEncoder encoder;

    /** The first fault found, in AWS's order, within the value that is being read. */
    private @Nullable String fault;

    private @Nullable String faultyAttribute;

    private ItemJson(JsonValue value) {
        this.json = value.json();
        this.scanner = new JsonScanner(json, value.from(), value.to());
        this.encoder = new ItemEncoder(value.to() - value.from());
    }

    /**
     * Reads an item or a key.
     *
     * @throws SerializationException if a part has the wrong JSON type
     */
    public static Read<Item> item(JsonValue value) {
        value.requireMap(SHAPE);
        return new ItemJson(value).read(true);
    }

    /**
     * Reads a key that is an element of a list, as in Keys of BatchGetItem.
     *
     * @throws SerializationException if a part has the wrong JSON type
     */
    public static Read<Item> itemInList(JsonValue value) {
        value.requireMapInList(SHAPE);
        return new ItemJson(value).read(true);
    }

    /**
     * Reads ExpressionAttributeValues as an item whose attributes are the placeholders; their names
     * are not judged here.
     *
     * @throws SerializationException if a part has the wrong JSON type
     */
    public static Read<Item> values(JsonValue value) {
        value.requireMap(SHAPE);
        return new ItemJson(value).read(false);
    }

    /**
     * Reads one attribute value that is a member of a structure, as in Expected.
     *
     * @throws SerializationException if a part has the wrong JSON type
     */
    public static Read<AttributeValue> member(JsonValue value) {
        return new ItemJson(value).readOne("Unexpected field type");
    }

    /**
     * Reads one attribute value that is an element of a list, as in AttributeValueList.
     *
     * @throws SerializationException if a part has the wrong JSON type
     */
    public static Read<AttributeValue> element(JsonValue value) {
        return new ItemJson(value).readOne("Unexpected value type in payload");
    }

    private Read<Item> read(boolean namesAreAttributes) {
        entries(0, namesAreAttributes);
        String message = fault;
        return message == null
                ? new Read.Valid<>(encoder.build())
                : new Read.Invalid<>(Objects.requireNonNullElse(faultyAttribute, ""), message);
    }

    private Read<AttributeValue> readOne(String textForScalar) {
        encoder.name("");
        attributeValue(0, textForScalar);
        String message = fault;
        return message == null
                ? new Read.Valid<>(Objects.requireNonNull(encoder.build().get("")))
                : new Read.Invalid<>("", message);
    }

    /** Reads a map's entries, or at depth 0 the attributes of the item. */
    private void entries(int depth, boolean checkNames) {
        int mark = encoder.position();
        int count = 0;
        scanner.take('{');
        scanner.skipSpace();
        while (scanner.peek() != '}') {
            if (depth > 0) {
                encoder.entry();
            }
            int from = scanner.position() + 1;
            boolean escapes = scanner.skipString();
            int to = scanner.position() - 1;
            name(from, to, escapes, checkNames);
            scanner.take(':');
            scanner.skipSpace();
            attributeValue(depth, "Unexpected value type in payload");
            if (depth == 0 && faultyAttribute == null && fault != null) {
                faultyAttribute = JsonScanner.text(json, from, to);
            }
            count++;
            scanner.take(',');
            scanner.skipSpace();
        }
        scanner.take('}');
        if (count > 1 && fault == null) {
            encoder.keepLastOfEachName(mark, depth > 0);
        }
    }

    private void name(int from, int to, boolean escapes, boolean check) {
        byte[] name = escapes ? JsonScanner.unescape(json, from, to) : json;
        int start = escapes ? 0 : from;
        int end = escapes ? name.length : to;
        String wrong = check ? AttributeNames.fault(end - start) : null;
        if (wrong != null) {
            fault(wrong);
        }
        encoder.name(name, start, end);
    }

    private void attributeValue(int depth, String textForScalar) {
        switch (scanner.peek()) {
            case '{' -> datatypes(depth);
            case 'n' -> {
                scanner.skipValue();
                fault(EMPTY_VALUE);
                encoder.nul();
            }
            case '[' ->
                    throw new SerializationException(
                            "Unrecognized collection type class"
                                    + " com.amazonaws.dynamodb.v20120810."
                                    + SHAPE);
            default -> throw new SerializationException(textForScalar);
        }
    }

    /** Reads the one datatype that the value should have; judges also those that it should not. */
    private void datatypes(int depth) {
        String before = fault;
        int start = encoder.position();
        int size = encoder.sizeBytes();
        int seen = 0;
        @Nullable String worst = null;
        int worstType = Integer.MAX_VALUE;
        scanner.take('{');
        scanner.skipSpace();
        while (scanner.peek() != '}') {
            int type = datatype();
            scanner.take(':');
            scanner.skipSpace();
            if (type == UNKNOWN || scanner.peek() == 'n') {
                scanner.skipValue();
            } else {
                encoder.undo(start, size);
                fault = null;
                content(type, depth);
                seen |= 1 << type;
                if (type <= worstType && (fault != null || type == worstType)) {
                    worst = fault;
                    worstType = fault == null ? Integer.MAX_VALUE : type;
                }
            }
            scanner.take(',');
            scanner.skipSpace();
        }
        scanner.take('}');
        fault = before;
        if (worst != null) {
            fault(worst);
        } else if (seen == 0) {
            fault(EMPTY_VALUE);
            encoder.nul();
        } else if (Integer.bitCount(seen) > 1) {
            fault(SEVERAL_TYPES);
        }
    }

    /** Reads the name of a datatype; {@link #UNKNOWN} if the API has none such. */
    private int datatype() {
        int from = scanner.position() + 1;
        scanner.skipString();
        int length = scanner.position() - 1 - from;
        if (length == 1) {
            return switch (json[from]) {
                case 'S' -> S;
                case 'N' -> N;
                case 'B' -> B;
                case 'L' -> L;
                case 'M' -> M;
                default -> UNKNOWN;
            };
        }
        return switch (JsonScanner.text(json, from, from + length)) {
            case "BOOL" -> BOOL;
            case "NULL" -> NULL;
            case "SS" -> SS;
            case "NS" -> NS;
            case "BS" -> BS;
            case "S" -> S;
            case "N" -> N;
            case "B" -> B;
            case "L" -> L;
            case "M" -> M;
            default -> UNKNOWN;
        };
    }

    private void content(int type, int depth) {
        switch (type) {
            case S -> string();
            case N -> number(false);
            case B -> {
                byte[] bytes = binary();
                encoder.binary(bytes, 0, bytes.length);
            }
            case BOOL -> encoder.bool(bool());
            case NULL -> nul();
            case SS -> stringSet();
            case NS -> numberSet();
            case BS -> binarySet();
            case L -> list(depth + 1);
            case M -> map(depth + 1);
            default -> throw new IllegalStateException("datatype " + type);
        }
    }

    private void string() {
        int from = scanner.position() + 1;
        if (textHasEscapes()) {
            byte[] utf8 = JsonScanner.unescape(json, from, scanner.position() - 1);
            encoder.string(utf8, 0, utf8.length);
        } else {
            encoder.string(json, from, scanner.position() - 1);
        }
    }

    /** Moves over a string; throws AWS's text when something else is there. */
    private boolean textHasEscapes() {
        if (scanner.peek() != '"') {
            throw here().cannotConvert("String", "java.lang.String");
        }
        return scanner.skipString();
    }

    private void number(boolean member) {
        int from = scanner.position() + 1;
        textHasEscapes();
        int to = scanner.position() - 1;
        byte[] text = json;
        int textFrom = from;
        int textTo = to;
        if (!isCanonical(from, to)) {
            text = canonical(JsonScanner.text(json, from, to));
            textFrom = 0;
            textTo = text.length;
        }
        if (member) {
            encoder.numberMember(text, textFrom, textTo);
        } else {
            encoder.number(text, textFrom, textTo);
        }
    }

    /**
     * Whether the text is how DynamoDB prints the number, so that it can be copied. May say no for
     * such a text: then it is only slower.
     */
    private boolean isCanonical(int from, int to) {
        int at = from < to && json[from] == '-' ? from + 1 : from;
        int digits = to - at;
        if (digits < 1 || digits > DynamoNumber.MAX_DIGITS || json[at] == '.') {
            return false;
        }
        if (json[at] == '0') {
            boolean fraction = digits > 2 && json[at + 1] == '.';
            if (!fraction && (digits > 1 || at > from)) {
                return false;
            }
        }
        boolean point = false;
        for (int i = at; i < to; i++) {
            if (json[i] == '.' && !point) {
                point = true;
            } else if (json[i] < '0' || json[i] > '9') {
                return false;
            }
        }
        return !point || (json[to - 1] != '0' && json[to - 1] != '.');
    }

    private byte[] canonical(String text) {
        try {
            return new AttributeValue.N(DynamoNumber.parse(text))
                    .text()
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (ValidationException refused) {
            fault(Objects.requireNonNullElse(refused.getMessage(), ""));
            return new byte[] {'0'};
        }
    }

    private boolean bool() {
        return here().bool();
    }

    private void nul() {
        if (!bool()) {
            fault(INVALID + "Null attribute value types must have the value of true");
        }
        encoder.nul();
    }

    private byte[] binary() {
        JsonValue value = here();
        return switch (json[value.from()]) {
            case '"' -> Base64.decode(value.string());
            case '{', '[' -> throw value.cannotConvert("Blob", "java.nio.ByteBuffer");
            default ->
                    throw new SerializationException(
                            "only base-64-encoded strings are convertible to bytes");
        };
    }

    private void stringSet() {
        int mark = encoder.beginStrings();
        List<String> texts = new ArrayList<>();
        int members =
                elements(
                        "An string set may not have a null string as a member",
                        () -> {
                            int from = scanner.position() + 1;
                            byte[] utf8 =
                                    textHasEscapes()
                                            ? JsonScanner.unescape(
                                                    json, from, scanner.position() - 1)
                                            : null;
                            if (utf8 == null) {
                                encoder.member(json, from, scanner.position() - 1);
                            } else {
                                encoder.member(utf8, 0, utf8.length);
                            }
                            texts.add(JsonScanner.text(json, from, scanner.position() - 1));
                        });
        encoder.end(mark);
        if (members == 0) {
            fault(INVALID + "An string set  may not be empty");
        } else if (encoder.hasRepeatedMember(mark)) {
            fault(INVALID + "Input collection " + texts + " contains duplicates.");
        }
    }

    private void numberSet() {
        int mark = encoder.beginNumbers();
        int members =
                elements(
                        "An number set may not have a null string as a member", () -> number(true));
        encoder.end(mark);
        if (members == 0) {
            fault(INVALID + "An number set  may not be empty");
        } else if (encoder.hasRepeatedMember(mark)) {
            fault("Input collection contains duplicates");
        }
    }

    private void binarySet() {
        int mark = encoder.beginBinaries();
        List<String> texts = new ArrayList<>();
        int members =
                elements(
                        "Binary sets may not contain null values",
                        () -> {
                            int from = scanner.position();
                            byte[] bytes = binary();
                            encoder.member(bytes, 0, bytes.length);
                            texts.add(JsonScanner.text(json, from + 1, scanner.position() - 1));
                        });
        encoder.end(mark);
        if (members == 0) {
            fault(INVALID + "Binary sets should not be empty");
        } else if (encoder.hasRepeatedMember(mark)) {
            fault(INVALID + "Input collection " + texts + "of type BS contains duplicates.");
        }
    }

    private void list(int depth) {
        checkNesting(depth);
        int mark = encoder.beginList();
        elements(
                null,
                () -> {
                    encoder.element();
                    attributeValue(depth, "Unexpected value type in payload");
                });
        encoder.end(mark);
    }

    private void map(int depth) {
        checkNesting(depth);
        int start = scanner.position();
        if (scanner.peek() != '{') {
            here().requireMap(SHAPE);
            throw new IllegalStateException("not a map at " + start);
        }
        int mark = encoder.beginMap();
        entries(depth, true);
        encoder.end(mark);
    }

    private void checkNesting(int depth) {
        if (depth > MAX_NESTING) {
            fault(
                    "Nesting Levels have exceeded supported limits: Attributes in the item have"
                            + " nested levels beyond supported limit");
        }
    }

    /**
     * Reads the elements of a list or set.
     *
     * @param textForNull what to say of a null element; null where {@code element} says it
     * @return the number of elements
     */
    private int elements(@Nullable String textForNull, Runnable element) {
        switch (scanner.peek()) {
            case '[' -> scanner.take('[');
            case '{' -> throw new SerializationException(JsonValue.STRUCTURE_NOT_EXPECTED);
            default -> throw new SerializationException("Unexpected field type");
        }
        int count = 0;
        scanner.skipSpace();
        while (scanner.peek() != ']') {
            if (textForNull != null && scanner.peek() == 'n') {
                scanner.skipValue();
                fault(INVALID + textForNull);
            } else {
                element.run();
            }
            count++;
            scanner.take(',');
            scanner.skipSpace();
        }
        scanner.take(']');
        return count;
    }

    /** Moves over the value at the position and returns it. */
    private JsonValue here() {
        int from = scanner.position();
        scanner.skipValue();
        return new JsonValue(json, from, scanner.position());
    }

    private void fault(String message) {
        if (fault == null) {
            fault = message;
        }
    }
}
