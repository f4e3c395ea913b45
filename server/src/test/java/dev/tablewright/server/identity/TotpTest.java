package dev.tablewright.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

/** The codes of RFC 6238, appendix B, cut to six digits. */
class TotpTest {
    /** {@code 12345678901234567890}. */
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long epochSecond, String code) {
        long step = Totp.stepAt(Instant.ofEpochSecond(epochSecond));

        assertThat(Totp.code(SEED, step)).isEqualTo(code);
    }
}
