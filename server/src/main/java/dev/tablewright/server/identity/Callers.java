package dev.tablewright.server.identity;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns an owner of credentials into what policies see of it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">the
 *     table of principal key values</a>
 */
public final class Callers {
    private Callers() {}

    static Caller root(Account account) {
        return new Caller(rootPrincipal(account), account.id(), rootKeys(account).build());
    }

    /** The user, by a key of its own. */
    public static Caller user(User user) {
        return new Caller(userPrincipal(user), user.id(), userKeys(user).build());
    }

    static Caller rootSession(Account account, Session session) {
        return new Caller(
                rootPrincipal(account),
                session.accessKeyId(),
                temporary(rootKeys(account), session).build());
    }

    static Caller userSession(User user, Session session) {
        return new Caller(
                userPrincipal(user),
                session.accessKeyId(),
                temporary(userKeys(user), session).build());
    }

    static Caller roleSession(Role role, Session session) {
        String arn = role.sessionArn(session.name());
        var principal =
                new Principal(
                        Principal.Type.ASSUMED_ROLE,
                        role.account(),
                        arn,
                        List.of(arn, role.arn(), role.id()));
        var keys =
                common(principal, role.arn()).put("aws:userid", role.id() + ":" + session.name());
        tags(keys, role.tags().with(session.tags()));
        if (session.federation() != null) {
            session.federation().addTo(keys);
        }
        return new Caller(principal, session.accessKeyId(), temporary(keys, session).build());
    }

    /** A federated user of an IAM user, whose tags it has. */
    static Caller federatedUser(User user, Session session) {
        return federatedUser(
                List.of(user.arn(), user.id()), user.tags().with(session.tags()), session);
    }

    /** A federated user of the root user. */
    static Caller federatedUser(Session session) {
        return federatedUser(List.of(), session.tags(), session);
    }

    private static Caller federatedUser(List<String> ofUser, Tags tags, Session session) {
        String arn = FederatedUsers.arn(session.account(), session.name());
        List<String> matches = new ArrayList<>(List.of(arn));
        matches.addAll(ofUser);
        var principal =
                new Principal(Principal.Type.FEDERATED_USER, session.account(), arn, matches);
        var keys =
                common(principal, arn)
                        .put("aws:userid", FederatedUsers.id(session.account(), session.name()));
        tags(keys, tags);
        return new Caller(principal, session.accessKeyId(), temporary(keys, session).build());
    }

    /**
     * A role in itself, as it is simulated: some session of it, of which no name and no tags are
     * known.
     */
    public static Caller role(Role role) {
        var principal =
                new Principal(
                        Principal.Type.ASSUMED_ROLE,
                        role.account(),
                        role.arn(),
                        List.of(role.arn(), role.id()));
        var keys = common(principal, role.arn());
        tags(keys, role.tags());
        return new Caller(principal, role.id(), keys.build());
    }

    private static Principal rootPrincipal(Account account) {
        return new Principal(Principal.Type.ACCOUNT, account.id(), account.rootArn(), List.of());
    }

    private static ConditionContext.Builder rootKeys(Account account) {
        return common(rootPrincipal(account), account.rootArn()).put("aws:userid", account.id());
    }

    private static Principal userPrincipal(User user) {
        return new Principal(
                Principal.Type.USER, user.account(), user.arn(), List.of(user.arn(), user.id()));
    }

    private static ConditionContext.Builder userKeys(User user) {
        var keys =
                common(userPrincipal(user), user.arn())
                        .put("aws:username", user.name())
                        .put("aws:userid", user.id());
        tags(keys, user.tags());
        return keys;
    }

    private static ConditionContext.Builder common(Principal principal, String principalArn) {
        return ConditionContext.builder()
                .put("aws:PrincipalArn", principalArn)
                .put("aws:PrincipalAccount", principal.account())
                .put("aws:PrincipalType", principal.type().conditionValue())
                .put("aws:PrincipalIsAWSService", "false");
    }

    private static void tags(ConditionContext.Builder keys, Tags tags) {
        for (Tags.Tag tag : tags.list()) {
            keys.put("aws:PrincipalTag/" + tag.key(), tag.value());
        }
    }

    private static ConditionContext.Builder temporary(
            ConditionContext.Builder keys, Session session) {
        keys.put("aws:TokenIssueTime", DateTimeFormatter.ISO_INSTANT.format(session.issued()))
                .put("aws:MultiFactorAuthPresent", Boolean.toString(session.multiFactor()));
        if (session.sourceIdentity() != null) {
            keys.put("aws:SourceIdentity", session.sourceIdentity());
        }
        return keys;
    }
}
