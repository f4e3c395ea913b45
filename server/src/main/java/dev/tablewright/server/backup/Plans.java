package dev.tablewright.server.backup;

import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plans of every account and region, their selections, and when their rules run next. */
public final class Plans {
    /** Most plans of an account in a region. */
    static final int MAX_PLANS = 300;

    /** Most selections of a plan. */
    static final int MAX_SELECTIONS = 100;

    private final Shelf<BackupPlan> plans;
    private final Shelf<Selection> selections;
    private final Shelf<RuleRun> runs;
    private final Vaults vaults;
    private final Ids ids;
    private final InstantSource clock;
    private final Object lock;

    private Plans(StorageEngine storage, Vaults vaults, Ids ids, InstantSource clock, Object lock) {
        this.plans =
                Shelf.open(
                        storage,
                        "plan",
                        BackupPlan.class,
                        plan -> new Shelf.Label(plan.place(), plan.id()));
        this.selections =
                Shelf.open(
                        storage,
                        "selection",
                        Selection.class,
                        one -> new Shelf.Label(one.place(), one.planId() + "/" + one.id()));
        this.runs =
                Shelf.open(
                        storage,
                        "run",
                        RuleRun.class,
                        run -> new Shelf.Label(run.place(), run.planId() + "/" + run.ruleId()));
        this.vaults = vaults;
        this.ids = ids;
        this.clock = clock;
        this.lock = lock;
    }

    static Plans open(
            StorageEngine storage, Vaults vaults, Ids ids, InstantSource clock, Object lock) {
        return new Plans(storage, vaults, ids, clock, lock);
    }

    // Plans

    /** Returns the plans of a place, deleted ones included, oldest first. */
    public List<BackupPlan> list(Place place) {
        return plans.in(place).stream()
                .sorted(
                        Comparator.comparing((BackupPlan plan) -> plan.versions().get(0).created())
                                .thenComparing(BackupPlan::id))
                .toList();
    }

    /** Finds a plan, deleted or not, or null. */
    public @Nullable BackupPlan find(Place place, String id) {
        return plans.find(place, id);
    }

    /** Finds a plan in force by its ARN, or null. */
    @Nullable BackupPlan byArn(Place place, String arn) {
        String prefix = place.arn("backup-plan", "");
        BackupPlan plan =
                arn.startsWith(prefix) ? find(place, arn.substring(prefix.length())) : null;
        return plan == null || plan.deleted() != null ? null : plan;
    }

    /**
     * Returns a plan, deleted or not.
     *
     * @throws BackupException if there is none
     */
    public BackupPlan require(Place place, String id) {
        BackupPlan plan = find(place, id);
        if (plan == null) {
            throw BackupException.notFound("Failed reading Backup plan with provided version");
        }
        return plan;
    }

    /**
     * Returns a plan that is in force.
     *
     * @throws BackupException if there is none
     */
    public BackupPlan requireInForce(Place place, String id) {
        BackupPlan plan = find(place, id);
        if (plan == null || plan.deleted() != null) {
            throw BackupException.notFound("Cannot find Backup plan with ID " + id);
        }
        return plan;
    }

    /**
     * Makes a plan.
     *
     * @param requestId a plan that was made under the same one is returned as it is
     * @param wanted its ids and time are not used
     * @throws BackupException if a rule makes no sense, or one that says the same is in force
     */
    public BackupPlan create(
            Place place,
            @Nullable String requestId,
            BackupPlan.Version wanted,
            Map<String, String> tags) {
        synchronized (lock) {
            List<BackupPlan> present = inForce(place);
            for (BackupPlan plan : present) {
                if (requestId != null && requestId.equals(plan.requestId())) {
                    return plan;
                }
                if (plan.current().says(wanted)) {
                    throw BackupException.exists(
                            "Backup plan with the same plan document already exists", plan.arn());
                }
            }
            if (present.size() >= MAX_PLANS) {
                throw BackupException.tooMany(
                        "There can be at most " + MAX_PLANS + " backup plans");
            }
            requireSensible(place, wanted);
            TagRules.check(tags);
            BackupPlan.Version version = identified(wanted, List.of());
            var plan =
                    new BackupPlan(
                            place, ids.uuid(), requestId, tags, List.of(version), null, null);
            plans.put(plan);
            schedule(plan, List.of());
            return plan;
        }
    }

