package dev.tablewright.server.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.Constraint;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Forms in, XML out. */
class QueryProtocolPartsTest {
    private static final Caller CALLER =
            new Caller(
                    new Principal(
                            Principal.Type.ACCOUNT,
                            "123456789012",
                            "arn:aws:iam::123456789012:root",
                            List.of()),
                    "123456789012",
                    ConditionContext.builder().build());

    private static QueryReader reader(Map<String, String> parameters) {
        return new QueryReader(parameters, CALLER);
    }

    @Test
    void formsAreDecoded() {
        assertThat(FormParameters.parse("Action=Get&a=x%20y+z&empty=&none&&a=second&%C3%A9=1"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "Action", "Get", "a", "x y z", "empty", "", "none", "", "\u00e9",
                                "1"));
        assertThatThrownBy(() -> FormParameters.parse("a=%zz")).isInstanceOf(MalformedQuery.class);
    }

    @Test
    void listsMayHaveGapsAndAreInTheOrderOfTheirNumbers() {
        QueryReader in =
                reader(
                        Map.of(
                                "K.member.10", "c",
                                "K.member.2", "a",
                                "K.member.4", "b",
                                "K.member.0", "no number",
                                "K.member.x", "no number",
                                "K.member.3x", "no number"));

        assertThat(in.texts("K", List.of())).containsExactly("a", "b", "c");
    }

    @Test
    void structuresMayBeginAnywhere() {
        QueryReader in =
                reader(
                        Map.of(
                                "Tags.member.3.Key", "k",
                                "Tags.member.3.Value", "v",
                                "P.member.7.arn", "x",
                                "S.member.5.Name", "one"));

        assertThat(in.tags().list()).containsExactly(new Tags.Tag("k", "v"));
        assertThat(in.texts("P", "arn", List.of())).containsExactly("x");
        assertThat(in.structures("S", List.of("Name")))
                .singleElement()
                .satisfies(s -> assertThat(s.required("Name", List.of())).isEqualTo("one"));
    }

    @Test
    void brokenRulesOfTagsNameTheirPlace() {
        QueryReader in =
                reader(
                        Map.of(
                                "Tags.member.1.Key", "ok",
                                "Tags.member.1.Value", "",
                                "Tags.member.2.Key", "a*b",
                                "Tags.member.2.Value", "v",
                                "Tags.member.3.Key", "alone"));

        assertThat(in.tags().list()).contains(new Tags.Tag("ok", ""));
        assertThatThrownBy(in::requireValid)
                .isInstanceOf(IdentityException.class)
                .hasMessage(
                        "2 validation errors detected: Value 'a*b' at 'tags.2.member.key' failed to"
                                + " satisfy constraint: Member must satisfy regular expression"
                                + " pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+; Value null at"
                                + " 'tags.3.member.value' failed to satisfy constraint: Member must"
                                + " not be null");
    }

    @Test
    void whatMustBeThereIsMissed() {
        QueryReader in = reader(Map.of());
        in.required("RoleName", List.of(Constraint.minLength(1)));
        in.requiredTags();
        in.requiredTagKeys("TagKeys");

        assertThatThrownBy(in::requireValid)
                .hasMessage(
                        "3 validation errors detected: Value null at 'roleName' failed to satisfy"
                            + " constraint: Member must not be null; Value null at 'tags' failed to"
                            + " satisfy constraint: Member must not be null; Value null at"
                            + " 'tagKeys' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void whatIsNoNumberIsMalformed() {
        assertThatThrownBy(() -> reader(Map.of("MaxItems", "many")).integer("MaxItems", 1, 9))
                .isInstanceOf(MalformedQuery.class);
        assertThatThrownBy(() -> reader(Map.of("SetAsDefault", "yes")).flag("SetAsDefault"))
                .isInstanceOf(MalformedQuery.class);
        assertThat(reader(Map.of("SetAsDefault", "True")).flag("SetAsDefault")).isTrue();
    }

    @Test
    void textIsEscaped() {
        var out = new XmlWriter();
        out.text("a", "<&>\"'\r\n\u0000\ud83d\ude00").text("none", null);

        assertThat(out.content()).isEqualTo("<a>&lt;&amp;&gt;\"'&#xD;\n\ufffd\ud83d\ude00</a>");
    }

    @Test
    void listsAndTimes() {
        var out = new XmlWriter();
        out.list("L", List.of("x"), value -> out.text("V", value))
                .texts("E", List.of())
                .time("T", Instant.parse("2026-11-21T06:00:00.999Z"))
                .flag("F", true)
                .number("N", 7);

        assertThat(out.content())
                .isEqualTo(
                        "<L><member><V>x</V></member></L><E></E><T>2026-11-21T06:00:00Z</T>"
                                + "<F>true</F><N>7</N>");
    }

    /** RFC 3986, as clients of IAM decode it; a plus sign would come back as a blank. */
    @Test
    void documentsArePercentEncoded() {
        assertThat(XmlWriter.percentEncoded("{\"a\": [\"b+c\", \"~d/e_f-g.h\u00e9\"]}\n"))
                .isEqualTo("%7B%22a%22%3A%20%5B%22b%2Bc%22%2C%20%22~d%2Fe_f-g.h%C3%A9%22%5D%7D%0A");
    }

    @Test
    void anAnswerWithoutMembersCanHaveAResult() {
        var out = new XmlWriter();
        assertThat(out.content()).isNull();
        out.emptyResult();
        assertThat(out.content()).isEmpty();
    }
}
