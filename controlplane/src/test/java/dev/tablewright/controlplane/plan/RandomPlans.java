package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Step.Attach;
import dev.tablewright.controlplane.plan.Step.Await;
import dev.tablewright.controlplane.plan.Step.CreatePolicy;
import dev.tablewright.controlplane.plan.Step.DeleteIndex;
import dev.tablewright.controlplane.plan.Step.DeletePolicy;
import dev.tablewright.controlplane.plan.Step.DeleteQuota;
import dev.tablewright.controlplane.plan.Step.DeleteRole;
import dev.tablewright.controlplane.plan.Step.DeleteTable;
import dev.tablewright.controlplane.plan.Step.Detach;
import dev.tablewright.controlplane.plan.Step.Join;
import dev.tablewright.controlplane.plan.Step.Note;
import dev.tablewright.controlplane.plan.Step.ReplacePolicy;
import dev.tablewright.controlplane.values.QuotaValues;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Plans of any steps in any order, also such as no planner writes: a plan may come from a file that
 * somebody has edited.
 */
public final class RandomPlans {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");

    private static final QuotaValues ONE_TABLE = new QuotaValues(1L, null, null, null, null);

    private final RandomGenerator random;

    /** Makes a generator: the same chance, the same plans. */
    public RandomPlans(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a plan of so many steps. */
    public Plan next(int size) {
        List<Step> steps = new ArrayList<>();
        while (steps.size() < size) {
            steps.add(step(steps.size()));
        }
        return new Plan(steps, List.of());
    }

    private Step step(int position) {
        return switch (random.nextInt(13)) {
            case 0, 1 -> new DeleteIndex(table(), "index" + position);
            case 2 -> new Await(table());
            case 3 ->
                    new Step.Wait(
                            new DeleteIndex(table(), "index" + position), Instant.MAX, "not yet");
            case 4 -> new DeleteTable(table());
            case 5 -> new CreatePolicy(policy(), "/", document(), Map.of());
            case 6 ->
                    new ReplacePolicy(
                            policy(), "arn", "v1", document(), null, List.of(role(), role()));
            case 7 -> new DeletePolicy(policy(), "arn", List.of());
            case 8 -> new Attach(role(), policy(), null);
            case 9 -> new Detach(role(), policy(), "arn");
            case 10 -> new DeleteRole(role().name(), RELEASE);
            case 11 -> new Join(Principal.user(role().name()), "g" + random.nextInt(2), null);
            default ->
                    random.nextBoolean()
                            ? new Note("table", "something to know")
                            : new DeleteQuota("e", new DesiredQuota(List.of("e-"), ONE_TABLE));
        };
    }

    private TableAddress table() {
        return new TableAddress("eu-west-1", "t" + random.nextInt(6));
    }

    private Principal role() {
        return Principal.role("r" + random.nextInt(5));
    }

    private String policy() {
        return "p" + random.nextInt(7);
    }

    /** Names one table, or several by a wildcard. */
    private String document() {
        String name = random.nextInt(3) == 0 ? "t*" : table().name();
        return policy("arn:aws:dynamodb:eu-west-1:123456789012:table/" + name);
    }

    /** Returns a policy that allows to read {@code resource}. */
    public static String policy(String resource) {
        return """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"%s"}]}
        """
                .formatted(resource);
    }
}
