package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.Item;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What updates do to items; rows agree with DynamoDB Local. */
class UpdateTest {
    @ParameterizedTest(name = "{1}: {0} -> {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                          | SET a = :s                            | {"a":{"S":"a"}}                                   | a new attribute
                    {"a":{"N":"1"},"b":{"N":"2"}} | SET a = b, b = a                    | {"a":{"N":"2"},"b":{"N":"1"}}                     | operands are read before
                    {"a":{"N":"1"}}             | SET a = a                             | {"a":{"N":"1"}}                                   | nothing changes
                    {"a":{"N":"1"}}             | SET a = a + a                         | {"a":{"N":"2"}}                                   | a sum of paths
                    {"a":{"N":"1"}}             | SET a = a - :n2                       | {"a":{"N":"-1"}}                                  | a difference
                    {"a":{"N":"1"}}             | SET a = ((a) - (:n2))                 | {"a":{"N":"-1"}}                                  | parentheses around each
                    {"a":{"N":"1E-130"}}        | SET a = a - a                         | {"a":{"N":"0"}}                                   | zero is not too small
                    {}                          | SET a = if_not_exists(a, :n) + :n     | {"a":{"N":"2"}}                                   | a counter that starts itself
                    {"a":{"N":"5"}}             | SET a = if_not_exists(a, q)           | {"a":{"N":"5"}}                                   | the second operand is not needed
                    {}                          | SET a = if_not_exists(b, if_not_exists(c, :s)) | {"a":{"S":"a"}}                          | calls inside calls
                    {"a":{"L":[{"N":"1"}]}}     | SET a = list_append(a, :l)            | {"a":{"L":[{"N":"1"},{"S":"a"}]}}                 | at the end
                    {"a":{"L":[{"N":"1"}]}}     | SET a = list_append(:l, a)            | {"a":{"L":[{"S":"a"},{"N":"1"}]}}                 | at the beginning
                    {}                          | SET a = list_append(if_not_exists(a, :l), :l) | {"a":{"L":[{"S":"a"},{"S":"a"}]}}         | a list that starts itself
                    {"a":{"L":[{"N":"0"}]}}     | SET a[7] = :s, a[4] = :n              | {"a":{"L":[{"N":"0"},{"N":"1"},{"S":"a"}]}}       | past the end appends, by index
                    {"a":{"L":[{"N":"0"},{"N":"1"},{"N":"2"}]}} | REMOVE a[0], a[1]     | {"a":{"L":[{"N":"2"}]}}                           | indexes are those of before
                    {"a":{"L":[{"N":"0"},{"N":"1"},{"N":"2"}]}} | SET a[1] = :s REMOVE a[0] | {"a":{"L":[{"S":"a"},{"N":"2"}]}}             | indexes are those of before
                    {"a":{"L":[{"N":"0"}]}}     | SET a[7] = :s REMOVE a[0]             | {"a":{"L":[{"S":"a"}]}}                           | appended, then closed up
                    {"a":{"L":[{"N":"0"}]}}     | REMOVE a[9]                           | {"a":{"L":[{"N":"0"}]}}                           | nothing there
                    {"a":{"L":[{"N":"0"}]}}     | REMOVE a[0]                           | {"a":{"L":[]}}                                    | lists may be empty
                    {"a":{"L":[{"L":[{"N":"0"},{"N":"1"}]},{"N":"2"}]}} | REMOVE a[0][0], a[1] | {"a":{"L":[{"L":[{"N":"1"}]}]}}            | at two levels
                    {"a":{"M":{"b":{"N":"1"},"c":{"N":"2"}}}} | SET a.b = :s, a.d = a.c | {"a":{"M":{"b":{"S":"a"},"c":{"N":"2"},"d":{"N":"2"}}}} | inside a map
                    {"a":{"M":{"b":{"N":"1"}}}} | REMOVE a.b, a.q                       | {"a":{"M":{}}}                                    | maps may be empty
                    {"a":{"N":"1"}}             | REMOVE a, b                           | {}                                                | b was not there
                    {}                          | ADD a :n, b :ss                       | {"a":{"N":"1"},"b":{"SS":["a","z"]}}              | ADD creates
                    {"a":{"N":"1"},"b":{"SS":["b"]}} | ADD a :n2, b :ss                 | {"a":{"N":"3"},"b":{"SS":["b","a","z"]}}          | ADD adds
                    {"a":{"NS":["1.0","2"]}}    | ADD a :ns                             | {"a":{"NS":["1","2","7"]}}                        | members are equal by value
                    {"a":{"L":[{"N":"1"}]}}     | ADD a[0] :n, a[3] :n2                 | {"a":{"L":[{"N":"2"},{"N":"2"}]}}                 | ADD in a list
                    {"a":{"SS":["a","b"]}}      | DELETE a :ss                          | {"a":{"SS":["b"]}}                                | members that are there
                    {"a":{"SS":["z"]}}          | DELETE a :ss                          | {}                                                | no empty sets
                    {"a":{"L":[{"BS":["AAE="]},{"N":"1"}]}} | DELETE a[0] :bs           | {"a":{"L":[{"N":"1"}]}}                           | not even in a list
                    {}                          | DELETE a :ss                          | {}                                                | nothing there
                    {"z":{"S":"q"}}             | SET a = :s REMOVE b ADD c :n DELETE d :ss | {"z":{"S":"q"},"a":{"S":"a"},"c":{"N":"1"}}   | all sections
                    """)
    void changes(String before, String expression, String after, String reason) {
        Item item = Sample.item(before);

        assertThat(Sample.update(expression).apply(item)).as(reason).isEqualTo(Sample.item(after));
        assertThat(item).as("the item before is not touched").isEqualTo(Sample.item(before));
    }

    private static final String NO_PATH =
            "The document path provided in the update expression is invalid for update";
    private static final String NO_ATTRIBUTE =
            "The provided expression refers to an attribute that does not exist in the item";
    private static final String WRONG_TYPE =
            "An operand in the update expression has an incorrect data type";

    @ParameterizedTest(name = "{1} on {0}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                          | SET a.b = :s                | path       | no map to put it in
                    {}                          | SET a[0] = :s               | path       | no list to put it in
                    {"a":{"M":{}}}              | SET a.b.c = :s              | path       | the inner map is missing
                    {"a":{"M":{}}}              | SET a[0] = :s               | path       | a map has no indexes
                    {"a":{"L":[{"N":"1"}]}}     | SET a.b = :s                | path       | a list has no names
                    {"a":{"L":[{"N":"1"}]}}     | SET a[1].b = :s             | path       | nothing to go into past the end
                    {}                          | REMOVE a.b                  | path       | nothing to remove from
                    {"a":{"S":"x"}}             | REMOVE a[0]                 | path       | a string has no elements
                    {}                          | ADD a.b :n                  | path       | no map to put it in
                    {}                          | DELETE a.b :ss              | path       | nothing to delete from
                    {}                          | SET a = b                   | attribute  | b is missing
                    {}                          | SET a = a + :n              | attribute  | a is missing
                    {}                          | SET a = list_append(a, :l)  | attribute  | a is missing
                    {}                          | SET a = if_not_exists(b, c) | attribute  | both are missing
                    {"a":{"L":[]}}              | SET b = a[0]                | attribute  | past the end
                    {"a":{"S":"x"}}             | SET b = a + :n              | type       | no number
                    {}                          | SET a = if_not_exists(a, :s) + :n | type | no number either
                    {"a":{"S":"x"}}             | SET a = list_append(a, :l)  | type       | no list
                    {"a":{"S":"x"}}             | ADD a :n                    | type       | no number
                    {"a":{"N":"1"}}             | ADD a :ss                   | type       | no set
                    {"a":{"SS":["a"]}}          | ADD a :ns                   | type       | a set of another type
                    {"a":{"SS":["a"]}}          | DELETE a :ns                | type       | a set of another type
                    {"a":{"N":"1"}}             | DELETE a :ns                | type       | no set
                    """)
    void refuses(String before, String expression, String fault, String reason) {
        String text =
                switch (fault) {
                    case "path" -> NO_PATH;
                    case "attribute" -> NO_ATTRIBUTE;
                    default -> WRONG_TYPE;
                };
        Update update = Sample.update(expression);

        assertThat(Sample.refusal(() -> update.apply(Sample.item(before))))
                .as(reason)
                .isEqualTo(text);
    }

