package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * ListAttachedUserPolicies, ListAttachedGroupPolicies, ListAttachedRolePolicies: managed policies
 * in the order they were attached.
 */
final class ListAttachedPolicies
        extends IamOperation<ListAttachedPolicies.Request, Paging.Page<ManagedPolicy>> {
    private final EntityKind kind;

    ListAttachedPolicies(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "ListAttached" + Shapes.wordOf(kind) + "Policies";
    }

    record Request(EntityRef holder, String pathPrefix, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef holder = EntityRef.readHolder(in, kind);
        String pathPrefix = in.optional("PathPrefix", Shapes.POLICY_PATH, "/");
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(holder, pathPrefix, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.holder().on(needs()).only();
    }

    @Override
    public Paging.Page<ManagedPolicy> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.holder().account(),
                draft -> {
                    PolicyHolder holder = draft.holder(kind, request.holder().name());
                    List<ManagedPolicy> attached =
                            holder.policies().attached().stream()
                                    .map(draft::policy)
                                    .filter(p -> p.path().startsWith(request.pathPrefix()))
                                    .toList();
                    return request.paging().cut(attached, ManagedPolicy::id);
                });
    }

    @Override
    public void encode(Paging.Page<ManagedPolicy> page, XmlWriter out) {
        out.list(
                "AttachedPolicies",
                page.items(),
                policy -> out.text("PolicyName", policy.name()).text("PolicyArn", policy.arn()));
        page.encode(out);
    }
}
