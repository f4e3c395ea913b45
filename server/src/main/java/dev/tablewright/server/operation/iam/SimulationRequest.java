package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.Arn;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.AuthorizationRequest;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.policy.Simulation;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What both operations of the policy simulator are asked.
 *
 * @param policies documents of identity policies
 * @param boundaries documents of permissions boundaries; one at most is accepted
 * @param resources never empty; {@code *} where nothing was sent
 * @param resourceOwner account of resources whose ARN names none, and of the resource policy; null
 *     for the caller's
 * @param callerArn a user, existing or not, or null
 * @param context the keys that were sent
 */
record SimulationRequest(
        List<String> policies,
        List<String> boundaries,
        List<String> actions,
        List<String> resources,
        @Nullable String resourcePolicy,
        @Nullable String resourceOwner,
        @Nullable String callerArn,
        ConditionContext context,
        Paging paging) {
    /** More combinations are refused: an answer carries 1,000 at most. */
    private static final int MOST_CALLS = 100_000;

    private static final List<Constraint> ACTION =
            List.of(Constraint.minLength(3), Constraint.maxLength(128));
    private static final List<Constraint> RESOURCE =
            List.of(Constraint.minLength(1), Constraint.maxLength(2048));
    private static final List<Constraint> OPTION =
            List.of(Constraint.minLength(1), Constraint.maxLength(64));
    private static final List<Constraint> KEY_NAME =
            List.of(Constraint.minLength(5), Constraint.maxLength(256));
    private static final List<Constraint> KEY_TYPE =
            List.of(
                    Constraint.oneOf(
                            List.of(
                                    "string",
                                    "stringList",
                                    "numeric",
                                    "numericList",
                                    "boolean",
                                    "booleanList",
                                    "ip",
                                    "ipList",
                                    "binary",
                                    "binaryList",
                                    "date",
                                    "dateList")));

    private static final Pattern ACTION_NAME = Pattern.compile("[A-Za-z0-9.-]+:[A-Za-z0-9._-]+");
    private static final Pattern OWNER =
            Pattern.compile("(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(?::root)?");

    /** The kinds of EC2 resource that an option asks for. */
    private static final Map<String, List<String>> OPTIONS =
            Map.of(
                    "EC2-VPC-InstanceStore",
                    List.of("instance", "image", "security-group", "network-interface"),
                    "EC2-VPC-InstanceStore-Subnet",
                    List.of("instance", "image", "security-group", "network-interface", "subnet"),
                    "EC2-VPC-EBS",
                    List.of("instance", "image", "security-group", "network-interface", "volume"),
                    "EC2-VPC-EBS-Subnet",
                    List.of(
                            "instance",
                            "image",
                            "security-group",
                            "network-interface",
                            "subnet",
                            "volume"));

    /**
     * Reads everything but the policies; violations are left to {@code in}.
     *
     * @throws IdentityException if a value is well-formed and makes no sense
     */
    static SimulationRequest read(QueryReader in, List<String> policies) {
        List<String> boundaries =
                in.texts("PermissionsBoundaryPolicyInputList", Shapes.POLICY_DOCUMENT);
        List<String> actions = in.requiredTexts("ActionNames", ACTION);
        List<String> resources = in.texts("ResourceArns", RESOURCE);
        String resourcePolicy = in.optional("ResourcePolicy", Shapes.POLICY_DOCUMENT);
        String owner = in.optional("ResourceOwner", RESOURCE);
        String callerArn = in.optional("CallerArn", RESOURCE);
        ConditionContext context = context(in);
        String option = in.optional("ResourceHandlingOption", OPTION);
        Paging paging = Paging.read(in);
        in.requireValid();
        actions.forEach(SimulationRequest::requireAction);
        resources.forEach(SimulationRequest::requireResource);
        requireOption(option, resources);
        if ((long) actions.size() * resources.size() > MOST_CALLS) {
            throw invalid("A simulation has at most " + MOST_CALLS + " actions times resources.");
        }
        return new SimulationRequest(
                policies,
                boundaries,
                actions,
                resources.isEmpty() ? List.of("*") : resources,
                resourcePolicy,
                owner == null ? null : account(owner),
                callerArn,
                context,
                paging);
    }

    private static ConditionContext context(QueryReader in) {
        List<String> members =
                List.of("ContextKeyName", "ContextKeyType", "ContextKeyValues.member.1");
        ConditionContext.Builder context = ConditionContext.builder();
        for (QueryReader entry : in.structures("ContextEntries", members)) {
            String name = entry.required("ContextKeyName", KEY_NAME);
            List<String> values = entry.texts("ContextKeyValues", List.of());
            String type = entry.optional("ContextKeyType", KEY_TYPE, "string");
            if (type.endsWith("List") || values.size() != 1) {
                context.putAll(name, values);
            } else {
                context.put(name, values.getFirst());
            }
        }
        return context.build();
    }

    private static void requireAction(String action) {
        if (!ACTION_NAME.matcher(action).matches()) {
            throw invalid(
                    "Invalid ActionNames: "
                            + action
                            + " is not the name of an action with its service, without wildcards.");
        }
    }

    private static void requireResource(String resource) {
        if (!resource.equals("*") && Arn.parse(resource) == null) {
            throw invalid("Invalid ResourceArns: " + resource + " is neither an ARN nor \"*\".");
        }
    }

    private static void requireOption(@Nullable String option, List<String> resources) {
        if (option == null) {
            return;
        }
        List<String> kinds = OPTIONS.get(option);
        if (kinds == null) {
            throw invalid("Invalid ResourceHandlingOption: " + option);
        }
        for (String kind : kinds) {
            if (resources.stream().noneMatch(r -> r.matches("arn:[^:]*:ec2:.*:" + kind + "/.*"))) {
                throw invalid(
                        "ResourceHandlingOption " + option + " needs a resource of type " + kind);
            }
        }
    }

    private static String account(String owner) {
        Matcher parsed = OWNER.matcher(owner);
        if (!parsed.matches()) {
            throw invalid("Invalid ResourceOwner: " + owner + " is not the ARN of an account.");
        }
        return parsed.group(1);
    }

    private static IdentityException invalid(String message) {
        return new IdentityException(IdentityException.Code.INVALID_INPUT, message);
    }

    /**
     * Decides every combination of action and resource that the page wants.
     *
     * @param attachedBoundary gives way to a boundary that was sent; null for none
     * @throws IdentityException if a document is malformed or a caller is missing
     */
    Paging.Page<SimulatedCall> simulate(
            SimulatedCaller caller,
            List<AttachedPolicy> identity,
            @Nullable AttachedPolicy attachedBoundary) {
        AttachedPolicy sentBoundary = SimulationPolicies.boundary(boundaries);
        AttachedPolicy resourceSide = SimulationPolicies.resource(resourcePolicy);
        requireFitting(caller);
        var applied =
                new AppliedPolicies(
                        identity, sentBoundary == null ? attachedBoundary : sentBoundary, null);
        List<SimulatedCall.Question> questions = new ArrayList<>();
        for (String action : actions) {
            for (String resource : resources) {
                questions.add(new SimulatedCall.Question(questions.size(), action, resource));
            }
        }
        Paging.Page<SimulatedCall.Question> page =
                paging.cut(questions, question -> Integer.toString(question.index()));
        return new Paging.Page<>(
                page.items().stream()
                        .map(question -> answer(question, caller, applied, resourceSide))
                        .toList(),
                page.next());
    }

    private void requireFitting(SimulatedCaller caller) {
        if (resourcePolicy == null) {
            return;
        }
        if (caller.principal().type() == Principal.Type.ANONYMOUS) {
            throw invalid("CallerArn is required when a ResourcePolicy is included.");
        }
        if (resources.stream().anyMatch(r -> r.matches("arn:[^:]*:iam:.*:role/.*"))) {
            throw invalid("Simulation of resource-based policies isn't supported for IAM roles.");
        }
    }

    private SimulatedCall answer(
            SimulatedCall.Question question,
            SimulatedCaller caller,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourceSide) {
        String callersAccount = caller.principal().account();
        String owner = ownerOf(question.resource(), callersAccount);
        Principal principal =
                callersAccount.isEmpty()
                        ? SimulatedCaller.in(owner).principal()
                        : caller.principal();
        var request =
                new AuthorizationRequest(
                        principal,
                        question.action(),
                        question.resource(),
                        owner,
                        ConditionContext.builder().putAll(caller.keys()).putAll(context).build());
        return new SimulatedCall(
                question,
                Simulation.of(request, policies, resourceSide),
                !principal.account().equals(owner));
    }

    private String ownerOf(String resource, String callersAccount) {
        Arn arn = Arn.parse(resource);
        if (arn != null && !arn.account().isEmpty() && !arn.account().equals("aws")) {
            return arn.account();
        }
        return resourceOwner == null ? callersAccount : resourceOwner;
    }
}
