package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.DecisionCases.Case;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The production evaluator and the slow one decide every case of the table as it says. */
class DecisionCasesTest {
    /** One test and a loop: a parameterized test takes ten times as long, and says no more. */
    @Test
    void decidesEveryCaseOfTheTable() {
        List<Case> cases = DecisionCases.all();
        List<String> wrong = new ArrayList<>();
        for (Case c : cases) {
            Decision decision =
                    c.resourcePolicy() != null && c.aboutTrust()
                            ? PolicyEvaluator.decideTrust(
                                    c.request(), c.policies(), c.resourcePolicy())
                            : PolicyEvaluator.decide(c.request(), c.policies(), c.resourcePolicy());
            String found = SlowEvaluatorTest.text(decision);
            if (!found.equals(c.expected())) {
                wrong.add("expected " + c.expected() + ", found " + found + ": " + c);
            }
        }

        assertThat(cases).hasSizeGreaterThan(700);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theSlowEvaluatorAgrees() {
        List<String> wrong = new ArrayList<>();
        for (Case c : DecisionCases.all()) {
            if (c.aboutTrust()) {
                continue;
            }
            String found = SlowEvaluator.decide(c.request(), c.policies(), c.resourcePolicy());
            if (!found.equals(c.expected())) {
                wrong.add("expected " + c.expected() + ", found " + found + ": " + c);
            }
        }

        assertThat(wrong).isEmpty();
    }
}
