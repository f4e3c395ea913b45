package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * SimulateCustomPolicy: what policies that are sent along would decide. Nothing that is stored
 * takes part; the caller has no keys but those in its ARN and those that are sent.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html">SimulateCustomPolicy</a>
 */
final class SimulateCustomPolicy
        extends IamOperation<SimulationRequest, Paging.Page<SimulatedCall>> {
    SimulateCustomPolicy(Identities identities) {
        super(identities);
    }

    @Override
    public SimulationRequest decode(QueryReader in) {
        List<String> policies = in.requiredTexts("PolicyInputList", Shapes.POLICY_DOCUMENT);
        SimulationRequest request = SimulationRequest.read(in, policies);
        in.requireValid();
        return request;
    }

    @Override
    public List<Access> access(SimulationRequest request) {
        return needs().only();
    }

    @Override
    public Paging.Page<SimulatedCall> execute(Authorized<SimulationRequest> authorized) {
        SimulationRequest request = authorized.request();
        SimulatedCaller caller =
                request.callerArn() == null
                        ? SimulatedCaller.NOBODY
                        : SimulatedCaller.user(request.callerArn());
        return request.simulate(caller, SimulationPolicies.identity(request.policies()), null);
    }

    @Override
    public void encode(Paging.Page<SimulatedCall> page, XmlWriter out) {
        out.list("EvaluationResults", page.items(), call -> call.encode(out));
        page.encode(out);
    }
}
