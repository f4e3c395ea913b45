package dev.tablewright.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class GzipTest {
    private static final HttpHeaders CODED = header("Content-Encoding", "gzip");

    @Test
    void whatIsCodedReadsAsItWas() {
        byte[] plain = "{\"TableName\":\"Orders\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(Gzip.decoded(CODED, Gzip.coded(plain))).isEqualTo(plain);
        assertThat(Gzip.decoded(HttpHeaders.NONE, plain)).isEqualTo(plain);
        assertThat(Gzip.decoded(CODED, new byte[0])).isEmpty();
    }

    @Test
    void aBodyThatSaysThatItIsCodedMustBe() {
        assertThatThrownBy(() -> Gzip.decoded(CODED, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonSyntaxException.class);
    }

    /** A few kilobytes may hide gigabytes. */
    @Test
    void aDecodedBodyKeepsToTheLimitOfAllBodies() {
        byte[] most = Gzip.coded(new byte[HttpListener.MAX_BODY_BYTES]);
        byte[] more = Gzip.coded(new byte[HttpListener.MAX_BODY_BYTES + 1]);

        assertThat(Gzip.decoded(CODED, most)).hasSize(HttpListener.MAX_BODY_BYTES);
        assertThatThrownBy(() -> Gzip.decoded(CODED, more)).isInstanceOf(Gzip.TooLarge.class);
    }

    @ParameterizedTest(name = "Accept-Encoding {0}, {1} bytes: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gzip                | 4096 | true  | asked for, and worth it
                    gzip                | 4095 | false | too small to be worth it
                    deflate, GZIP;q=0.5 | 4096 | true  | one of several
                    gzip;q=0            | 4096 | false | refused by name
                    gzip; q=0.00        | 4096 | false | refused by name
                    identity            | 4096 | false | what boto3 sends
                    *                   | 4096 | false | says nothing of gzip
                    """)
    void codesOnlyForWhomAsks(String accepted, int length, boolean wanted, String reason) {
        assertThat(Gzip.isWanted(header("Accept-Encoding", accepted), length))
                .as(reason)
                .isEqualTo(wanted);
        assertThat(Gzip.isWanted(HttpHeaders.NONE, length)).isFalse();
    }

    private static HttpHeaders header(String name, String value) {
        return HttpHeaders.of(List.of(new HttpHeaders.Field(name, value)));
    }
}
