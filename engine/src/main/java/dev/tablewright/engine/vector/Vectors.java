package dev.tablewright.engine.vector;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.Item;
import dev.tablewright.model.ItemDecoder;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Vectors of 32-bit floats: reading them from items, and how alike two of them are. */
final class Vectors {
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private Vectors() {}

    static int bytes(int dimensions) {
        return dimensions * Float.BYTES;
    }

    static void write(float[] vector, byte[] to, int at) {
        for (int i = 0; i < vector.length; i++) {
            FLOATS.set(to, at + i * Float.BYTES, vector[i]);
        }
    }

    /**
     * Returns the vector that {@code item} has for {@code index}; null when the attribute is not
     * there, or is no list of as many numbers in the range of a float.
     */
    static float @Nullable [] find(Item item, VectorIndexDefinition index) {
        byte[] name = index.vector().getBytes(StandardCharsets.UTF_8);
        for (var attribute = new ItemDecoder(item.encoded()); attribute.nextEntry(); ) {
            if (attribute.nameIs(name)) {
                return attribute.type() == ItemDecoder.Type.L
                        ? read(attribute.contents(), index.dimensions())
                        : null;
            }
        }
        return null;
    }

    private static float @Nullable [] read(ItemDecoder elements, int dimensions) {
        float[] vector = new float[dimensions];
        int count = 0;
        while (elements.nextElement()) {
            if (count == dimensions || elements.type() != ItemDecoder.Type.N) {
                return null;
            }
            // The stored form of a number is text that Java reads as well.
            float value =
                    Float.parseFloat(
                            new String(
                                    elements.bytes(),
                                    elements.valueFrom(),
                                    elements.valueTo() - elements.valueFrom(),
                                    StandardCharsets.ISO_8859_1));
            if (Float.isInfinite(value)) {
                return null;
            }
            vector[count++] = value;
        }
        return count == dimensions ? vector : null;
    }

    /**
     * Reads a search vector.
     *
     * @throws ValidationException if it does not fit the index
     */
    static float[] require(List<AttributeValue> values, VectorIndexDefinition index) {
        if (values.size() != index.dimensions()) {
            throw new ValidationException(
                    "One or more parameter values were invalid: SearchVector has "
                            + values.size()
                            + " dimensions, but vector index "
                            + index.name()
                            + " has "
                            + index.dimensions());
        }
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!(values.get(i) instanceof AttributeValue.N(var number))
                    || Float.isInfinite(number.floatValue())) {
                throw new ValidationException(
                        "One or more parameter values were invalid: SearchVector must be a list of"
                                + " numbers in the range of a 32-bit float");
            }
            vector[i] = number.floatValue();
        }
        return vector;
    }

    /**
     * Says how alike two vectors are, in the terms of {@code function}. Sums are kept in 64 bits.
     * No direction is that of a vector of zeros; its cosine with any other is 0.
     *
     * @param stored bytes that have the second vector from {@code at} on
     */
    static double score(DistanceFunction function, float[] vector, byte[] stored, int at) {
        return switch (function) {
            case COSINE -> cosineDistance(vector, stored, at);
            case DOT_PRODUCT -> dotProduct(vector, stored, at);
            case EUCLIDEAN -> distance(vector, stored, at);
        };
    }

    private static double cosineDistance(float[] vector, byte[] stored, int at) {
        double product = 0;
        double ours = 0;
        double theirs = 0;
        for (int i = 0; i < vector.length; i++) {
            double a = vector[i];
            double b = element(stored, at, i);
            product += a * b;
            ours += a * a;
            theirs += b * b;
        }
        double lengths = Math.sqrt(ours * theirs);
        return lengths == 0 ? 1 : Math.clamp(1 - product / lengths, 0, 2);
    }

    private static double dotProduct(float[] vector, byte[] stored, int at) {
        double product = 0;
        for (int i = 0; i < vector.length; i++) {
            product += (double) vector[i] * element(stored, at, i);
        }
        return product;
    }

    private static double distance(float[] vector, byte[] stored, int at) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            double difference = (double) vector[i] - element(stored, at, i);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static float element(byte[] stored, int at, int i) {
        return (float) FLOATS.get(stored, at + i * Float.BYTES);
    }
}