    @ParameterizedTest(name = "{1} on {0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":{"N":"9E125"}}       | SET a = a + a   | Number overflow. Attempting to store a number with magnitude larger than supported range
                    {"a":{"N":"-9E125"}}      | SET a = a + a   | Number overflow. Attempting to store a number with magnitude larger than supported range
                    {"a":{"N":"1.1E-130"},"b":{"N":"1E-130"}} | SET a = a - b | Number underflow. Attempting to store a number with magnitude smaller than supported range
                    {"a":{"N":"1E-40"}}       | ADD a :n        | Attempting to store more than 38 significant digits in a Number
                    """)
    void staysWithinTheNumbersThereAre(String before, String expression, String text) {
        Update update = Sample.update(expression);

        assertThat(Sample.refusal(() -> update.apply(Sample.item(before)))).isEqualTo(text);
    }

    /** UPDATED_NEW and UPDATED_OLD; a path means the same place in both items, as in dynalite. */
    @ParameterizedTest(name = "{1} on {0}: old {2}, new {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":{"N":"1"},"z":{"N":"9"}}           | SET a = :s, b = :n | {"a":{"N":"1"}}                   | {"a":{"S":"a"},"b":{"N":"1"}}
                    {"a":{"N":"1"}}                         | REMOVE a           | {"a":{"N":"1"}}                   | {}
                    {"a":{"M":{"b":{"N":"1"},"c":{"N":"2"}}}} | SET a.b = :s     | {"a":{"M":{"b":{"N":"1"}}}}       | {"a":{"M":{"b":{"S":"a"}}}}
                    {"a":{"L":[{"N":"0"},{"N":"1"}]}}       | SET a[1] = :s      | {"a":{"L":[{"N":"1"}]}}           | {"a":{"L":[{"S":"a"}]}}
                    {"a":{"L":[{"N":"0"}]}}                 | SET a[7] = :s      | {}                                | {}
                    {"a":{"SS":["a"]}}                      | DELETE a :ss       | {"a":{"SS":["a"]}}                | {}
                    """)
    void tellsWhichPathsChanged(String before, String expression, String old, String fresh) {
        Item item = Sample.item(before);
        Update update = Sample.update(expression);

        assertThat(update.changedPaths().apply(item)).isEqualTo(Sample.item(old));
        assertThat(update.changedPaths().apply(update.apply(item))).isEqualTo(Sample.item(fresh));
    }

    @ParameterizedTest(name = "{0}: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a, m.x        | {"a":{"S":"x"},"m":{"M":{"x":{"N":"1"}}}}                      | a part of a map
                    l[2], l[0]    | {"l":{"L":[{"N":"0"},{"N":"2"}]}}                              | elements close up, in the order of the list
                    l[3].p        | {"l":{"L":[{"M":{"p":{"N":"3"}}}]}}                            | a part of an element
                    m.q, q, l[9]  | {}                                                            | what is not there leaves nothing
                    a.b, l.x      | {}                                                            | nor do paths that do not fit
                    #a            | {"a":{"S":"x"}}                                               | by placeholder
                    m.x, m.y      | {"m":{"M":{"x":{"N":"1"},"y":{"M":{"z":{"N":"2"}}}}}}          | two parts of one map
                    """)
    void projects(String expression, String left, String reason) {
        Item item =
                Sample.item(
                        """
                        {"a":{"S":"x"},"m":{"M":{"x":{"N":"1"},"y":{"M":{"z":{"N":"2"}}},"w":{"N":"5"}}},
                        "l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"M":{"p":{"N":"3"},"o":{"N":"4"}}}]}}
                        """);

        assertThat(Sample.projection(expression).apply(item))
                .as(reason)
                .isEqualTo(Sample.item(left));
    }
}
