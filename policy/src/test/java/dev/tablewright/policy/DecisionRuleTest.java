package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.DecisionRule.Standing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Laws that hold for every combination there is: 3 or 4 states of each of the layers, every way to
 * be named by a resource policy, every standing of the caller.
 */
class DecisionRuleTest {
    private static final LayerVerdict SILENT = LayerVerdict.Silent.INSTANCE;
    private static final LayerVerdict DENIES = new LayerVerdict.Denies(List.of());

    private static LayerVerdict allows(Grant grant) {
        return new LayerVerdict.Allows(grant, List.of());
    }

    private static boolean isAllows(@Nullable LayerVerdict verdict) {
        return verdict instanceof LayerVerdict.Allows;
    }

    private static void everyCombination(BiConsumer<Map<PolicyLayer, LayerVerdict>, Standing> law) {
        List<@Nullable LayerVerdict> limits = new ArrayList<>();
        limits.add(null);
        limits.addAll(List.of(SILENT, DENIES, allows(Grant.FULL)));
        List<@Nullable LayerVerdict> resources = new ArrayList<>(limits);
        resources.add(allows(Grant.TO_ROLE));
        resources.add(allows(Grant.DELEGATED));
        for (Standing standing : Standing.values()) {
            for (LayerVerdict identity : List.of(SILENT, DENIES, allows(Grant.FULL))) {
                for (LayerVerdict boundary : limits) {
                    for (LayerVerdict session : limits) {
                        for (LayerVerdict resource : resources) {
                            Map<PolicyLayer, LayerVerdict> verdicts =
                                    new EnumMap<>(PolicyLayer.class);
                            put(verdicts, PolicyLayer.IDENTITY, identity);
                            put(verdicts, PolicyLayer.PERMISSIONS_BOUNDARY, boundary);
                            put(verdicts, PolicyLayer.SESSION, session);
                            put(verdicts, PolicyLayer.RESOURCE, resource);
                            put(verdicts, PolicyLayer.TRUST, resource);
                            law.accept(verdicts, standing);
                        }
                    }
                }
            }
        }
    }

    private static void put(
            Map<PolicyLayer, LayerVerdict> verdicts,
            PolicyLayer layer,
            @Nullable LayerVerdict verdict) {
        if (verdict != null) {
            verdicts.put(layer, verdict);
        }
    }

    private static boolean anyDeny(Map<PolicyLayer, LayerVerdict> verdicts) {
        return verdicts.values().stream().anyMatch(LayerVerdict.Denies.class::isInstance);
    }

    @Test
    void anyDenyDeniesAndTheFirstLayerIsNamed() {
        everyCombination(
                (verdicts, standing) -> {
                    Decision decision = DecisionRule.decide(verdicts, standing);
                    assertThat(decision instanceof Decision.ExplicitlyDenied)
                            .as("%s %s", verdicts, standing)
                            .isEqualTo(anyDeny(verdicts));
                    if (decision instanceof Decision.ExplicitlyDenied(var layer, _)) {
                        for (PolicyLayer earlier : PolicyLayer.values()) {
                            if (earlier.compareTo(layer) < 0) {
                                assertThat(verdicts.get(earlier) instanceof LayerVerdict.Denies)
                                        .isFalse();
                            }
                        }
                    }
                });
    }

    @Test
    void rootUserNeedsNoPolicyInItsAccount() {
        everyCombination(
                (verdicts, standing) -> {
                    if (standing == Standing.ROOT && !anyDeny(verdicts)) {
                        assertThat(DecisionRule.decide(verdicts, standing).isAllowed())
                                .as("%s", verdicts)
                                .isTrue();
                    }
                });
    }

    @Test
    void namingTheCallerIsEnoughInOneAccount() {
        everyCombination(
                (verdicts, standing) -> {
                    if (standing == Standing.SAME_ACCOUNT
                            && !anyDeny(verdicts)
                            && allows(Grant.FULL).equals(verdicts.get(PolicyLayer.RESOURCE))) {
                        assertThat(DecisionRule.decide(verdicts, standing).isAllowed())
                                .as("%s", verdicts)
                                .isTrue();
                    }
                });
    }

