package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.model.BillingMode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How a plan changes what declared capacity costs in a month, over all tables of the release. Known
 * without asking anybody; storage and requests are another matter.
 *
 * @param before exactly
 * @param after exactly
 * @param byRequest tables that are paid by request from now on, so that their traffic decides
 * @param unpriced regions whose capacity is in neither sum, for want of a price
 */
public record CapacityChange(
        BigDecimal before,
        BigDecimal after,
        List<String> byRequest,
        Set<String> unpriced,
        PriceList prices) {
    /** Copies the collections. */
    public CapacityChange {
        byRequest = List.copyOf(byRequest);
        unpriced = Set.copyOf(unpriced);
    }

    /** Works it out; null when the plan changes nothing about it. */
    public static @Nullable CapacityChange of(
            DesiredState desired, ObservedState observed, Plan plan, PriceList prices) {
        if (!plan.hasChanges()) {
            return null;
        }
        List<TableUse> before = new ArrayList<>();
        List<TableUse> after = new ArrayList<>();
        List<String> byRequest = new ArrayList<>();
        for (DesiredTable table : desired.tables()) {
            ObservedTable there = observed.tables().get(table.address());
            if (there != null) {
                before.add(use(table.address(), there.spec(), there));
            }
            if (table.managementPolicies() == ManagementPolicies.CONTROL) {
                after.add(use(table.address(), table.spec(), there));
                if (table.spec().billingMode() == BillingMode.PAY_PER_REQUEST
                        && (there == null
                                || there.spec().billingMode() == BillingMode.PROVISIONED)) {
                    byRequest.add(table.address().name());
                }
            } else if (there != null) {
                after.add(use(table.address(), there.spec(), there));
            }
        }
        for (Step.DeleteTable gone : plan.deletions()) {
            ObservedTable there = observed.tables().get(gone.table());
            if (there != null) {
                before.add(use(gone.table(), there.spec(), there));
            }
        }
        return between(before, after, byRequest, prices);
    }

    private static @Nullable CapacityChange between(
            List<TableUse> before, List<TableUse> after, List<String> byRequest, PriceList prices) {
        BigDecimal from = capacity(before, prices);
        BigDecimal to = capacity(after, prices);
        Set<String> unpriced = new LinkedHashSet<>();
        if (!declared(before).equals(declared(after))) {
            unpriced(before, prices, unpriced);
            unpriced(after, prices, unpriced);
        }
        if (from.compareTo(to) == 0 && unpriced.isEmpty()) {
            return null;
        }
        return new CapacityChange(from, to, byRequest, unpriced, prices);
    }

    /** What is declared, without what the price depends on otherwise. */
    private static Set<Object> declared(List<TableUse> uses) {
        Set<Object> declared = new LinkedHashSet<>();
        for (TableUse use : uses) {
            if (use.billing() == BillingMode.PROVISIONED) {
                declared.add(use);
            }
        }
        return declared;
    }

    private static void unpriced(List<TableUse> uses, PriceList prices, Set<String> regions) {
        for (TableUse use : uses) {
            if (use.billing() == BillingMode.PROVISIONED
                    && !prices.regions().containsKey(use.region())) {
                regions.add(use.region());
            }
        }
    }

    private static BigDecimal capacity(List<TableUse> uses, PriceList prices) {
        return Estimate.of(uses, Traffic.UNKNOWN, prices).lines().stream()
                .filter(
                        line ->
                                line.rate() == Rate.PROVISIONED_READ
                                        || line.rate() == Rate.PROVISIONED_WRITE)
                .map(Estimate.Line::amount)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static TableUse use(
            TableAddress address, TableSpec spec, @Nullable ObservedTable there) {
        return DeclaredUse.of(
                address.name(),
                address,
                spec,
                there == null ? Measured.UNKNOWN : Measured.with(there.spec().settings()));
    }
}
