package dev.tablewright.operator.managed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The table of the sets that Crossplane supports, and what each lets happen. */
final class ManagementPoliciesTest {
    private static final List<String> WORDS =
            List.of("*", "Observe", "Create", "Update", "Delete", "LateInitialize");

    /** As crossplane-runtime lists them. */
    private static final Set<String> SUPPORTED =
            Set.of(
                    "",
                    "*",
                    "Create,Delete,LateInitialize,Observe,Update",
                    "Observe",
                    "Create,Delete,Observe,Update",
                    "Create,LateInitialize,Observe,Update",
                    "Create,Observe,Update",
                    "Create,Delete,LateInitialize,Observe",
                    "Create,LateInitialize,Observe",
                    "Create,Delete,Observe",
                    "Create,Observe",
                    "Delete,Observe",
                    "Observe,Update",
                    "LateInitialize,Observe",
                    "LateInitialize,Observe,Update");

    @Test
    void exactlyFifteenOfAllSetsAreSupported() {
        int supported = 0;
        for (int bits = 0; bits < 1 << WORDS.size(); bits++) {
            List<String> set = new ArrayList<>();
            for (int i = 0; i < WORDS.size(); i++) {
                if ((bits & 1 << i) != 0) {
                    set.add(WORDS.get(i));
                }
            }
            boolean expected = SUPPORTED.contains(String.join(",", new TreeSet<>(set)));

            assertThat(ManagementPolicies.of(set).isSupported()).as("%s", set).isEqualTo(expected);
            supported += expected ? 1 : 0;
        }
        assertThat(supported).isEqualTo(15);
    }

    @Test
    void unknownWordsAreNotSupported() {
        assertThat(ManagementPolicies.of(List.of("Observe", "MustCreate")).isSupported()).isFalse();
    }

    @Test
    void anAbsentListIsEverything() {
        assertThat(ManagementPolicies.of(null).written()).containsExactly("*");
    }

    @Test
    void aListIsASet() {
        assertThat(ManagementPolicies.of(List.of("Observe", "Observe")).onlyObserves()).isTrue();
    }

    @ParameterizedTest(name = "{0} with {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *              | Delete | true  | both say so
                    *              | Orphan | false | with everything allowed the deletionPolicy decides
                    *              | -      | true  | kinds of a namespace have no deletionPolicy
                    Observe,Delete | Orphan | true  | a list that names actions decides alone
                    Observe,Create,Update,LateInitialize,Delete | Orphan | true | also the full one
                    Observe,Create | Delete | false | the list does not say so
                    Observe        | Delete | false | the list does not say so
                    Observe        | -      | false | the list does not say so
                    Observe,Delete | -      | true  | the list says so
                    """)
    void deletes(String list, String deletionPolicy, boolean expected, String reason) {
        ManagementPolicies policies = ManagementPolicies.of(Arrays.asList(list.split(",", -1)));

        assertThat(policies.deletes(deletionPolicy.equals("-") ? null : deletionPolicy))
                .as(reason)
                .isEqualTo(expected);
    }
}