    /**
     * Lets a plan say something else from now on.
     *
     * @throws BackupException if there is no such plan, or a rule makes no sense
     */
    public BackupPlan update(Place place, String id, BackupPlan.Version wanted) {
        synchronized (lock) {
            BackupPlan plan = requireInForce(place, id);
            requireSensible(place, wanted);
            List<BackupPlan.Rule> before = plan.current().rules();
            BackupPlan changed = plan.withVersion(identified(wanted, before));
            plans.put(changed);
            schedule(changed, before);
            return changed;
        }
    }

    private List<BackupPlan> inForce(Place place) {
        return plans.in(place).stream().filter(plan -> plan.deleted() == null).toList();
    }

    private void requireSensible(Place place, BackupPlan.Version wanted) {
        Set<String> names = new HashSet<>();
        for (BackupPlan.Rule rule : wanted.rules()) {
            try {
                if (!names.add(rule.name())) {
                    throw BackupException.invalid("Duplicate rule name " + rule.name());
                }
                requireSensible(place, rule);
            } catch (BackupException wrong) {
                throw BackupException.invalid("Error in some rules due to : " + wrong.getMessage());
            }
        }
    }

    private void requireSensible(Place place, BackupPlan.Rule rule) {
        rule.lifecycle().check();
        Windows.check(rule.startMinutes(), rule.completionMinutes());
        TagRules.check(rule.recoveryPointTags());
        rule.requireFarEnoughApart(clock.instant());
        Vault vault = vaults.require(place, rule.vault());
        Vault.Lock held = vault.lock();
        String complaint = held == null ? null : held.complaint(rule.lifecycle());
        if (complaint != null) {
            throw BackupException.invalid(complaint);
        }
    }

    /** Gives ids: a rule of a name that there was keeps its own. */
    private BackupPlan.Version identified(BackupPlan.Version wanted, List<BackupPlan.Rule> before) {
        List<BackupPlan.Rule> rules = new ArrayList<>();
        for (BackupPlan.Rule rule : wanted.rules()) {
            BackupPlan.Rule same = named(before, rule.name());
            rules.add(rule.withId(same == null ? ids.uuid() : same.id()));
        }
        return new BackupPlan.Version(
                ids.version(), clock.instant(), wanted.name(), rules, wanted.options());
    }

    private static BackupPlan.@Nullable Rule named(List<BackupPlan.Rule> rules, String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst().orElse(null);
    }

    /** Works out when rules run next: those that run at other times than before, from now on. */
    private void schedule(BackupPlan plan, List<BackupPlan.Rule> before) {
        Instant now = clock.instant();
        Set<String> kept = new HashSet<>();
        for (BackupPlan.Rule rule : plan.current().rules()) {
            kept.add(rule.id());
            BackupPlan.Rule same = named(before, rule.name());
            if (same == null
                    || !same.schedule().equals(rule.schedule())
                    || !same.zone().equals(rule.zone())) {
                Instant due = rule.when().next(now, now);
                runs.put(new RuleRun(plan.place(), plan.id(), rule.id(), now, due));
            }
        }
        for (BackupPlan.Rule rule : before) {
            RuleRun run = runOf(plan, rule);
            if (run != null && !kept.contains(rule.id())) {
                runs.remove(run);
            }
        }
    }

    /**
     * Puts a plan out of force; it can still be looked at.
     *
     * @throws BackupException if there is no such plan, or it has selections
     */
    public BackupPlan delete(Place place, String id) {
        synchronized (lock) {
            BackupPlan plan = requireInForce(place, id);
            if (!selectionsOf(place, id).isEmpty()) {
                throw BackupException.refused(
                        "Related backup plan selections must be deleted prior to backup plan"
                                + " deletion");
            }
            BackupPlan deleted = plan.deletedAt(clock.instant());
            plans.put(deleted);
            for (BackupPlan.Rule rule : plan.current().rules()) {
                RuleRun run = runOf(plan, rule);
                if (run != null) {
                    runs.remove(run);
                }
            }
            return deleted;
        }
    }

