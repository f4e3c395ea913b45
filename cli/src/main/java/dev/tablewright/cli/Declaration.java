package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ApplicationsObserver;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.ApplicationsPlan;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ApplicationsValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;

import java.util.List;
import java.util.Optional;

/** What the files of one command ask of a target: tables, applications, or both. */
final class Declaration {
    private static final Plan NOTHING = new Plan(List.of(), List.of());

    private final @Nullable Rollout tables;
    private final @Nullable ObservedState found;
    private final @Nullable ApplicationsPlan applications;

    private Declaration(@Nullable Rollout tables, @Nullable ApplicationsPlan applications) {
        this.tables = tables;
        this.applications = applications;
        ObservedState observed = tables == null ? null : tables.observe();
        this.found =
                observed == null || applications == null
                        ? observed
                        : applications.announced(observed);
    }

    /**
     * Works out what the files ask, and looks at what is there.
     *
     * @throws CliException if the target cannot be reached, or does not know the credentials
     */
    static Declaration of(Target target, ValuesOptions options) throws ValuesException {
        Optional<Values> values = options.tables();
        Optional<ApplicationsValues> applications = options.applications();
        return new Declaration(
                values.isEmpty() ? null : Rollout.of(target, values.get(), options.release()),
                applications.isEmpty()
                        ? null
                        : plan(target, applications.get(), options.applicationsRelease()));
    }

    /**
     * Plans the roles of applications.
     *
     * @throws CliException if the target cannot be reached, or does not know the credentials
     */
    static ApplicationsPlan plan(Target target, ApplicationsValues values, Release release)
            throws ValuesException {
        Rollout.requireCredentials(target);
        try {
            DesiredApplications desired = DesiredApplications.of(values, release, target.account());
            return ApplicationsPlan.of(desired, ApplicationsObserver.observe(target, desired));
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }

    /** Returns the tables' part; empty when only applications were named. */
    Optional<Rollout> tables() {
        return Optional.ofNullable(tables);
    }

    /** Returns what the tables' part finds, roles that will be made included. */
    Optional<ObservedState> found() {
        return Optional.ofNullable(found);
    }

    Plan plan() {
        Plan ofTables = tables == null || found == null ? NOTHING : tables.plan(found);
        return applications == null ? ofTables : applications.around(ofTables);
    }

    Drift drift() {
        Drift ofTables =
                tables == null || found == null
                        ? new Drift(List.of(), List.of())
                        : Drift.of(tables.desired(), found);
        return applications == null ? ofTables : applications.drift().and(ofTables);
    }
}