    @Test
    void withoutBeingNamedEveryLimitMustAllow() {
        everyCombination(
                (verdicts, standing) -> {
                    boolean full = allows(Grant.FULL).equals(verdicts.get(PolicyLayer.RESOURCE));
                    boolean free = standing == Standing.ROOT;
                    if (free || (full && standing == Standing.SAME_ACCOUNT)) {
                        return;
                    }
                    for (PolicyLayer limit :
                            List.of(PolicyLayer.PERMISSIONS_BOUNDARY, PolicyLayer.SESSION)) {
                        if (verdicts.containsKey(limit) && !isAllows(verdicts.get(limit))) {
                            assertThat(DecisionRule.decide(verdicts, standing).isAllowed())
                                    .as("%s %s", verdicts, standing)
                                    .isFalse();
                        }
                    }
                });
    }

    @Test
    void namingTheAccountAddsNothingInOneAccount() {
        everyCombination(
                (verdicts, standing) -> {
                    if (standing == Standing.SAME_ACCOUNT
                            && allows(Grant.DELEGATED).equals(verdicts.get(PolicyLayer.RESOURCE))) {
                        Decision named = DecisionRule.decide(verdicts, standing);
                        Map<PolicyLayer, LayerVerdict> without = new EnumMap<>(verdicts);
                        without.remove(PolicyLayer.RESOURCE);
                        without.remove(PolicyLayer.TRUST);
                        assertThat(named)
                                .as("%s", verdicts)
                                .isEqualTo(DecisionRule.decide(without, standing));
                    }
                });
    }

    @Test
    void acrossAccountsBothSidesMustAllow() {
        everyCombination(
                (verdicts, standing) -> {
                    if (standing == Standing.OTHER_ACCOUNT
                            && DecisionRule.decide(verdicts, standing).isAllowed()) {
                        assertThat(isAllows(verdicts.get(PolicyLayer.IDENTITY))).isTrue();
                        assertThat(isAllows(verdicts.get(PolicyLayer.RESOURCE))).isTrue();
                    }
                    if (standing == Standing.ROOT_OF_OTHER_ACCOUNT
                            && DecisionRule.decide(verdicts, standing).isAllowed()) {
                        assertThat(isAllows(verdicts.get(PolicyLayer.RESOURCE))).isTrue();
                    }
                });
    }

    @Test
    void acrossAccountsTheFormOfTheNameDoesNotMatter() {
        everyCombination(
                (verdicts, standing) -> {
                    if (standing == Standing.OTHER_ACCOUNT
                            && isAllows(verdicts.get(PolicyLayer.RESOURCE))) {
                        Map<PolicyLayer, LayerVerdict> full = new EnumMap<>(verdicts);
                        full.put(PolicyLayer.RESOURCE, allows(Grant.FULL));
                        assertThat(DecisionRule.decide(verdicts, standing))
                                .isEqualTo(DecisionRule.decide(full, standing));
                    }
                });
    }

    /** Or somebody could widen access by adding a limit. */
    @Test
    void limitsNeverGrant() {
        everyCombination(
                (verdicts, standing) -> {
                    if (DecisionRule.decide(verdicts, standing).isAllowed()) {
                        Map<PolicyLayer, LayerVerdict> unlimited = new EnumMap<>(verdicts);
                        unlimited.remove(PolicyLayer.PERMISSIONS_BOUNDARY);
                        unlimited.remove(PolicyLayer.SESSION);
                        assertThat(DecisionRule.decide(unlimited, standing).isAllowed())
                                .as("%s %s", verdicts, standing)
                                .isTrue();
                    }
                });
    }

    @Test
    void trustPolicyItselfMustAllow() {
        everyCombination(
                (verdicts, standing) -> {
                    Decision decision = DecisionRule.decideTrust(verdicts, standing);
                    if (decision.isAllowed()) {
                        assertThat(isAllows(verdicts.get(PolicyLayer.TRUST)))
                                .as("%s %s", verdicts, standing)
                                .isTrue();
                    } else if (!anyDeny(verdicts) && !isAllows(verdicts.get(PolicyLayer.TRUST))) {
                        assertThat(decision)
                                .isEqualTo(new Decision.ImplicitlyDenied(PolicyLayer.TRUST));
                    }
                });
    }

    @Test
    void trustPolicyThatNamesTheAccountNeedsIdentityPolicies() {
        everyCombination(
                (verdicts, standing) -> {
                    if (standing == Standing.SAME_ACCOUNT
                            && allows(Grant.DELEGATED).equals(verdicts.get(PolicyLayer.TRUST))
                            && DecisionRule.decideTrust(verdicts, standing).isAllowed()) {
                        assertThat(isAllows(verdicts.get(PolicyLayer.IDENTITY)))
                                .as("%s", verdicts)
                                .isTrue();
                    }
                });
    }
}
