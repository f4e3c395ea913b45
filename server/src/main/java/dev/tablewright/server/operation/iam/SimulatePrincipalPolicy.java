package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * SimulatePrincipalPolicy: what the policies of a user, group or role, and those that are sent
 * along, would decide. The principal's own keys (aws:username, aws:PrincipalTag/... and the like)
 * are known; keys of a request are those that are sent.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">SimulatePrincipalPolicy</a>
 */
final class SimulatePrincipalPolicy
        extends IamOperation<SimulatePrincipalPolicy.Request, Paging.Page<SimulatedCall>> {
    SimulatePrincipalPolicy(Identities identities) {
        super(identities);
    }

    record Request(PolicySource source, SimulationRequest simulation) {}

    @Override
    public Request decode(QueryReader in) {
        String source = in.required("PolicySourceArn", Shapes.ARN);
        List<String> policies = in.texts("PolicyInputList", Shapes.POLICY_DOCUMENT);
        SimulationRequest request = SimulationRequest.read(in, policies);
        in.requireValid();
        return new Request(PolicySource.of(source), request);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.source().access(needs(), identities()));
    }

    @Override
    public Paging.Page<SimulatedCall> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        SimulationRequest simulation = request.simulation();
        AccountImage account = account(authorized.caller().account());
        PolicyHolder holder = request.source().find(account);
        List<AttachedPolicy> identity =
                new ArrayList<>(SimulationPolicies.identity(simulation.policies()));
        identity.addAll(SimulationPolicies.of(account, holder));
        return simulation.simulate(
                caller(simulation, account, holder),
                identity,
                SimulationPolicies.boundaryOf(account, holder));
    }

    private static SimulatedCaller caller(
            SimulationRequest simulation, AccountImage account, PolicyHolder holder) {
        if (simulation.callerArn() != null) {
            return SimulatedCaller.user(simulation.callerArn(), account);
        }
        if (simulation.resourcePolicy() != null && !(holder instanceof User)) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "CallerArn is required when a ResourcePolicy is included and the"
                            + " PolicySourceArn is not the ARN of an IAM user.");
        }
        return switch (holder) {
            case User user -> SimulatedCaller.of(user);
            case Role role -> SimulatedCaller.of(role);
            case Group group -> SimulatedCaller.in(group.account());
        };
    }

    @Override
    public void encode(Paging.Page<SimulatedCall> page, XmlWriter out) {
        out.list("EvaluationResults", page.items(), call -> call.encode(out));
        page.encode(out);
    }
}
