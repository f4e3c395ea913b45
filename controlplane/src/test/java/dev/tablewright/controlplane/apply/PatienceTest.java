package dev.tablewright.controlplane.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Step;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** How long an apply waits, on a clock that only its own pauses move. */
final class PatienceTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final Step STEP = new Step.Await(new TableAddress("eu-west-1", "orders"));

    private Instant now = BEGIN;
    private final List<Duration> pauses = new ArrayList<>();
    private final Patience patience =
            new Patience(
                    new Pace(
                            () -> now,
                            new SplittableRandom(7),
                            time -> {
                                pauses.add(time);
                                now = now.plus(time);
                            },
                            1),
                    Progress.SILENT);

    @Test
    void whatSucceedsAtLastIsWaitedFor() throws Exception {
        AtomicInteger tries = new AtomicInteger();

        patience.until(STEP, () -> tries.incrementAndGet() == 20 ? null : "not yet");

        assertThat(tries).hasValue(20);
    }

    @Test
    void whatMayStillComeIsWaitedForAnHour() {
        assertThatThrownBy(() -> patience.until(STEP, () -> "the table is not ACTIVE"))
                .isInstanceOf(StepFailed.class)
                .hasMessage(
                        "the table is not ACTIVE, after 60 minutes; it may still come: plan again"
                                + " later");
        assertThat(Duration.between(BEGIN, now)).isBetween(Duration.ofHours(1), hourAnd(5));
    }

    @Test
    void aLimitThatMayBeOfANumberOfTablesIsNotWaitedForLong() {
        assertThatThrownBy(() -> patience.untilRoom(STEP, () -> "refused (full)"))
                .isInstanceOf(StepFailed.class)
                .hasMessage("refused (full), after 10 minutes");
    }

    /** Otherwise a hundred tables that were refused together would come back together. */
    @Test
    void pausesGrowAndAreSpread() {
        assertThatThrownBy(() -> patience.untilRoom(STEP, () -> "full"))
                .isInstanceOf(StepFailed.class);

        Duration whole = Duration.ofMillis(50);
        for (Duration pause : pauses) {
            assertThat(pause).isBetween(whole.dividedBy(2), whole);
            whole = whole.multipliedBy(2);
            whole = whole.compareTo(Duration.ofSeconds(20)) > 0 ? Duration.ofSeconds(20) : whole;
        }
        assertThat(pauses.stream().distinct().count()).isGreaterThan(pauses.size() / 2);
        assertThat(pauses).hasSizeLessThan(100);
    }

    @Test
    void beingSlowedDownIsWaitedForButAMistakeIsNot() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        patience.untilRoom(
                STEP,
                () -> {
                    if (tries.incrementAndGet() < 5) {
                        throw refused("ThrottlingException");
                    }
                    return null;
                });
        assertThat(tries).hasValue(5);

        assertThatThrownBy(
                        () ->
                                patience.untilRoom(
                                        STEP,
                                        () -> {
                                            tries.incrementAndGet();
                                            throw refused("ValidationException");
                                        }))
                .isInstanceOf(AwsServiceException.class);
        assertThat(tries).hasValue(6);
    }

    private static AwsServiceException refused(String code) {
        return DynamoDbException.builder()
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("no").build())
                .statusCode(400)
                .build();
    }

    private static Duration hourAnd(int seconds) {
        return Duration.ofHours(1).plusSeconds(seconds);
    }
}
