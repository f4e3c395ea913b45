package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.environment.LiveEnvironment;
import dev.tablewright.controlplane.environment.LiveEnvironments;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.core.exception.SdkException;

import java.util.Map;

/** The options that say where environments are looked for, and what all verbs do there. */
final class EnvironmentTarget {
    @Mixin private TargetOptions targetOptions = new TargetOptions();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "eu-west-1",
            description = "Region of the tables (default: ${DEFAULT-VALUE}).")
    private String region = "eu-west-1";

    String region() {
        return region;
    }

    Target open(String inRegion) {
        Target target = targetOptions.target(inRegion);
        Rollout.requireCredentials(target);
        return target;
    }

    Map<String, LiveEnvironment> environments(Target target) {
        try {
            return LiveEnvironments.read(target, region);
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }

    /**
     * Returns the environment of that name.
     *
     * @throws CliException if there is none
     */
    LiveEnvironment environment(Target target, String name) {
        Map<String, LiveEnvironment> all = environments(target);
        LiveEnvironment found = all.get(name);
        if (found == null) {
            throw new CliException(
                    "there is no environment \""
                            + name
                            + "\" in "
                            + region
                            + (all.isEmpty()
                                    ? ""
                                    : "; there are " + String.join(", ", all.keySet())));
        }
        return found;
    }

    /**
     * Checks that nobody else has an environment of that name.
     *
     * @throws CliException if somebody has; says who
     */
    void requireFree(Target target, String name, Release release) {
        try {
            LiveEnvironments.named(target, region, name)
                    .ifPresent(there -> there.owners().forEach(it -> check(name, it, release)));
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }

    private static void check(String name, Owner owner, Release release) {
        if (owner instanceof Owner.OwnedBy(var other) && !other.equals(release)) {
            throw belongsTo(name, other);
        }
    }

    /** Says that an environment is not the command line's. */
    static CliException belongsTo(String name, Release owner) {
        return new CliException(
                "the environment "
                        + name
                        + " belongs to "
                        + owner
                        + (owner.isObjects()
                                ? "; change it or delete it there"
                                : "; choose another name"));
    }

    /**
     * Applies what was planned.
     *
     * @return whether it was done
     */
    static boolean apply(Rollout rollout, Plan plan, boolean yes, Console console)
            throws InterruptedException {
        console.print(PlanText.of(plan, console));
        if (!plan.refusals().isEmpty()) {
            return false;
        }
        if (!plan.deletions().isEmpty()
                && !yes
                && !console.confirms("Go on, and DELETE tables with all items?", "say --yes")) {
            console.say("Nothing was done.");
            return false;
        }
        rollout.apply(plan, console);
        return true;
    }
}
