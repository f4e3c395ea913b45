package dev.tablewright.operator.kind;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.operator.managed.ExternalFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.core.exception.SdkClientException;

/** What is said of failures is the same for the same failure, or each try would be news. */
final class FailuresTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void howOftenTheSdkTriedIsNotSaid(int tries) {
        assertThatThrownBy(
                        () ->
                                Failures.translated(
                                        () -> {
                                            throw SdkClientException.create(
                                                    "Unable to execute HTTP request: Connection"
                                                            + " refused (SDK Attempt Count: %d)"
                                                                    .formatted(tries));
                                        }))
                .isInstanceOf(ExternalFailure.class)
                .hasMessage("Unable to execute HTTP request: Connection refused");
    }

    @Test
    void onlyTheFirstLineIsSaid() {
        assertThatThrownBy(
                        () ->
                                Failures.translated(
                                        () -> {
                                            throw SdkClientException.create("No route\n at x");
                                        }))
                .hasMessage("No route");
    }
}
