package dev.tablewright.server.autoscaling;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.autoscaling.ScalableTarget.Suspension;
import dev.tablewright.server.autoscaling.ScalingException.Kind;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The targets and policies of every account and region, kept in a storage engine. Activities are
 * remembered only as long as this lives, and only the newest.
 *
 * <p>Safe for use by many threads.
 */
public final class AutoScaling {
    /** Most tags of a target. */
    public static final int MAX_TAGS = 50;

    /** Most scheduled actions of a target. */
    static final int MAX_ACTIONS = 200;

    /** Most activities that are remembered. */
    static final int MAX_ACTIVITIES = 1_000;

    private final StorageEngine storage;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** What there is; replaced, never changed. */
    private volatile Image image;

    /** Guarded by this; newest first. */
    private final Deque<ScalingActivity> activities = new ArrayDeque<>();

    private record Image(
            Map<Capacity, ScalableTarget> targets,
            List<ScalingPolicy> policies,
            List<ScheduledAction> actions) {
        Image {
            targets = Map.copyOf(targets);
            policies = List.copyOf(policies);
            actions = List.copyOf(actions);
        }
    }

    private AutoScaling(
            StorageEngine storage, InstantSource clock, RandomGenerator random, Image image) {
        this.storage = storage;
        this.clock = clock;
        this.random = random;
        this.image = image;
    }