    void replace(BackupPlan plan) {
        plans.put(plan);
    }

    // Runs

    @Nullable RuleRun runOf(BackupPlan plan, BackupPlan.Rule rule) {
        return runs.find(plan.place(), plan.id() + "/" + rule.id());
    }

    /** Returns the runs of all rules in force. */
    Collection<RuleRun> runs() {
        return runs.all();
    }

    void replace(RuleRun run) {
        runs.put(run);
    }

    /** When a rule is to run. */
    public record ComingRun(String ruleId, Instant time) {}

    /** Returns the next runs of a plan in force, in order. */
    public List<ComingRun> comingRuns(BackupPlan plan, int most) {
        List<ComingRun> coming = new ArrayList<>();
        for (BackupPlan.Rule rule : plan.current().rules()) {
            RuleRun run = runOf(plan, rule);
            Instant time = run == null ? null : run.due();
            for (int i = 0; i < most && run != null && time != null; i++) {
                coming.add(new ComingRun(rule.id(), time));
                time = rule.when().next(run.started(), time);
            }
        }
        return coming.stream().sorted(Comparator.comparing(ComingRun::time)).limit(most).toList();
    }

    // Selections

    /** Returns the selections of a plan, oldest first. */
    public List<Selection> selectionsOf(Place place, String planId) {
        return selections.in(place).stream()
                .filter(selection -> selection.planId().equals(planId))
                .sorted(Comparator.comparing(Selection::created).thenComparing(Selection::id))
                .toList();
    }

    /**
     * Returns a selection.
     *
     * @throws BackupException if there is no such plan in force, or it has no such selection
     */
    public Selection requireSelection(Place place, String planId, String id) {
        requirePlanOf(place, planId);
        Selection selection = selections.find(place, planId + "/" + id);
        if (selection == null) {
            throw BackupException.notFound("Cannot find Backup selection with ID " + id);
        }
        return selection;
    }

    /** Requires the plan of a selection: that there is none makes the request invalid, on AWS. */
    public void requirePlanOf(Place place, String planId) {
        BackupPlan plan = find(place, planId);
        if (plan == null || plan.deleted() != null) {
            throw BackupException.invalid("Cannot find Backup plan with ID " + planId);
        }
    }

    /**
     * Makes a selection of a plan.
     *
     * @param wanted its id and time are not used
     * @throws BackupException if there is no such plan, or it has one of that name, or too many
     */
    public Selection select(Selection wanted) {
        synchronized (lock) {
            requirePlanOf(wanted.place(), wanted.planId());
            List<Selection> present = selectionsOf(wanted.place(), wanted.planId());
            for (Selection selection : present) {
                if (wanted.requestId() != null
                        && wanted.requestId().equals(selection.requestId())) {
                    return selection;
                }
                if (selection.name().equals(wanted.name())) {
                    throw BackupException.exists(
                            "Backup selection with the same name already exists", selection.id());
                }
            }
            if (present.size() >= MAX_SELECTIONS) {
                throw BackupException.tooMany(
                        "There can be at most " + MAX_SELECTIONS + " selections of a backup plan");
            }
            var selection =
                    new Selection(
                            wanted.place(),
                            wanted.planId(),
                            ids.uuid(),
                            wanted.name(),
                            wanted.roleArn(),
                            wanted.resources(),
                            wanted.except(),
                            wanted.anyOfTags(),
                            wanted.allOf(),
                            wanted.requestId(),
                            clock.instant());
            selections.put(selection);
            return selection;
        }
    }

    /**
     * Removes a selection.
     *
     * @throws BackupException if there is none such
     */
    public void deselect(Place place, String planId, String id) {
        synchronized (lock) {
            selections.remove(requireSelection(place, planId, id));
        }
    }
}
