package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** ListEntitiesForPolicy: the groups, users and roles that have a managed policy. */
final class ListEntitiesForPolicy
        extends IamOperation<ListEntitiesForPolicy.Request, Paging.Page<PolicyHolder>> {
    private static final List<Constraint> FILTER =
            List.of(
                    Constraint.oneOf(
                            List.of(
                                    "User",
                                    "Role",
                                    "Group",
                                    "LocalManagedPolicy",
                                    "AWSManagedPolicy")));

    ListEntitiesForPolicy(Identities identities) {
        super(identities);
    }

    record Request(
            EntityRef policy,
            @Nullable String filter,
            String pathPrefix,
            PolicyUsage usage,
            Paging paging) {
        boolean matches(PolicyHolder holder) {
            return (filter == null || filter.equals(Shapes.wordOf(holder.kind())))
                    && holder.path().startsWith(pathPrefix)
                    && uses(holder.policies());
        }

        private boolean uses(Policies policies) {
            boolean attached = policies.attached().contains(policy.name());
            boolean boundary = policy.name().equals(policies.boundary());
            return switch (usage) {
                case PERMISSIONS -> attached;
                case BOUNDARY -> boundary;
                case ANY -> attached || boundary;
            };
        }
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef policy = EntityRef.read(in, EntityKind.POLICY);
        String filter = in.optional("EntityFilter", FILTER);
        String pathPrefix = in.optional("PathPrefix", Shapes.PATH, "/");
        PolicyUsage usage = PolicyUsage.read(in);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(policy, filter, pathPrefix, usage, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.policy().on(needs()).only();
    }

    @Override
    public Paging.Page<PolicyHolder> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.policy().account(),
                draft -> {
                    PolicyRules.find(draft, request.policy());
                    AccountImage account = draft.account();
                    List<PolicyHolder> all = new ArrayList<>(account.groups());
                    all.addAll(account.users());
                    all.addAll(account.roles());
                    return request.paging()
                            .cut(all.stream().filter(request::matches).toList(), Entity::id);
                });
    }

    @Override
    public void encode(Paging.Page<PolicyHolder> page, XmlWriter out) {
        for (EntityKind kind : List.of(EntityKind.GROUP, EntityKind.USER, EntityKind.ROLE)) {
            String word = Shapes.wordOf(kind);
            out.list(
                    "Policy" + word + "s",
                    page.items().stream().filter(holder -> holder.kind() == kind).toList(),
                    holder ->
                            out.text(word + "Name", holder.name()).text(word + "Id", holder.id()));
        }
        page.encode(out);
    }
}
