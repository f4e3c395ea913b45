package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** CreatePolicy: makes a managed policy with version v1. */
final class CreatePolicy extends IamOperation<CreatePolicy.Request, ManagedPolicy> {
    static final int MOST_POLICIES = 1500;

    CreatePolicy(Identities identities) {
        super(identities);
    }

    record Request(
            String account,
            String name,
            String path,
            String document,
            String description,
            Tags tags) {}

    @Override
    public Request decode(QueryReader in) {
        String name = in.required("PolicyName", Shapes.POLICY_NAME);
        String path = in.optional("Path", Shapes.POLICY_PATH, "/");
        String document = in.required("PolicyDocument", Shapes.POLICY_DOCUMENT);
        String description = in.optional("Description", Shapes.POLICY_DESCRIPTION, "");
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(in.account(), name, path, document, description, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs(),
                needs("TagPolicy"),
                EntityKind.POLICY,
                request.account(),
                request.path(),
                request.name(),
                request.tags());
    }

    @Override
    public ManagedPolicy execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(request.account(), draft -> draft.put(newPolicy(draft, request)));
    }

    private static ManagedPolicy newPolicy(Draft draft, Request request) {
        StoredPolicy document = PolicyRules.managed(request.document());
        draft.requireFree(EntityKind.POLICY, request.name());
        Draft.requireQuota(
                draft.account().count(EntityKind.POLICY) < MOST_POLICIES,
                "Cannot exceed quota for PoliciesPerAccount: " + MOST_POLICIES);
        return new ManagedPolicy(
                        draft.newHead(EntityKind.POLICY, request.name(), request.path()),
                        request.tags(),
                        request.description(),
                        draft.now(),
                        List.of(),
                        0,
                        0)
                .withVersion(document, draft.now(), true);
    }

    @Override
    public void encode(ManagedPolicy policy, XmlWriter out) {
        AccountImage account = account(policy.account());
        out.element("Policy", () -> new EntityXml(out, identities()).newPolicy(policy, account));
    }
}
