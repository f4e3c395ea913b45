package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredProvider;
import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.DesiredRole;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One step of a plan: what will be done, or what will not and why. Each step that changes something
 * is one call of the AWS API, but for the versions that a deleted policy takes along.
 */
public sealed interface Step {
    /** What the step is about, for messages: a table, a policy or a role. */
    String subject();

    /** Whether the step changes something on the target. */
    default boolean isChange() {
        return switch (this) {
            case OnTable _, OnPolicy _, OnPrincipal _, OnQuota _, OnRole _, OnProvider _ -> true;
            case Await _, Wait _, Keep _, Note _, Differs _, Refuse _ -> false;
        };
    }

    /** A change of a table. */
    sealed interface OnTable extends Step {
        /** The table. */
        TableAddress table();

        @Override
        default String subject() {
            return "table " + table();
        }
    }

    /** A change of a managed policy, or of what it is attached to. */
    sealed interface OnPolicy extends Step {}

    /** The table does not exist and will, with its indexes and tags. */
    record CreateTable(DesiredTable desired) implements OnTable {
        @Override
        public TableAddress table() {
            return desired.address();
        }
    }

    /**
     * These tags are set; others stay.
     *
     * @param arn of the table
     * @param from values that are replaced
     * @param to only what differs
     */
    record SetTags(TableAddress table, String arn, Map<String, String> from, Map<String, String> to)
            implements OnTable {}

    /**
     * These tags are removed, which the values once set and name no more; others stay.
     *
     * @param arn of the table
     * @param from with the values they have
     */
    record RemoveTags(TableAddress table, String arn, Map<String, String> from)
            implements OnTable {}

    /** A setting changes. */
    record Change(TableAddress table, Transition<?> transition) implements OnTable {}

    /**
     * Billing mode or capacity is set, of the table and of all its global indexes at once.
     *
     * @param indexes capacity of each global index that there is at that moment
     */
    record SetCapacity(
            TableAddress table, Capacity from, Capacity to, Map<String, Throughput> indexes)
            implements OnTable {}

    /** How a table is billed. */
    record Capacity(BillingMode mode, Throughput table) {}

    /** The global index is deleted. Queries on it fail from then on. */
    record DeleteIndex(TableAddress table, String index) implements OnTable {}

    /**
     * The global index is created and filled.
     *
     * @param attributes all key attributes of the table and of the indexes it will have
     * @param settings of the table, for those that an index has a part in
     */
    record CreateIndex(
            TableAddress table,
            IndexDefinition index,
            Map<String, KeyType> attributes,
            Settings settings)
            implements OnTable {}

    /** The table and all its items will be gone. */
    record DeleteTable(TableAddress table) implements OnTable {}

    /** Waits until the table and its indexes are ACTIVE; nothing else may change them before. */
    record Await(TableAddress table) implements Step {
        @Override
        public String subject() {
            return "table " + table;
        }
    }

    /**
     * A change that AWS allows only from time to time, and not now. It is not a mistake, and what
     * else the plan says is done; applying after {@code opens} does it.
     *
     * @param opens when AWS allows it again
     * @param reason why not now
     */
    record Wait(OnTable change, Instant opens, String reason) implements Step {
        @Override
        public String subject() {
            return change.subject();
        }
    }

    /** The table has left the values and stays, by deletionPolicy Orphan. */
    record Keep(TableAddress table) implements Step {
        @Override
        public String subject() {
            return "table " + table;
        }
    }

    /** A new managed policy, not yet attached. */
    record CreatePolicy(String name, String path, String document, Map<String, String> tags)
            implements OnPolicy {
        @Override
        public String subject() {
            return "policy " + name;
        }
    }

    /**
     * A new version of a policy, valid at once.
     *
     * @param replaces the version that is the default now
     * @param prune oldest version, deleted first when there is no room for one more; IAM keeps five
     * @param holders whose access it decides
     */
    record ReplacePolicy(
            String name,
            String arn,
            String replaces,
            String document,
            @Nullable String prune,
            List<Principal> holders)
            implements OnPolicy {
        /** Copies the list. */
        public ReplacePolicy {
            holders = List.copyOf(holders);
        }

        @Override
        public String subject() {
            return "policy " + name;
        }
    }

    /**
     * The policy is deleted with all its versions.
     *
     * @param otherVersions must be deleted before the policy
     */
    record DeletePolicy(String name, String arn, List<String> otherVersions) implements OnPolicy {
        @Override
        public String subject() {
            return "policy " + name;
        }
    }

    /**
     * These tags are set; others stay.
     *
     * @param to only what differs
     */
    record SetPolicyTags(String name, String arn, Map<String, String> to) implements OnPolicy {
        @Override
        public String subject() {
            return "policy " + name;
        }
    }

    /**
     * The policy is attached to the principal.
     *
     * @param arn null for a policy that this plan creates
     */
    record Attach(Principal principal, String policy, @Nullable String arn) implements OnPolicy {
        @Override
        public String subject() {
            return principal.toString();
        }
    }

    /** The policy is detached from the principal. */
    record Detach(Principal principal, String policy, String arn) implements OnPolicy {
        @Override
        public String subject() {
            return principal.toString();
        }
    }

    /** A change of a user, a group or a role of an environment, besides its policies. */
    sealed interface OnPrincipal extends Step {
        /** Whom it is about. */
        Principal principal();

        @Override
        default String subject() {
            return principal().toString();
        }
    }

