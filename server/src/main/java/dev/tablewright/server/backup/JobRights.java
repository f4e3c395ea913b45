package dev.tablewright.server.backup;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.AuthorizationRequest;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicyEvaluator;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.AccessDenied;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Callers;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What jobs may do: they run as a role that trusts AWS Backup, and with its rights.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html">IAM
 *     service roles</a>
 */
public final class JobRights {
    /** How AWS Backup is named in trust policies and in iam:PassedToService. */
    public static final String SERVICE = "backup.amazonaws.com";

    /** What a restore does with its target, besides what makes it one. */
    private static final List<String> DATA_ACTIONS =
            List.of(
                    "BatchWriteItem",
                    "DeleteItem",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Scan",
                    "UpdateItem");

    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/(?:.*/)?([\\w+=,.@-]{1,64})");

    private final Identities identities;
    private final Authorizer authorizer;
    private final Catalog tables;

    /** Creates the rights that the policies in {@code identities} give. */
    public JobRights(Identities identities, Authorizer authorizer, Catalog tables) {
        this.identities = identities;
        this.authorizer = authorizer;
        this.tables = tables;
    }

    /**
     * Requires that AWS Backup can assume a role of an account.
     *
     * @throws BackupException otherwise
     */
    public void requireAssumable(Place place, String roleArn) {
        if (!isAssumable(place, find(place, roleArn))) {
            throw BackupException.invalid(notAssumable(roleArn));
        }
    }

    private static String notAssumable(String roleArn) {
        return "IAM Role " + roleArn + " cannot be assumed by AWS Backup";
    }

    private @Nullable Role find(Place place, String roleArn) {
        Matcher parts = ROLE_ARN.matcher(roleArn);
        AccountImage account =
                parts.matches() && parts.group(1).equals(place.account())
                        ? identities.image().account(place.account())
                        : null;
        Role role = account == null ? null : account.role(parts.group(2));
        return role != null && role.arn().equals(roleArn) ? role : null;
    }

    private static boolean isAssumable(Place place, @Nullable Role role) {
        if (role == null) {
            return false;
        }
        var service =
                new Principal(Principal.Type.FEDERATED, place.account(), SERVICE, List.of(SERVICE));
        var context =
                ConditionContext.builder()
                        .put("aws:SourceAccount", place.account())
                        .put("aws:PrincipalIsAWSService", "true")
                        .put("aws:PrincipalServiceName", SERVICE)
                        .build();
        var trust =
                new AttachedPolicy(
                        "trust policy of role " + role.name(), false, role.trust().compiled());
        return PolicyEvaluator.decideTrust(
                        new AuthorizationRequest(
                                service, "sts:AssumeRole", role.arn(), place.account(), context),
                        AppliedPolicies.NONE,
                        trust)
                .isAllowed();
    }

    /** Returns why a backup cannot be made as its role; null if it can. */
    @Nullable String refusal(BackupJob job, Instant now) {
        return refusal(
                job.place(),
                job.roleArn(),
                job.id(),
                List.of(on(job.table(), "DescribeTable"), on(job.table(), "CreateBackup")),
                "backup",
                now);
    }

    /** Returns why a restore cannot be done as its role; null if it can. */
    @Nullable String refusal(RestoreJob job, Instant now) {
        List<Access> needed = new ArrayList<>();
        needed.add(
                Access.to(
                        "dynamodb:RestoreTableFromBackup",
                        job.recoveryPointArn(),
                        ConditionContext.builder().build()));
        DATA_ACTIONS.forEach(action -> needed.add(on(job.target(), action)));
        return refusal(job.place(), job.roleArn(), job.id(), needed, "restore", now);
    }

    private Access on(TableRef ref, String action) {
        var context = ConditionContext.builder();
        Table table = tables.find(ref);
        if (table != null) {
            table.settings()
                    .tags()
                    .forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
        }
        return Access.to("dynamodb:" + action, ref.arn(), context.build());
    }

    private @Nullable String refusal(
            Place place,
            String roleArn,
            String jobId,
            List<Access> needed,
            String what,
            Instant now) {
        Role role = find(place, roleArn);
        if (role == null || !isAssumable(place, role)) {
            return notAssumable(roleArn);
        }
        var context =
                new RequestContext(
                        jobId,
                        session(role, jobId),
                        place.region(),
                        now,
                        SERVICE,
                        SERVICE,
                        null,
                        true);
        try {
            var _ = authorizer.authorize(context, jobId, needed);
            return null;
        } catch (AccessDenied denied) {
            return "IAM Role "
                    + roleArn
                    + " does not have sufficient permissions to execute the "
                    + what
                    + ": "
                    + denied.getMessage();
        }
    }

    /** AWS Backup's session of a role. */
    private static Caller session(Role role, String jobId) {
        String name = "AWSBackup-" + jobId;
        String arn = role.sessionArn(name);
        Caller any = Callers.role(role);
        return new Caller(
                new Principal(
                        Principal.Type.ASSUMED_ROLE,
                        role.account(),
                        arn,
                        List.of(arn, role.arn(), role.id())),
                role.id(),
                ConditionContext.builder()
                        .putAll(any.context())
                        .put("aws:userid", role.id() + ":" + name)
                        .build());
    }
}
