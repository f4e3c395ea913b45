package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.DecisionCases;
import dev.tablewright.policy.DecisionCases.Case;
import dev.tablewright.policy.Principal;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.Statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * SimulateCustomPolicy decides the table of decisions as it says: every case that it can be asked,
 * which is of users and without session policies.
 */
class DecisionCasesTest {
    private static final String NOTHING =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"none:None\",\"Resource\":\"*\"}}";

    @Test
    void theSimulatorDecidesEveryCaseOfUsers() {
        List<Case> cases = DecisionCases.all().stream().filter(DecisionCasesTest::canAsk).toList();
        List<String> wrong = new ArrayList<>();
        try (IamServer server = new IamServer()) {
            IamClient iam = server.iam(server.root());
            for (Case c : cases) {
                String found = outcome(ask(iam, c));
                if (!found.equals(expected(c))) {
                    wrong.add("expected " + expected(c) + ", found " + found + ": " + c);
                }
            }
        }

        assertThat(cases).hasSizeGreaterThan(650);
        assertThat(wrong).isEmpty();
    }

    private static boolean canAsk(Case c) {
        boolean byUniqueId =
                c.resourcePolicy() != null && c.resourcePolicy().document().text().contains("AIDA");
        return c.request().principal().type() == Principal.Type.USER
                && c.policies().session() == null
                && !c.aboutTrust()
                && !byUniqueId;
    }

    private static EvaluationResult ask(IamClient iam, Case c) {
        Stream<String> identity =
                c.policies().identity().stream().map(policy -> policy.document().text());
        AttachedPolicy boundary = c.policies().boundary();
        AttachedPolicy resourcePolicy = c.resourcePolicy();
        return iam.simulateCustomPolicy(
                        r -> {
                            r.policyInputList(Stream.concat(Stream.of(NOTHING), identity).toList())
                                    .actionNames(c.request().action())
                                    .resourceArns(c.request().resource())
                                    .callerArn(c.request().principal().arn())
                                    .contextEntries(entries(c.request().context()));
                            if (boundary != null) {
                                r.permissionsBoundaryPolicyInputList(boundary.document().text());
                            }
                            if (resourcePolicy != null) {
                                r.resourcePolicy(resourcePolicy.document().text());
                            }
                        })
                .evaluationResults()
                .getFirst();
    }

    private static List<ContextEntry> entries(ConditionContext context) {
        List<ContextEntry> entries = new ArrayList<>();
        context.all()
                .forEach(
                        (key, values) ->
                                entries.add(
                                        ContextEntry.builder()
                                                .contextKeyName(key)
                                                .contextKeyValues(values)
                                                .contextKeyType(
                                                        context.isMultivalued(key)
                                                                ? ContextKeyTypeEnum.STRING_LIST
                                                                : ContextKeyTypeEnum.STRING)
                                                .build()));
        return entries;
    }

    /** The decision, and for an explicit denial the policy that it names. */
    private static String outcome(EvaluationResult result) {
        String decision = result.evalDecisionAsString();
        if (decision.equals("explicitDeny")) {
            String source =
                    result.matchedStatements().stream()
                            .map(Statement::sourcePolicyId)
                            .findFirst()
                            .orElse("nothing");
            return "explicitDeny by " + source.replaceAll("\\..*", "");
        }
        boolean limited =
                result.permissionsBoundaryDecisionDetail() != null
                        && !result.permissionsBoundaryDecisionDetail()
                                .allowedByPermissionsBoundary();
        return decision + (decision.equals("implicitDeny") && limited ? " by boundary" : "");
    }

    private static String expected(Case c) {
        return switch (c.expected()) {
            case "Allow" -> "allowed";
            case "Deny IDENTITY" -> "explicitDeny by PolicyInputList";
            case "Deny PERMISSIONS_BOUNDARY" ->
                    "explicitDeny by PermissionsBoundaryPolicyInputList";
            case "Deny RESOURCE" -> "explicitDeny by ResourcePolicy";
            case "no PERMISSIONS_BOUNDARY" -> "implicitDeny by boundary";
            default -> boundaryIsSilent(c) ? "implicitDeny by boundary" : "implicitDeny";
        };
    }

    /** Another kind is named first, and the boundary would not have allowed it either. */
    private static boolean boundaryIsSilent(Case c) {
        AttachedPolicy boundary = c.policies().boundary();
        return boundary != null && !boundary.document().text().contains("\"Action\":\"*\"");
    }
}
