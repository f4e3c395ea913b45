package dev.tablewright.controlplane.target;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repeats what was throttled or broke on the way, by the SDK's own strategy and number of times.
 */
final class Retries {
    private Retries() {}

    static <T> T call(Supplier<T> attempt) {
        RetryStrategy strategy = AwsRetryStrategy.standardRetryStrategy();
        RetryToken token =
                strategy.acquireInitialToken(AcquireInitialTokenRequest.create("call")).token();
        while (true) {
            try {
                return attempt.get();
            } catch (SdkException failure) {
                token = pause(strategy, token, failure);
            }
        }
    }

    /** Waits as long as the strategy says; throws {@code failure} when it gives up. */
    private static RetryToken pause(
            RetryStrategy strategy, RetryToken token, SdkException failure) {
        try {
            var again =
                    strategy.refreshRetryToken(
                            RefreshRetryTokenRequest.builder()
                                    .token(token)
                                    .failure(failure)
                                    .suggestedDelay(Duration.ZERO)
                                    .build());
            Thread.sleep(again.delay());
            return again.token();
        } catch (TokenAcquisitionFailedException _) {
            throw failure;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
