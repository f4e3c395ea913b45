package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.AwsManagedPolicies;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * GetAccountAuthorizationDetails: who there is in an account, and all policies that bear on them.
 * One page counts users, groups, roles and policies together, in this order.
 *
 * <p>Of AWS's policies it shows those that are in use; of the account's own, all.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html">GetAccountAuthorizationDetails</a>
 */
final class GetAccountAuthorizationDetails
        extends IamOperation<
                GetAccountAuthorizationDetails.Request, GetAccountAuthorizationDetails.Response> {
    private static final String LOCAL_POLICY = "LocalManagedPolicy";
    private static final String AWS_POLICY = "AWSManagedPolicy";
    private static final Constraint FILTERS =
            Constraint.elements(
                    Constraint.oneOf(List.of("User", "Role", "Group", LOCAL_POLICY, AWS_POLICY)));

    GetAccountAuthorizationDetails(Identities identities) {
        super(identities);
    }

    /**
     * What is wanted.
     *
     * @param filter kinds to show; empty for all
     */
    record Request(String account, List<String> filter, Paging paging) {
        boolean wants(String kind) {
            return filter.isEmpty() || filter.contains(kind);
        }
    }

    record Response(AccountImage account, Paging.Page<Entity> page) {}

    @Override
    public Request decode(QueryReader in) {
        List<String> filter = in.list("Filter", FILTERS);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), filter, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        AccountImage account = account(request.account());
        return new Response(account, request.paging().cut(wanted(account, request), Entity::id));
    }

    private static List<Entity> wanted(AccountImage account, Request request) {
        List<Entity> wanted = new ArrayList<>();
        for (EntityKind kind : List.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE)) {
            if (request.wants(Shapes.wordOf(kind))) {
                wanted.addAll(account.all(kind));
            }
        }
        if (request.wants(LOCAL_POLICY)) {
            wanted.addAll(account.policies());
        }
        if (request.wants(AWS_POLICY)) {
            AwsManagedPolicies.all().stream()
                    .filter(policy -> isUsed(policy, account))
                    .forEach(wanted::add);
        }
        return wanted;
    }

    private static boolean isUsed(ManagedPolicy policy, AccountImage account) {
        return account.attachmentsOf(policy.arn()) + account.boundaryUsesOf(policy.arn()) > 0;
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityDetailXml(out, identities(), response.account());
        List<Entity> items = response.page().items();
        out.list("UserDetailList", only(User.class, items), xml::user);
        out.list("GroupDetailList", only(Group.class, items), xml::group);
        out.list("RoleDetailList", only(Role.class, items), xml::role);
        out.list("Policies", only(ManagedPolicy.class, items), xml::policy);
        response.page().encode(out);
    }

    private static <E extends Entity> List<E> only(Class<E> kind, List<Entity> entities) {
        return entities.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
