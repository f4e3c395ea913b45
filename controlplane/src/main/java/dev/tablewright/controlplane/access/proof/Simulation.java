package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Resource;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tries by SimulatePrincipalPolicy, which reads and changes nothing. AWS simulates for one resource
 * without its tags and resource policy, so these are left out of what is compared.
 */
public final class Simulation implements Trial {
    /** Resources of one call; AWS bounds the results, not these. */
    private static final int RESOURCES = 25;

    private final IamClient iam;

    /** Makes a trial. */
    public Simulation(IamClient iam) {
        this.iam = iam;
    }

    private record Batch(PrincipalFacts who, Resource.Kind kind) {}

    @Override
    public Outcomes attempt(List<Cell> cells) {
        Map<Batch, List<Cell>> batches = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Cell cell : cells) {
            if (comparable(cell)) {
                batches.computeIfAbsent(
                                new Batch(cell.who(), cell.on().kind()), _ -> new ArrayList<>())
                        .add(cell);
            }
        }
        Map<Cell, Outcome> outcomes = new HashMap<>();
        batches.forEach((batch, of) -> attempt(batch, of, outcomes, notes));
        return new Outcomes("simulation by IAM", outcomes, new TreeSet<>(), notes);
    }

    private static boolean comparable(Cell cell) {
        return cell.on().table() == null
                || (cell.on().table().policy() == null && cell.on().table().tags().isEmpty())
                || !usesTags(cell.who());
    }

    private static boolean usesTags(PrincipalFacts who) {
        return who.policies().identity().stream()
                .anyMatch(policy -> policy.document().text().contains("ResourceTag"));
    }

    private void attempt(
            Batch batch, List<Cell> cells, Map<Cell, Outcome> outcomes, List<String> notes) {
        List<String> actions = cells.stream().map(c -> c.action().fullName()).distinct().toList();
        List<String> resources = cells.stream().map(c -> c.on().arn()).distinct().toList();
        try {
            for (int from = 0; from < resources.size(); from += RESOURCES) {
                Map<String, Outcome> answers =
                        simulate(
                                batch.who(),
                                actions,
                                resources.subList(
                                        from, Math.min(resources.size(), from + RESOURCES)));
                for (Cell cell : cells) {
                    Outcome outcome = answers.get(key(cell.action().fullName(), cell.on().arn()));
                    if (outcome != null) {
                        outcomes.put(cell, outcome);
                    }
                }
            }
        } catch (AwsServiceException e) {
            notes.add(batch.who().shortName() + " could not be simulated: " + e.getMessage());
        }
    }

    private Map<String, Outcome> simulate(
            PrincipalFacts who, List<String> actions, List<String> resources) {
        Map<String, Outcome> answers = new HashMap<>();
        var pages =
                iam.simulatePrincipalPolicyPaginator(
                        request ->
                                request.policySourceArn(who.arn())
                                        .actionNames(actions)
                                        .resourceArns(resources)
                                        .contextEntries(context(who)));
        for (EvaluationResult result : pages.evaluationResults()) {
            if (result.resourceSpecificResults().isEmpty()) {
                answers.put(
                        key(result.evalActionName(), result.evalResourceName()),
                        outcome(result.evalDecision(), result.missingContextValues()));
            }
            result.resourceSpecificResults()
                    .forEach(
                            one ->
                                    answers.put(
                                            key(result.evalActionName(), one.evalResourceName()),
                                            outcome(
                                                    one.evalResourceDecision(),
                                                    one.missingContextValues())));
        }
        return answers;
    }

    /** The simulator does not know the caller's own keys but by what it is told. */
    private static List<ContextEntry> context(PrincipalFacts who) {
        return who.context().all().entrySet().stream()
                .map(
                        entry ->
                                ContextEntry.builder()
                                        .contextKeyName(entry.getKey())
                                        .contextKeyType(ContextKeyTypeEnum.STRING)
                                        .contextKeyValues(entry.getValue())
                                        .build())
                .toList();
    }

    private static Outcome outcome(
            @Nullable PolicyEvaluationDecisionType decision, List<String> missing) {
        if (decision == null || !missing.isEmpty()) {
            return Outcome.UNCLEAR;
        }
        return decision == PolicyEvaluationDecisionType.ALLOWED ? Outcome.ALLOWED : Outcome.DENIED;
    }

    private static String key(@Nullable String action, @Nullable String resource) {
        return action + " " + resource;
    }
}
