package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.Item;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Objects;

/** What conditions say of items; rows agree with DynamoDB Local. */
class ConditionTest {
    private static final Item ITEM =
            Sample.item(
                    """
                    {"k":{"S":"x"},"s":{"S":"h\u00e9llo\\ud83d\\ude00"},"n":{"N":"5"},"n2":{"N":"5.0"},
                    "b":{"B":"AAEC"},"ss":{"SS":["z","a"]},"ns":{"NS":["7","1.0"]},
                    "bs":{"BS":["AAE="]},"t":{"BOOL":true},"nu":{"NULL":true},"es":{"S":""},
                    "l":{"L":[{"S":"a"},{"N":"1.0"},{"L":[{"S":"a"}]},{"M":{"z":{"S":"y"}}},
                    {"BOOL":true},{"NULL":true},{"SS":["a","z"]}]},
                    "m":{"M":{"x":{"N":"1"},"y":{"M":{}}}},"ff":{"B":"/w=="},
                    "high":{"S":"\\ud83d\\ude00"},"low":{"S":"\\uffee"},"a1":{"S":"a"},"ab":{"S":"ab"}}
                    """);

    @ParameterizedTest(name = "{0}: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    n = n2                         | true  | numbers are equal by value
                    ss = :ss                       | true  | sets have no order
                    ns = :ns                       | true  | nor does the scale of a member count
                    nu = :nul                      | true  | null is equal to null
                    n = s                          | false | types differ
                    n <> s                         | true  | types differ
                    l = :l                         | false | every element counts
                    q = r                          | false | missing is not equal to missing
                    q <> r                         | true  | missing is different from everything
                    q <> s                         | true  | missing is different from everything
                    q < s                          | false | missing has no order
                    NOT q < s                      | true  | NOT turns it round
                    a1 < ab                        | true  | a prefix comes first
                    low < high                     | true  | UTF-8 orders by code point, UTF-16 does not
                    b < ff                         | true  | bytes are unsigned
                    n > :n                         | true  | as numbers
                    n > k                          | false | no order between types
                    n < k                          | false | no order between types
                    t >= nu                        | false | no order among booleans and nulls
                    n between :n and n2            | true  | bounds belong to it
                    n between :n and k             | false | an upper bound of another type
                    n between k and n2             | false | a lower bound of another type
                    NOT q between k and s          | true  | missing is between nothing
                    n in (k, n2)                   | true  | one is enough
                    q in (r)                       | false | missing is in nothing
                    attribute_exists(nu)           | true  | null is a value
                    attribute_exists(m.x)          | true  | a map entry
                    attribute_exists(l[3].z)       | true  | a map in a list
                    attribute_exists(l[30])        | false | past the end
                    attribute_exists(l.x)          | false | a list has no names
                    attribute_exists(m[0])         | false | a map has no indexes
                    attribute_not_exists(n.x)      | true  | a number has no parts
                    attribute_not_exists(q)        | true  | missing
                    attribute_type(s, :S)          | true  | a string
                    attribute_type(nu, :NULL)      | true  | a null
                    attribute_type(q, :NULL)       | false | missing is not null
                    attribute_type(:s, :S)         | true  | a value has a type too
                    begins_with(ab, :s)            | true  | strings
                    begins_with(s, es)             | true  | everything starts with nothing
                    begins_with(b, :b)             | true  | binaries
                    begins_with(:b, b)             | false | longer than the whole
                    begins_with(s, b)              | false | types differ
                    begins_with(n, n2)             | false | numbers have no beginning
                    begins_with(q, :s)             | false | missing
                    contains(ab, :s)               | true  | a substring
                    contains(ab, es)               | true  | the empty string is everywhere
                    contains(b, :b)                | true  | a piece of binary
                    contains(:b, b)                | false | longer than the whole
                    contains(ss, :s)               | true  | a set member
                    contains(ns, :n)               | true  | a set member, by value
                    contains(bs, :b)               | true  | a set member
                    contains(ns, :s)               | false | of another type
                    contains(ss, :ss)              | false | a set is no member of a set
                    contains(l, :s)                | true  | a list element
                    contains(l, :n)                | true  | a list element, by value
                    contains(l, :l)                | true  | a list in a list
                    contains(l, :ss)               | true  | a set in a list
                    contains(l, :t)                | true  | a boolean in a list
                    contains(l, :nul)              | true  | a null in a list
                    contains(l, size(k))           | true  | a size is a number
                    contains(m, :s)                | false | maps contain nothing
                    contains(n, n2)                | false | numbers contain nothing
                    contains(t, :t)                | false | booleans contain nothing
                    contains(q, :s)                | false | missing
                    contains(s, q)                 | false | missing
                    contains(:s, a1)               | true  | the item may be the part
                    size(es) = size(y)             | false | missing has no size
                    size(b) > size(ss)             | true  | three bytes, two members
                    size(l) > size(m)              | true  | seven elements, two entries
                    size(bs) = :n                  | true  | members
                    size(n) = :n                   | false | a number has no size
                    size(n) <> :n                  | true  | so it differs
                    NOT size(t) < :n               | true  | a boolean has no size
                    k = :s OR n = n2 AND t = nu    | false | AND binds tighter than OR
                    NOT k = :s AND t = nu          | false | NOT binds tighter than AND
                    NOT (k = :s AND t = nu)        | true  | unless parentheses say otherwise
                    NOT NOT n = n2                 | true  | twice round
                    """)
    void holds(String expression, boolean expected, String reason) {
        assertThat(Sample.condition(expression).holdsFor(ITEM)).as(reason).isEqualTo(expected);
    }

    /** "héllo" and one emoji: AWS counts what Java counts, as far as the oracles show. */
    @Test
    void sizeOfStringCountsUtf16Units() {
        var seven = Sample.item("{\":x\":{\"N\":\"7\"}}").attributes();
        var texts = ExpressionTexts.NONE.withFilter("size(s) = :x").withValues(seven);
        Condition filter = Objects.requireNonNull(Expressions.bind(texts).filter());

        assertThat(filter.holdsFor(ITEM)).isTrue();
    }

    @Test
    void missingItemIsAnItemWithoutAttributes() {
        assertThat(Sample.condition("attribute_not_exists(k)").holdsFor(null)).isTrue();
        assertThat(Sample.condition("k = :s").holdsFor(null)).isFalse();
        assertThat(Sample.condition("k <> :s").holdsFor(null)).isTrue();
    }
}
