package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** CreatePolicyVersion: adds a version, in force at once if asked; five at most. */
final class CreatePolicyVersion extends IamOperation<CreatePolicyVersion.Request, ManagedPolicy> {
    static final int MOST_VERSIONS = 5;

    CreatePolicyVersion(Identities identities) {
        super(identities);
    }

    record Request(EntityRef policy, String document, boolean setAsDefault) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef policy = EntityRef.read(in, EntityKind.POLICY);
        String document = in.required("PolicyDocument", Shapes.POLICY_DOCUMENT);
        boolean setAsDefault = in.flag("SetAsDefault");
        in.requireValid();
        return new Request(policy, document, setAsDefault);
    }

    @Override
    public List<Access> access(Request request) {
        return request.policy().on(needs()).only();
    }

    @Override
    public ManagedPolicy execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.policy().account(),
                draft -> {
                    ManagedPolicy policy = PolicyRules.own(draft, request.policy());
                    StoredPolicy document = PolicyRules.managed(request.document());
                    Draft.requireQuota(
                            policy.versions().size() < MOST_VERSIONS,
                            "A managed policy can have up to 5 versions. Before you create a new"
                                    + " version, you must delete an existing version.");
                    return draft.put(
                            policy.withVersion(document, draft.now(), request.setAsDefault()));
                });
    }

    @Override
    public void encode(ManagedPolicy policy, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        var newest = policy.versions().getFirst();
        out.element("PolicyVersion", () -> xml.version(policy, newest, false));
    }
}
