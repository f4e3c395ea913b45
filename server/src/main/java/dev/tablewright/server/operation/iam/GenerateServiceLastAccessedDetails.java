package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.operation.iam.AccessReports.EntityUse;
import dev.tablewright.server.operation.iam.AccessReports.Report;
import dev.tablewright.server.operation.iam.AccessReports.ServiceReport;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * GenerateServiceLastAccessedDetails: notes when whoever has a policy last used the services that
 * it gives, or a user, a group's members or a role the services that their policies give.
 */
final class GenerateServiceLastAccessedDetails
        extends IamOperation<GenerateServiceLastAccessedDetails.Request, String> {
    private static final List<Constraint> GRANULARITY =
            List.of(Constraint.oneOf(List.of("SERVICE_LEVEL", "ACTION_LEVEL")));

    private final AccessReports reports;

    GenerateServiceLastAccessedDetails(Identities identities, AccessReports reports) {
        super(identities);
        this.reports = reports;
    }

    /** Either a policy or a source of policies. */
    record Request(
            String account,
            @Nullable EntityRef policy,
            @Nullable PolicySource source,
            String granularity) {}

    @Override
    public Request decode(QueryReader in) {
        String arn = in.required("Arn", Shapes.ARN);
        String granularity = in.optional("Granularity", GRANULARITY, "SERVICE_LEVEL");
        in.requireValid();
        boolean policy = arn.contains(":policy/");
        return new Request(
                in.account(),
                policy ? new EntityRef(in.account(), EntityKind.POLICY, arn) : null,
                policy ? null : PolicySource.of(arn),
                granularity);
    }

    @Override
    public List<Access> access(Request request) {
        if (request.policy() != null) {
            return request.policy().on(needs()).only();
        }
        return request.source() == null
                ? needs().only()
                : List.of(request.source().access(needs(), identities()));
    }

    @Override
    public String execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.account(),
                draft -> {
                    List<ServiceReport> services = services(draft, request);
                    String job = jobId(draft);
                    reports.put(
                            job,
                            new Report(
                                    request.account(),
                                    request.granularity(),
                                    draft.now(),
                                    services));
                    return job;
                });
    }

    private static String jobId(Draft draft) {
        byte[] random = draft.newBase32(26).getBytes(StandardCharsets.US_ASCII);
        return UUID.nameUUIDFromBytes(random).toString();
    }

    private List<ServiceReport> services(Draft draft, Request request) {
        AccountImage account = draft.account();
        if (request.policy() != null) {
            ManagedPolicy policy = PolicyRules.find(draft, request.policy());
            return services(List.of(policy.inForce().document()), having(account, policy));
        }
        if (request.source() == null) {
            return List.of();
        }
        PolicyHolder holder = request.source().find(account);
        List<? extends PolicyHolder> entities =
                holder instanceof Group group ? account.members(group) : List.of(holder);
        return services(documents(account, holder), entities);
    }

    private List<ServiceReport> services(
            List<StoredPolicy> policies, List<? extends PolicyHolder> entities) {
        List<ServiceReport> services = new ArrayList<>();
        for (ServedService service : ServedService.values()) {
            String namespace = service.namespace();
            if (policies.stream().anyMatch(policy -> ServiceGrants.gives(policy, namespace))) {
                services.add(
                        new ServiceReport(
                                service,
                                entities.stream().map(entity -> use(entity, namespace)).toList()));
            }
        }
        return services;
    }

    private EntityUse use(PolicyHolder entity, String namespace) {
        return new EntityUse(entity, identities().lastUseOf(entity.id(), namespace));
    }

    private static List<StoredPolicy> documents(AccountImage account, PolicyHolder holder) {
        Stream<? extends PolicyHolder> holders =
                holder instanceof User user
                        ? Stream.concat(Stream.of(user), account.groupsOf(user).stream())
                        : Stream.of(holder);
        List<StoredPolicy> documents = new ArrayList<>();
        holders.map(PolicyHolder::policies)
                .forEach(
                        policies -> {
                            documents.addAll(policies.inline().values());
                            for (String arn : policies.attached()) {
                                ManagedPolicy policy = account.policy(arn);
                                if (policy != null) {
                                    documents.add(policy.inForce().document());
                                }
                            }
                        });
        return documents;
    }

    private static List<PolicyHolder> having(AccountImage account, ManagedPolicy policy) {
        Set<PolicyHolder> having = new LinkedHashSet<>();
        for (User user : account.users()) {
            boolean byGroup = account.groupsOf(user).stream().anyMatch(group -> has(group, policy));
            if (byGroup || has(user, policy)) {
                having.add(user);
            }
        }
        for (Role role : account.roles()) {
            if (has(role, policy)) {
                having.add(role);
            }
        }
        return List.copyOf(having);
    }

    private static boolean has(PolicyHolder holder, ManagedPolicy policy) {
        return holder.policies().attached().contains(policy.arn());
    }

    @Override
    public void encode(String job, XmlWriter out) {
        out.text("JobId", job);
    }
}
