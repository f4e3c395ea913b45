package dev.tablewright.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** The policy of a table, as the database sees it: a text with a revision. */
class ResourcePolicyTest {
    private static final TableRef ORDERS = new TableRef("000000000000", "eu-west-1", "Orders");
    private static final String NOT_FOUND =
            "Resource-based policy not found for the provided ResourceArn: ";

    private final StorageEngine storage = new InMemoryEngine();
    private Instant now = Instant.parse("2026-03-01T12:00:00.123Z");
    private Catalog catalog = open();

    private Catalog open() {
        return Catalog.open(
                storage, () -> now, new Random(7), new SequenceClock(() -> now), (_, _, _) -> null);
    }

    @BeforeEach
    void makeTable() {
        catalog.create(TableRequests.onDemand(ORDERS));
        catalog.settle(ORDERS);
    }

    private String revision() {
        return String.valueOf(catalog.resourcePolicy(ORDERS).revision());
    }

    @Test
    void policySurvivesARestart() {
        assertThat(catalog.hasResourcePolicies()).isFalse();
        ResourcePolicy put = catalog.putResourcePolicy(ORDERS, "{}", null);

        catalog = open();

        assertThat(catalog.resourcePolicy(ORDERS)).isEqualTo(put);
        assertThat(put.text()).isEqualTo("{}");
        assertThat(catalog.hasResourcePolicies()).isTrue();
    }

    @Test
    void policyComesAndGoesWithTheTable() {
        TableRef other = new TableRef("000000000000", "eu-west-1", "Other");
        catalog.create(TableRequests.onDemand(other), "{}");
        assertThat(catalog.resourcePolicy(other).text()).isEqualTo("{}");

        catalog.settle(other);
        catalog.delete(other);
        catalog.settle(other);

        assertThat(catalog.hasResourcePolicies()).isFalse();
    }

    /** A policy that came with the table may be replaced at once: it was never put. */
    @Test
    void aPolicyThatWasPutIsNotReplacedForFifteenSeconds() {
        catalog.putResourcePolicy(ORDERS, "1", null);
        String first = revision();

        assertThat(catalog.putResourcePolicy(ORDERS, "1", null).revision())
                .as("the same text is no change")
                .isEqualTo(first);
        assertThatThrownBy(() -> catalog.putResourcePolicy(ORDERS, "2", null))
                .isInstanceOf(DatabaseException.ResourceInUse.class);

        now = now.plus(ResourcePolicy.PAUSE);
        assertThat(catalog.putResourcePolicy(ORDERS, "2", null).revision()).isNotEqualTo(first);
    }

    /** Removing is no update, nor is putting one where none is. */
    @Test
    void aPolicyGoesAndAnotherComesAtAnyTime() {
        catalog.putResourcePolicy(ORDERS, "1", null);

        assertThat(catalog.deleteResourcePolicy(ORDERS, null).text()).isEqualTo("1");
        assertThat(catalog.deleteResourcePolicy(ORDERS, null).text())
                .as("deleting nothing is no change")
                .isNull();
        assertThat(catalog.putResourcePolicy(ORDERS, "2", null).text()).isEqualTo("2");
    }

    /** Else the two would look alike to whoever compares revisions. */
    @Test
    void revisionsDifferEvenWithinAMillisecond() {
        TableRef other = new TableRef("000000000000", "eu-west-1", "Other");
        catalog.create(TableRequests.onDemand(other), "1");
        String first = String.valueOf(catalog.resourcePolicy(other).revision());

        assertThat(catalog.putResourcePolicy(other, "2", null).revision()).isNotEqualTo(first);
    }

    @Test
    void expectedRevisionMustBeAttached() {
        assertThatThrownBy(() -> catalog.putResourcePolicy(ORDERS, "1", "7"))
                .isInstanceOf(DatabaseException.PolicyNotFound.class)
                .hasMessage(
                        NOT_FOUND
                                + "Requested update for policy with revision id 7, but no policy is"
                                + " associated to target table Orders.");
        assertThatThrownBy(() -> catalog.deleteResourcePolicy(ORDERS, "7"))
                .isInstanceOf(DatabaseException.PolicyNotFound.class);

        catalog.putResourcePolicy(ORDERS, "1", ResourcePolicy.NO_POLICY);
        now = now.plus(Duration.ofMinutes(1));

        assertThatThrownBy(() -> catalog.putResourcePolicy(ORDERS, "2", "NO_POLICY"))
                .isInstanceOf(DatabaseException.PolicyNotFound.class)
                .hasMessage(
                        NOT_FOUND
                                + "Requested policy update expecting none to be present for table"
                                + " Orders, but a policy exists with revision id "
                                + revision()
                                + ".");
        assertThatThrownBy(() -> catalog.putResourcePolicy(ORDERS, "2", "7"))
                .isInstanceOf(DatabaseException.PolicyNotFound.class)
                .hasMessage(
                        NOT_FOUND
                                + "Requested update for policy with revision id 7, but the policy"
                                + " associated to target table Orders has revision id "
                                + revision()
                                + ".");
        assertThat(catalog.putResourcePolicy(ORDERS, "2", revision()).text()).isEqualTo("2");
    }

    @Test
    void tableThatIsNotThereHasNone() {
        TableRef nope = new TableRef("000000000000", "eu-west-1", "Nope");

        assertThatThrownBy(() -> catalog.putResourcePolicy(nope, "1", null))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found: Table: Nope not found");
    }
}