    /**
     * The principal does not exist and will.
     *
     * @param boundary name of the policy that is its boundary from the first moment on
     * @param boundaryArn null for a policy that this plan creates, and where there is no boundary
     */
    record CreatePrincipal(
            Principal principal,
            Map<String, String> tags,
            @Nullable String boundary,
            @Nullable String boundaryArn)
            implements OnPrincipal {}

    /**
     * The policy becomes the principal's permissions boundary.
     *
     * @param arn null for a policy that this plan creates
     * @param from ARN of the boundary that it has; null for none
     */
    record SetBoundary(
            Principal principal, String policy, @Nullable String arn, @Nullable String from)
            implements OnPrincipal {}

    /** The principal has no permissions boundary any more. */
    record RemoveBoundary(Principal principal, String policy, String arn) implements OnPrincipal {}

    /**
     * These tags are set, as policies look at them; others stay.
     *
     * @param from values that are replaced
     * @param to only what differs
     */
    record TagPrincipal(Principal principal, Map<String, String> from, Map<String, String> to)
            implements OnPrincipal {}

    /**
     * The role loses the tag that policies look at.
     *
     * @param from the value that it has
     */
    record UntagPrincipal(Principal principal, String tag, String from) implements OnPrincipal {}

    /**
     * The user is put into the group.
     *
     * @param path of the group; null for a group that this plan creates. A group of that name with
     *     another path is another group
     */
    record Join(Principal principal, String group, @Nullable String path) implements OnPrincipal {}

    /**
     * The user leaves the group.
     *
     * @param path of the group
     */
    record Leave(Principal principal, String group, String path) implements OnPrincipal {}

    /** The principal, which an environment made, is deleted, with a user's access keys. */
    record DeletePrincipal(Principal principal) implements OnPrincipal {}

    /** A change of the role of an application, besides its policies. */
    sealed interface OnRole extends Step {
        /** Its name. */
        String role();

        /** The applications' release that owns it, or will. */
        Release owner();

        @Override
        default String subject() {
            return "role " + role();
        }
    }

    /** The role does not exist and will, with its trust policy, boundary and tags. */
    record CreateRole(DesiredRole desired, Release owner) implements OnRole {
        @Override
        public String role() {
            return desired.name();
        }
    }

    /** What can be changed of a role. */
    enum RoleSetting {
        /** Who may take it on: the trust policy. */
        TRUST("trust policy"),
        /** How long a session may last, in seconds. */
        MAX_SESSION("maxSessionDuration"),
        /** ARN of its permissions boundary. */
        BOUNDARY("permissions boundary");

        private final String words;

        RoleSetting(String words) {
            this.words = words;
        }

        /** Returns what it is called, for messages. */
        public String words() {
            return words;
        }
    }

    /**
     * One setting of a role is changed.
     *
     * @param from what it is; null for none
     * @param to what it will be; null for none
     */
    record ChangeRole(
            String role,
            Release owner,
            RoleSetting setting,
            @Nullable String from,
            @Nullable String to)
            implements OnRole {}

    /**
     * These tags of a role are set; others stay.
     *
     * @param from values that are replaced
     * @param to only what differs
     */
    record SetRoleTags(String role, Release owner, Map<String, String> from, Map<String, String> to)
            implements OnRole {}

    /**
     * These tags are removed, which the values once set and name no more; others stay.
     *
     * @param from with the values they have
     */
    record RemoveRoleTags(String role, Release owner, Map<String, String> from) implements OnRole {}

    /** The role is deleted; nothing is attached to it any more. */
    record DeleteRole(String role, Release owner) implements OnRole {}

    /** A change of a cluster's OIDC provider. */
    sealed interface OnProvider extends Step {
        /** Its ARN. */
        String arn();

        @Override
        default String subject() {
            return "oidc-provider " + arn().substring(arn().indexOf('/') + 1);
        }
    }

    /** The provider does not exist and will. */
    record CreateProvider(DesiredProvider desired) implements OnProvider {
        @Override
        public String arn() {
            return desired.arn();
        }
    }

    /** Tokens for this audience are accepted too. */
    record AddAudience(String arn, Release owner, String audience) implements OnProvider {}

    /** The thumbprints are replaced. */
    record SetThumbprints(String arn, Release owner, List<String> from, List<String> to)
            implements OnProvider {}

    /** A change of what an environment may use up. */
    sealed interface OnQuota extends Step {
        /** The environment. */
        String environment();

        @Override
        default String subject() {
            return "environment " + environment();
        }
    }

    /**
     * The quota is set in place of what there was.
     *
     * @param from what there was; null for none
     */
    record SetQuota(String environment, @Nullable DesiredQuota from, DesiredQuota to)
            implements OnQuota {}

    /**
     * The environment has no quota any more.
     *
     * @param from what there was
     */
    record DeleteQuota(String environment, DesiredQuota from) implements OnQuota {}

    /** Something to know before saying yes. */
    record Note(String subject, String text) implements Step {}

    /** A difference that stays, because managementPolicies is Observe. */
    record Differs(String subject, String field, String is, String should) implements Step {}

    /**
     * The values ask for this, and it will not be done. A plan with a refusal is never applied, not
     * even in part.
     *
     * @param anew the table as it would have to be made, beside the one there is; null where a new
     *     table would not help
     * @param values the entry of {@code tables} for it, in YAML; null where nobody has written it
     */
    record Refuse(
            String subject, String reason, @Nullable DesiredTable anew, @Nullable String values)
            implements Step {
        /** A refusal that a new table would not help. */
        public Refuse(String subject, String reason) {
            this(subject, reason, null, null);
        }

        /** Returns this refusal with the entry for a new table. */
        public Refuse with(String entry) {
            return new Refuse(subject, reason, anew, entry);
        }
    }
}
