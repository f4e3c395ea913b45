package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.federation.OutboundTokens;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * GetWebIdentityToken: a signed statement of who the caller is, for services outside. They verify
 * it by the keys that they find below its issuer.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html">GetWebIdentityToken</a>
 */
final class GetWebIdentityToken
        implements Operation<
                QueryReader, XmlWriter, GetWebIdentityToken.Request, GetWebIdentityToken.Response> {
    private static final Constraint AUDIENCE =
            Constraint.elements(Constraint.minLength(1), Constraint.maxLength(1000));
    private static final List<Constraint> ALGORITHM =
            List.of(Constraint.oneOf(List.of("ES384", "RS256")));
    private static final int LEAST_SECONDS = 60;
    private static final int DEFAULT_SECONDS = 300;
    private static final int MOST_SECONDS = 3600;

    /** Under which name a token tells what is AWS's own. */
    private static final String NAMESPACE = "https://sts.amazonaws.com/";

    private final Identities identities;
    private final OutboundTokens tokens;
    private final InstantSource clock;

    GetWebIdentityToken(Identities identities, OutboundTokens tokens, InstantSource clock) {
        this.identities = identities;
        this.tokens = tokens;
        this.clock = clock;
    }

    record Request(List<String> audience, int seconds, String algorithm, Tags tags) {}

    record Response(String token, Instant expires) {
        @Override
        public String toString() {
            return "Response[" + expires + "]";
        }
    }

    @Override
    public String name() {
        return "GetWebIdentityToken";
    }

    @Override
    public Request decode(QueryReader in) {
        List<String> audience =
                in.requiredList(
                        "Audience", AUDIENCE, Constraint.minLength(1), Constraint.maxLength(10));
        Integer seconds = in.integer("DurationSeconds", LEAST_SECONDS, MOST_SECONDS);
        String algorithm = in.required("SigningAlgorithm", ALGORITHM);
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_PARAMETER_VALUE);
        return new Request(
                audience, Objects.requireNonNullElse(seconds, DEFAULT_SECONDS), algorithm, tags);
    }

    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        needed.add(
                Access.to(
                        "sts:GetWebIdentityToken",
                        "*",
                        tags(request)
                                .putAll("sts:IdentityTokenAudience", request.audience())
                                .put("sts:DurationSeconds", String.valueOf(request.seconds()))
                                .put("sts:SigningAlgorithm", request.algorithm())
                                .build()));
        if (!request.tags().isEmpty()) {
            needed.add(Access.to("sts:TagGetWebIdentityToken", "*", tags(request).build()));
        }
        return needed;
    }

    private static ConditionContext.Builder tags(Request request) {
        var context = ConditionContext.builder();
        RoleSessions.addTags(request.tags(), List.of(), context);
        return context;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Caller caller = authorized.caller();
        Account.Outbound outbound = identities.account(caller.account()).account().outbound();
        if (outbound == null || !outbound.enabled()) {
            throw new IdentityException(
                    IdentityException.Code.OUTBOUND_FEDERATION_DISABLED,
                    "Outbound web identity federation is not enabled for this account.");
        }
        Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plusSeconds(request.seconds());
        requireWithinSession(caller, expires);
        var claims =
                new OutboundTokens.Claims(
                        outbound.issuer(),
                        subject(caller),
                        request.audience(),
                        issued,
                        expires,
                        identities.read(caller.account(), draft -> draft.newBase32(26)),
                        Map.of(NAMESPACE, ofAws(caller, request)));
        var algorithm = OutboundTokens.Algorithm.valueOf(request.algorithm());
        return new Response(tokens.sign(claims, algorithm), expires);
    }

    private void requireWithinSession(Caller caller, Instant expires) {
        Session session =
                caller.principal().type() == Principal.Type.ASSUMED_ROLE
                        ? identities.sessions().find(caller.entityId())
                        : null;
        if (session != null && expires.isAfter(session.expires())) {
            throw new IdentityException(
                    IdentityException.Code.SESSION_DURATION_ESCALATION,
                    "The requested token duration would extend the session beyond its original"
                            + " expiration time.");
        }
    }

    /** The role rather than its session, as with aws:PrincipalArn. */
    private static String subject(Caller caller) {
        List<String> arn = caller.context().get("aws:PrincipalArn");
        return arn == null ? caller.principal().arn() : arn.getFirst();
    }

    private Map<String, Object> ofAws(Caller caller, Request request) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aws_account", caller.account());
        claims.put("principal_id", subject(caller));
        if (!request.tags().isEmpty()) {
            Map<String, String> tags = new LinkedHashMap<>();
            request.tags().list().forEach(tag -> tags.put(tag.key(), tag.value()));
            claims.put("request_tags", tags);
        }
        return claims;
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        out.text("WebIdentityToken", response.token()).time("Expiration", response.expires());
    }
}
