package dev.tablewright.server.audit;

import dev.tablewright.model.json.JsonWriter;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Denied;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.identity.Caller;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Writes entries as CloudTrail's events, so that tools for those read ours. What we know more is in
 * {@code additionalEventData}, which CloudTrail leaves to each service: the decision with its
 * statements, the time taken, and of denials the {@link DecisionRecord}.
 *
 * <p>Nothing secret gets in: of the parameters only those that are names of things, of items
 * nothing but partition keys, and these only as configured. Sentences that may quote a request's
 * values are left out of data events.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">CloudTrail
 *     record contents</a>
 */
final class CloudTrailEvent {
    private static final String VERSION = "1.11";

    /** Ends of the names of parameters that name things. */
    private static final List<String> NAMING =
            List.of("Name", "Arn", "ARN", "Path", "PathPrefix", "VersionId", "Status");

    /** Errors of data requests whose sentences may quote values. */
    private static final Set<String> QUOTING =
            Set.of(
                    "ValidationException",
                    "SerializationException",
                    "TransactionCanceledException",
                    "DuplicateItemException");

    private static final int MOST_RESOURCES = 100;

    private final JsonWriter out;
    private final KeyValues keys;
    private final RandomGenerator random;

    /**
     * Creates a writer.
     *
     * @param random makes event ids, which are no secrets
     */
    CloudTrailEvent(JsonWriter out, KeyValues keys, RandomGenerator random) {
        this.out = out;
        this.keys = keys;
        this.random = random;
    }

    /**
     * Writes one event.
     *
     * @param now stands in for the time where the request had no valid signature
     * @param explained whether a denial's record is written too
     */
    void write(AuditEntry entry, Instant now, boolean explained) {
        RequestContext context = entry.context();
        String service = entry.service();
        String operation = entry.operation();
        boolean data = ApiCall.isData(service, operation);
        var _ = out.beginObject();
        text("eventVersion", VERSION);
        userIdentity(entry, context);
        text("eventTime", seconds(context == null ? now : context.time()));
        text("eventSource", service == null ? null : ApiCall.source(service));
        text("eventName", operation == null ? "Unknown" : operation);
        if (context != null) {
            text("awsRegion", context.region());
            text("sourceIPAddress", context.sourceIp());
            text("userAgent", context.userAgent());
        }
        error(entry, data);
        requestParameters(entry);
        var _ = out.name("responseElements").nul();
        additional(entry, explained);
        text("requestID", entry.requestId());
        text("eventID", id());
        flag("readOnly", operation != null && ApiCall.isReadOnly(operation));
        resources(entry.needed());
        text("eventType", "AwsApiCall");
        flag("managementEvent", !data);
        text("recipientAccountId", context == null ? null : context.caller().account());
        text("eventCategory", data ? "Data" : "Management");
        var _ = out.endObject();
    }

    /** Writes an event of the trail itself, for instance that it begins. */
    void writeNote(String name, Instant now, Map<String, String> details) {
        var _ = out.beginObject();
        text("eventVersion", VERSION);
        var _ = out.name("userIdentity").beginObject();
        text("type", "AWSService");
        text("invokedBy", "tablewright");
        var _ = out.endObject();
        text("eventTime", seconds(now));
        text("eventSource", "tablewright");
        text("eventName", name);
        var _ = out.name("additionalEventData").beginObject();
        details.forEach(this::text);
        var _ = out.endObject();
        text("eventID", id());
        text("eventType", "AwsServiceEvent");
        flag("managementEvent", true);
        text("eventCategory", "Management");
        var _ = out.endObject();
    }

    /** Writes how often something was used since the last such event. */
    void writeUse(Usage.Use use, Instant now) {
        var _ = out.beginObject();
        text("eventVersion", VERSION);
        var _ = out.name("userIdentity").beginObject();
        text("arn", use.identity());
        var _ = out.endObject();
        text("eventTime", seconds(now));
        text("eventSource", "tablewright");
        text("eventName", "Usage");
        var _ = out.name("additionalEventData").beginObject();
        text("action", use.action());
        var _ = out.name("count").number(use.count());
        text("last", seconds(use.last()));
        var _ = out.endObject();
        text("eventID", id());
        var _ = out.name("resources").beginArray().beginObject();
        text("ARN", use.resource());
        var _ = out.endObject().endArray();
        text("eventType", "AwsServiceEvent");
        flag("managementEvent", false);
        text("eventCategory", "Usage");
        var _ = out.endObject();
    }

    private void userIdentity(AuditEntry entry, @Nullable RequestContext context) {
        var _ = out.name("userIdentity").beginObject();
        if (context == null) {
            text("type", "Unknown");
        } else {
            caller(context.caller());
        }
        text("accessKeyId", entry.accessKeyId());
        var _ = out.endObject();
    }

    private void caller(Caller caller) {
        Principal principal = caller.principal();
        ConditionContext keysOfCaller = caller.context();
        text("type", type(principal.type()));
        text("principalId", Identity.first(keysOfCaller, "aws:userid"));
        text("arn", principal.arn());
        text("accountId", principal.account());
        text("userName", Identity.first(keysOfCaller, "aws:username"));
        String issued = Identity.first(keysOfCaller, "aws:TokenIssueTime");
        if (issued != null) {
            sessionContext(caller, issued);
        }
    }

