package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * ListPoliciesGrantingServiceAccess: the policies of a user (and its groups), a group or a role
 * that give anything of some services. Never in parts.
 */
final class ListPoliciesGrantingServiceAccess
        extends IamOperation<
                ListPoliciesGrantingServiceAccess.Request,
                List<ListPoliciesGrantingServiceAccess.Entry>> {
    ListPoliciesGrantingServiceAccess(Identities identities) {
        super(identities);
    }

    record Request(String account, PolicySource source, List<String> namespaces) {}

    /** A service and the policies that give it. */
    record Entry(String namespace, List<Granting> policies) {}

    /** A managed policy, or an embedded one and what it is embedded in. */
    record Granting(String name, @Nullable String arn, @Nullable PolicyHolder holder) {}

    @Override
    public Request decode(QueryReader in) {
        in.optional("Marker", Shapes.MARKER);
        String arn = in.required("Arn", Shapes.ARN);
        List<String> namespaces =
                in.requiredList(
                        "ServiceNamespaces",
                        Constraint.elements(Shapes.SERVICE_NAMESPACE.toArray(Constraint[]::new)),
                        Constraint.minLength(1),
                        Constraint.maxLength(200));
        in.requireValid();
        return new Request(in.account(), PolicySource.of(arn), namespaces);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.source().access(needs(), identities()));
    }

    @Override
    public List<Entry> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        AccountImage account = account(request.account());
        PolicyHolder holder = request.source().find(account);
        return request.namespaces().stream()
                .map(namespace -> new Entry(namespace, granting(account, holder, namespace)))
                .toList();
    }

    private static List<Granting> granting(
            AccountImage account, PolicyHolder holder, String namespace) {
        Stream<? extends PolicyHolder> holders =
                holder instanceof User user
                        ? Stream.concat(Stream.of(user), account.groupsOf(user).stream())
                        : Stream.of(holder);
        List<Granting> granting = new ArrayList<>();
        holders.forEach(each -> collect(account, each, namespace, granting));
        return granting;
    }

    private static void collect(
            AccountImage account, PolicyHolder holder, String namespace, List<Granting> into) {
        holder.policies()
                .inline()
                .forEach(
                        (name, policy) -> {
                            if (ServiceGrants.gives(policy, namespace)) {
                                into.add(new Granting(name, null, holder));
                            }
                        });
        for (String arn : holder.policies().attached()) {
            ManagedPolicy policy = account.policy(arn);
            if (policy != null && ServiceGrants.gives(policy.inForce().document(), namespace)) {
                into.add(new Granting(policy.name(), arn, null));
            }
        }
    }

    @Override
    public void encode(List<Entry> entries, XmlWriter out) {
        out.list(
                "PoliciesGrantingServiceAccess",
                entries,
                entry ->
                        out.text("ServiceNamespace", entry.namespace())
                                .list("Policies", entry.policies(), policy -> write(policy, out)));
        out.flag("IsTruncated", false);
    }

    private static void write(Granting policy, XmlWriter out) {
        PolicyHolder holder = policy.holder();
        out.text("PolicyName", policy.name())
                .text("PolicyType", holder == null ? "MANAGED" : "INLINE")
                .text("PolicyArn", policy.arn());
        if (holder != null) {
            out.text("EntityType", holder.kind().noun().toUpperCase(Locale.ROOT))
                    .text("EntityName", holder.name());
        }
    }
}