    /**
     * Opens what is kept in {@code storage}; nothing at first.
     *
     * @param random makes ids
     */
    public static AutoScaling open(
            StorageEngine storage, InstantSource clock, RandomGenerator random) {
        Map<Capacity, ScalableTarget> targets = new TreeMap<>();
        List<ScalingPolicy> policies = new ArrayList<>();
        List<ScheduledAction> actions = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(Keyspace.AUTO_SCALING, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (ScalingRecords.isTarget(entry.key())) {
                    ScalableTarget target = ScalingRecords.target(entry.stored().value());
                    targets.put(target.capacity(), target);
                } else if (ScalingRecords.isAction(entry.key())) {
                    actions.add(ScalingRecords.action(entry.stored().value()));
                } else {
                    policies.add(ScalingRecords.policy(entry.stored().value()));
                }
            }
        }
        return new AutoScaling(storage, clock, random, new Image(targets, policies, actions));
    }

    // Reading

    /** Returns the targets of an account and region, in order of resource and dimension. */
    public List<ScalableTarget> targets(String account, String region) {
        return image.targets().values().stream()
                .filter(target -> isIn(target.capacity().table(), account, region))
                .sorted((a, b) -> a.capacity().compareTo(b.capacity()))
                .toList();
    }

    /** Returns the policies of an account and region, in order of resource and name. */
    public List<ScalingPolicy> policies(String account, String region) {
        return image.policies().stream()
                .filter(policy -> isIn(policy.capacity().table(), account, region))
                .sorted(
                        (a, b) -> {
                            int order = a.capacity().compareTo(b.capacity());
                            return order == 0 ? a.name().compareTo(b.name()) : order;
                        })
                .toList();
    }

    /** Returns the scheduled actions of an account and region, in order of resource and name. */
    public List<ScheduledAction> actions(String account, String region) {
        return image.actions().stream()
                .filter(action -> isIn(action.capacity().table(), account, region))
                .sorted(
                        Comparator.comparing(ScheduledAction::capacity)
                                .thenComparing(ScheduledAction::name))
                .toList();
    }

    /** Returns the activities of an account and region, newest first. */
    public synchronized List<ScalingActivity> activities(String account, String region) {
        return activities.stream()
                .filter(activity -> isIn(activity.capacity().table(), account, region))
                .toList();
    }

    private static boolean isIn(TableRef table, String account, String region) {
        return table.account().equals(account) && table.region().equals(region);
    }

    /** Finds a target, or null. */
    public @Nullable ScalableTarget find(Capacity capacity) {
        return image.targets().get(capacity);
    }

    /** Finds a target by its ARN, or null. */
    public @Nullable ScalableTarget find(String arn) {
        return image.targets().values().stream()
                .filter(target -> target.arn().equals(arn))
                .findFirst()
                .orElse(null);
    }

    /** Returns all targets. */
    List<ScalableTarget> targets() {
        return List.copyOf(image.targets().values());
    }

    /** Returns the policies of a target. */
    public List<ScalingPolicy> policiesOf(Capacity capacity) {
        return image.policies().stream()
                .filter(policy -> policy.capacity().equals(capacity))
                .toList();
    }

    // Changing

    /**
     * What a target is to be; null leaves it as it is, or as a new one is.
     *
     * @param tags of a new target only
     */
    public record Registration(
            Capacity capacity,
            @Nullable Long min,
            @Nullable Long max,
            @Nullable Suspension suspension,
            Map<String, String> tags) {}

    /**
     * Makes a target, or changes the one there is.
     *
     * @throws dev.tablewright.model.ValidationException if a new one has not both bounds, or they
     *     are not in order
     */
    public synchronized ScalableTarget register(Registration wanted) {
        ScalableTarget target = decided(wanted);
        put(target);
        return target;
    }

    /**
     * Checks that a target can be made or changed so.
     *
     * @throws dev.tablewright.model.ValidationException as {@link #register} does
     */
    public void check(Registration wanted) {
        var _ = decided(wanted);
    }

    private ScalableTarget decided(Registration wanted) {
        ScalableTarget present = find(wanted.capacity());
        Long min = wanted.min();
        Long max = wanted.max();
        if (present != null) {
            min = Objects.requireNonNullElse(min, present.min());
            max = Objects.requireNonNullElse(max, present.max());
        }
        BoundRules.check(min, max);
        Suspension before = present == null ? Suspension.NONE : present.suspension();
        return new ScalableTarget(
                wanted.capacity(),
                present == null ? hex(36) : present.id(),
                Objects.requireNonNull(min),
                Objects.requireNonNull(max),
                Objects.requireNonNullElse(wanted.suspension(), before),
                present == null ? wanted.tags() : present.tags(),
                present == null ? clock.instant() : present.created());
    }

    private void put(ScalableTarget target) {
        Map<Capacity, ScalableTarget> all = new TreeMap<>(image.targets());
        all.put(target.capacity(), target);
        store(
                List.of(
                        new Commit.Write.Put(
                                ScalingRecords.keyOfTarget(target.capacity()),
                                ScalingRecords.encode(target))),
                new Image(all, image.policies(), image.actions()));
    }

    /**
     * Removes a target, its policies and scheduled actions; the capacity stays as it is.
     *
     * @throws ScalingException if there is none
     */
    public synchronized void deregister(Capacity capacity) {
        requireTarget(capacity);
        remove(capacity);
    }

    /** Removes a target, if it is there, and what it has. */
    synchronized void remove(Capacity capacity) {
        Map<Capacity, ScalableTarget> left = new TreeMap<>(image.targets());
        left.remove(capacity);
        List<Commit.Write> writes = new ArrayList<>();
        writes.add(new Commit.Write.Delete(ScalingRecords.keyOfTarget(capacity)));
        List<ScalingPolicy> policies = new ArrayList<>(image.policies());
        for (ScalingPolicy policy : policiesOf(capacity)) {
            policies.remove(policy);
            writes.add(
                    new Commit.Write.Delete(ScalingRecords.keyOfPolicy(capacity, policy.name())));
        }
        List<ScheduledAction> actions = new ArrayList<>(image.actions());
        for (ScheduledAction action : actionsOf(capacity)) {
            actions.remove(action);
            writes.add(
                    new Commit.Write.Delete(ScalingRecords.keyOfAction(capacity, action.name())));
        }
        store(writes, new Image(left, policies, actions));
    }

    /** Returns the target, or complains as AWS does. */
    private ScalableTarget requireTarget(Capacity capacity) {
        ScalableTarget target = find(capacity);
        if (target == null) {
            throw new ScalingException(
                    Kind.OBJECT_NOT_FOUND,
                    "No scalable target found for service namespace: dynamodb, resource ID: "
                            + capacity.resourceId()
                            + ", scalable dimension: "
                            + capacity.dimension());
        }
        return target;
    }

    /**
     * Makes a policy of a target, in place of the one of the same name.
     *
     * @param wanted its id and time are not used
     * @throws ScalingException if there is no such target
     * @throws dev.tablewright.model.ValidationException if another policy follows the same metric
     */
    public synchronized ScalingPolicy put(ScalingPolicy wanted) {
        var _ = requireTarget(wanted.capacity());
        ScalingPolicy present = null;
        for (ScalingPolicy policy : policiesOf(wanted.capacity())) {
            if (policy.name().equals(wanted.name())) {
                present = policy;
            } else {
                throw BoundRules.secondPolicy(wanted);
            }
        }
        var policy =
                new ScalingPolicy(
                        wanted.capacity(),
                        wanted.name(),
                        present == null ? uuid() : present.id(),
                        wanted.utilization(),
                        wanted.scaleInDisabled(),
                        wanted.outCooldown(),
                        wanted.inCooldown(),
                        present == null ? clock.instant() : present.created());
        List<ScalingPolicy> all = new ArrayList<>(image.policies());
        all.remove(present);
        all.add(policy);
        store(
                List.of(
                        new Commit.Write.Put(
                                ScalingRecords.keyOfPolicy(policy.capacity(), policy.name()),
                                ScalingRecords.encode(policy))),
                new Image(image.targets(), all, image.actions()));
        return policy;
    }

    /**
     * Removes a policy; the capacity stays as it is.
     *
     * @throws ScalingException if there is none
     */
    public synchronized void deletePolicy(Capacity capacity, String name) {
        List<ScalingPolicy> left = new ArrayList<>(image.policies());
        boolean found =
                left.removeIf(
                        policy -> policy.capacity().equals(capacity) && policy.name().equals(name));
        if (!found) {
            throw new ScalingException(
                    Kind.OBJECT_NOT_FOUND,
                    "No scaling policy found for service namespace: dynamodb, resource ID: "
                            + capacity.resourceId()
                            + ", scalable dimension: "
                            + capacity.dimension()
                            + ", policy name: "
                            + name);
        }
        store(
                List.of(new Commit.Write.Delete(ScalingRecords.keyOfPolicy(capacity, name))),
                new Image(image.targets(), left, image.actions()));
    }

    /** Returns the scheduled actions of a target. */
    private List<ScheduledAction> actionsOf(Capacity capacity) {
        return image.actions().stream()
                .filter(action -> action.capacity().equals(capacity))
                .toList();
    }

    /** Returns all scheduled actions. */
    List<ScheduledAction> actions() {
        return image.actions();
    }

    /**
     * Makes a scheduled action of a target, or changes the one of the same name. Null in {@code
     * wanted} leaves what it has, but for its time zone, start and end.
     *
     * @throws ScalingException if there is no such target, or it has too many
     * @throws dev.tablewright.model.ValidationException if something is missing or does not fit
     */
    public synchronized ScheduledAction put(ActionRequest wanted) {
        var _ = requireTarget(wanted.capacity());
        List<ScheduledAction> all = new ArrayList<>(image.actions());
        ScheduledAction present = null;
        for (ScheduledAction action : actionsOf(wanted.capacity())) {
            if (action.name().equals(wanted.name())) {
                present = action;
            }
        }
        if (present == null && actionsOf(wanted.capacity()).size() >= MAX_ACTIONS) {
            throw new ScalingException(
                    Kind.LIMIT_EXCEEDED,
                    "A scalable target can have at most " + MAX_ACTIONS + " scheduled actions");
        }
        ScheduledAction action = wanted.over(present, uuid(), clock.instant());
        all.remove(present);
        all.add(action);
        store(action, all);
        return action;
    }

    /** Remembers that an action ran. */
    synchronized void ran(ScheduledAction action, Instant now) {
        List<ScheduledAction> all = new ArrayList<>(image.actions());
        if (all.remove(action)) {
            ScheduledAction after = action.ranAt(now);
            all.add(after);
            store(after, all);
        }
    }

    private void store(ScheduledAction action, List<ScheduledAction> all) {
        store(
                List.of(
                        new Commit.Write.Put(
                                ScalingRecords.keyOfAction(action.capacity(), action.name()),
                                ScalingRecords.encode(action))),
                new Image(image.targets(), image.policies(), all));
    }

    /**
     * Removes a scheduled action; bounds that it has set stay.
     *
     * @throws ScalingException if there is none
     */
    public synchronized void deleteAction(Capacity capacity, String name) {
        List<ScheduledAction> left = new ArrayList<>(image.actions());
        boolean found =
                left.removeIf(
                        action -> action.capacity().equals(capacity) && action.name().equals(name));
        if (!found) {
            throw new ScalingException(
                    Kind.OBJECT_NOT_FOUND,
                    "No scheduled action found for service namespace: dynamodb, resource ID: "
                            + capacity.resourceId()
                            + ", scalable dimension: "
                            + capacity.dimension()
                            + ", scheduled action name: "
                            + name);
        }
        store(
                List.of(new Commit.Write.Delete(ScalingRecords.keyOfAction(capacity, name))),
                new Image(image.targets(), image.policies(), left));
    }

    /**
     * Sets tags of a target; those of other keys stay.
     *
     * @throws ScalingException if there is no such target, or it would have too many
     */
    public synchronized void tag(String arn, Map<String, String> tags) {
        ScalableTarget target = require(arn);
        Map<String, String> all = new TreeMap<>(target.tags());
        all.putAll(tags);
        if (all.size() > MAX_TAGS) {
            throw new ScalingException(
                    Kind.TOO_MANY_TAGS,
                    "The number of tags is more than the limit of " + MAX_TAGS + " tags");
        }
        put(target.withTags(all));
    }

    /**
     * Removes tags of a target; keys that it does not have do no harm.
     *
     * @throws ScalingException if there is no such target
     */
    public synchronized void untag(String arn, List<String> keys) {
        ScalableTarget target = require(arn);
        Map<String, String> left = new TreeMap<>(target.tags());
        keys.forEach(left::remove);
        put(target.withTags(left));
    }

    /**
     * Returns a target by its ARN.
     *
     * @throws ScalingException if there is none
     */
    public ScalableTarget require(String arn) {
        ScalableTarget target = find(arn);
        if (target == null) {
            throw new ScalingException(
                    Kind.RESOURCE_NOT_FOUND, "The scalable target doesn't exist: " + arn);
        }
        return target;
    }

    /** Remembers an activity. */
    synchronized void note(
            Capacity capacity,
            String cause,
            String description,
            Instant time,
            boolean successful,
            String message) {
        activities.addFirst(
                new ScalingActivity(
                        uuid(), capacity, cause, description, time, successful, message));
        while (activities.size() > MAX_ACTIVITIES) {
            activities.removeLast();
        }
    }

    private void store(List<Commit.Write> writes, Image after) {
        if (storage.commit(new Commit(List.of(), writes)) instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("writes without checks met a conflict");
        }
        image = after;
    }

    private String hex(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }

    private String uuid() {
        String hex = hex(32);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }
}