    private static String type(Principal.Type type) {
        return switch (type) {
            case ACCOUNT -> "Root";
            case USER -> "IAMUser";
            case ASSUMED_ROLE -> "AssumedRole";
            case FEDERATED_USER -> "FederatedUser";
            case FEDERATED -> "WebIdentityUser";
            case ANONYMOUS -> "Unknown";
        };
    }

    private void sessionContext(Caller caller, String issued) {
        var _ = out.name("sessionContext").beginObject();
        if (caller.principal().type() == Principal.Type.ASSUMED_ROLE) {
            Identity role = Identity.of(caller);
            var _ = out.name("sessionIssuer").beginObject();
            text("type", "Role");
            text("principalId", role.uniqueId());
            text("arn", role.arn());
            text("accountId", caller.account());
            text("userName", role.arn().substring(role.arn().lastIndexOf('/') + 1));
            var _ = out.endObject();
        }
        var _ = out.name("attributes").beginObject();
        text("creationDate", issued);
        text("mfaAuthenticated", Identity.first(caller.context(), "aws:MultiFactorAuthPresent"));
        var _ = out.endObject();
        text("sourceIdentity", Identity.first(caller.context(), "aws:SourceIdentity"));
        var _ = out.endObject();
    }

    /** CloudTrail has one name for a denial, whatever the service calls it. */
    private void error(AuditEntry entry, boolean data) {
        if (entry.succeeded()) {
            return;
        }
        String code = entry.outcome();
        text("errorCode", code.equals("AccessDeniedException") ? "AccessDenied" : code);
        if (!data || !QUOTING.contains(code)) {
            text("errorMessage", entry.message());
        }
    }

    private void requestParameters(AuditEntry entry) {
        Map<String, String> named = new TreeMap<>();
        entry.parameters()
                .forEach(
                        (name, value) -> {
                            if (NAMING.stream().anyMatch(name::endsWith)) {
                                named.put(lowerFirst(name), value);
                            }
                        });
        for (Access access : entry.needed()) {
            ResourceName.of(access.resource()).forEach(named::putIfAbsent);
        }
        if (named.isEmpty()) {
            var _ = out.name("requestParameters").nul();
            return;
        }
        var _ = out.name("requestParameters").beginObject();
        named.forEach(this::text);
        partitionKeys(entry.needed());
        var _ = out.endObject();
    }

    private void partitionKeys(List<Access> needed) {
        if (keys.form() == KeyValues.Form.OFF) {
            return;
        }
        Set<String> values = new LinkedHashSet<>();
        for (Access access : needed) {
            List<String> leading = access.context().get("dynamodb:LeadingKeys");
            if (leading != null) {
                values.addAll(keys.shown("dynamodb:LeadingKeys", leading));
            }
        }
        if (!values.isEmpty()) {
            var _ = out.name("partitionKeys").beginArray();
            values.forEach(out::string);
            var _ = out.endArray();
        }
    }

    private static String lowerFirst(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private void additional(AuditEntry entry, boolean explained) {
        var _ = out.name("additionalEventData").beginObject();
        Decision decision = entry.decision();
        Denied denied = entry.denied();
        if (decision != null) {
            text("decision", verdict(entry, denied));
            statements(denied == null ? decision : denied.decision());
        }
        text("detail", entry.detail());
        var _ = out.name("micros").number(entry.micros());
        if (denied != null && explained) {
            var _ = out.name("decisionRecord");
            DecisionRecord.write(entry, denied, keys, out);
        }
        var _ = out.endObject();
    }

    private static String verdict(AuditEntry entry, @Nullable Denied denied) {
        if (denied == null) {
            return "allowed";
        }
        return entry.letThrough() ? "wouldBeDenied" : "denied";
    }

    private void statements(Decision decision) {
        List<StatementRef> statements =
                switch (decision) {
                    case Decision.Allowed(var refs) -> refs;
                    case Decision.ExplicitlyDenied(_, var refs) -> refs;
                    case Decision.ImplicitlyDenied _ -> List.of();
                };
        if (statements.isEmpty()) {
            return;
        }
        var _ = out.name("statements").beginArray();
        for (StatementRef ref : statements) {
            var _ = out.beginObject();
            text("policy", ref.policy().name());
            text("sid", ref.statement().source().sid());
            var _ = out.name("statement").number(ref.index() + 1);
            var _ = out.endObject();
        }
        var _ = out.endArray();
    }

    private void resources(List<Access> needed) {
        List<String> arns = new ArrayList<>();
        for (Access access : needed) {
            if (access.resource().startsWith("arn:")
                    && arns.size() < MOST_RESOURCES
                    && !arns.contains(access.resource())) {
                arns.add(access.resource());
            }
        }
        if (arns.isEmpty()) {
            return;
        }
        var _ = out.name("resources").beginArray();
        for (String arn : arns) {
            var _ = out.beginObject();
            text("accountId", ResourceName.account(arn));
            text("type", ResourceName.type(arn));
            text("ARN", arn);
            var _ = out.endObject();
        }
        var _ = out.endArray();
    }

    private String id() {
        return new UUID(
                        (random.nextLong() & ~0xF000L) | 0x4000L,
                        (random.nextLong() >>> 2) | Long.MIN_VALUE)
                .toString();
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            var _ = out.name(name).string(value);
        }
    }

    private void flag(String name, boolean value) {
        var _ = out.name(name).bool(value);
    }
}
