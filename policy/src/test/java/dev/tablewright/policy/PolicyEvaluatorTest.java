package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.Decision.StatementRef;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class PolicyEvaluatorTest {
    private static final String HERE = "111122223333";
    private static final String THERE = "444455556666";
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:" + HERE + ":table/T";
    private static final String ROLE = "arn:aws:iam::" + HERE + ":role/R";

    private static final AttachedPolicy ALLOW_ALL = identity("Allow", "*");
    private static final AttachedPolicy DENY_ALL = identity("Deny", "*");
    private static final AttachedPolicy ALLOW_PUT = identity("Allow", "dynamodb:PutItem");

    private static AttachedPolicy identity(String effect, String action) {
        return policy(
                PolicyKind.MANAGED,
                "'Effect':'" + effect + "','Action':'" + action + "','Resource':'*'");
    }

    private static AttachedPolicy onTable(String effect, String principal) {
        return policy(
                PolicyKind.RESOURCE,
                "'Effect':'%s','Action':'dynamodb:*','Resource':'%s','Principal':{'AWS':'%s'}"
                        .formatted(effect, TABLE, principal));
    }

    private static AttachedPolicy trust(String principal) {
        return policy(
                PolicyKind.TRUST,
                "'Effect':'Allow','Action':'sts:AssumeRole','Principal':" + principal);
    }

    private static AttachedPolicy policy(PolicyKind kind, String members) {
        String text = "{'Version':'2012-10-17','Statement':{" + members + "}}";
        return new AttachedPolicy(
                members,
                kind == PolicyKind.MANAGED,
                PolicyDocument.parse(text.replace('\'', '"'), kind));
    }

    private static Principal user(String account) {
        String arn = "arn:aws:iam::" + account + ":user/Alice";
        return new Principal(Principal.Type.USER, account, arn, List.of(arn));
    }

    private static Principal root(String account) {
        return new Principal(
                Principal.Type.ACCOUNT, account, "arn:aws:iam::" + account + ":root", List.of());
    }

    private static AppliedPolicies identity(AttachedPolicy... policies) {
        return new AppliedPolicies(List.of(policies), null, null);
    }

    private static Decision get(
            Principal principal,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        return PolicyEvaluator.decide(
                new AuthorizationRequest(
                        principal, "dynamodb:GetItem", TABLE, HERE, ConditionContext.EMPTY),
                policies,
                resourcePolicy);
    }

    private static Decision assume(
            Principal principal, AppliedPolicies policies, AttachedPolicy trustPolicy) {
        return PolicyEvaluator.decideTrust(
                new AuthorizationRequest(
                        principal, "sts:AssumeRole", ROLE, HERE, ConditionContext.EMPTY),
                policies,
                trustPolicy);
    }

    private static Decision missing(PolicyLayer layer) {
        return new Decision.ImplicitlyDenied(layer);
    }

    @Test
    void nothingAllowsNothing() {
        assertThat(get(user(HERE), AppliedPolicies.NONE, null))
                .isEqualTo(missing(PolicyLayer.IDENTITY));
    }

    @Test
    void identityPolicyAllowsAndIsNamed() {
        assertThat(get(user(HERE), identity(ALLOW_PUT, ALLOW_ALL), null))
                .isEqualTo(new Decision.Allowed(List.of(new StatementRef(ALLOW_ALL, 0))));
    }

    @Test
    void denyOutweighsAndNamesEveryStatementThatDenies() {
        assertThat(get(user(HERE), identity(ALLOW_ALL, DENY_ALL, DENY_ALL), null))
                .isEqualTo(
                        new Decision.ExplicitlyDenied(
                                PolicyLayer.IDENTITY,
                                List.of(
                                        new StatementRef(DENY_ALL, 0),
                                        new StatementRef(DENY_ALL, 0))));
    }

    @Test
    void boundaryAndSessionLimit() {
        List<AttachedPolicy> all = List.of(ALLOW_ALL);
        assertThat(get(user(HERE), new AppliedPolicies(all, ALLOW_PUT, null), null))
                .isEqualTo(missing(PolicyLayer.PERMISSIONS_BOUNDARY));
        assertThat(get(user(HERE), new AppliedPolicies(all, ALLOW_ALL, List.of(ALLOW_PUT)), null))
                .isEqualTo(missing(PolicyLayer.SESSION));
        assertThat(get(user(HERE), new AppliedPolicies(all, null, List.of()), null))
                .as("a session with an empty list may do nothing")
                .isEqualTo(missing(PolicyLayer.SESSION));
        assertThat(
                        get(
                                        user(HERE),
                                        new AppliedPolicies(
                                                all, ALLOW_ALL, List.of(ALLOW_PUT, ALLOW_ALL)),
                                        null)
                                .isAllowed())
                .as("session policies are a union")
                .isTrue();
        assertThat(get(user(HERE), new AppliedPolicies(all, DENY_ALL, null), null))
                .isInstanceOf(Decision.ExplicitlyDenied.class);
    }

    @Test
    void resourcePolicyIsAUnionInOneAccount() {
        AttachedPolicy toAlice = onTable("Allow", user(HERE).arn());
        assertThat(get(user(HERE), AppliedPolicies.NONE, toAlice).isAllowed()).isTrue();
        assertThat(get(user(HERE), AppliedPolicies.NONE, onTable("Allow", HERE)))
                .isEqualTo(missing(PolicyLayer.IDENTITY));
        assertThat(
                        get(user(HERE), new AppliedPolicies(List.of(), ALLOW_PUT, null), toAlice)
                                .isAllowed())
                .as("a user that is named is not limited by the boundary")
                .isTrue();
        assertThat(get(user(HERE), new AppliedPolicies(List.of(), DENY_ALL, null), toAlice))
                .as("but by a Deny in it")
                .isInstanceOf(Decision.ExplicitlyDenied.class);
    }

    @Test
    void acrossAccountsBothSidesAreNeeded() {
        AttachedPolicy toAccount = onTable("Allow", THERE);
        assertThat(get(user(THERE), identity(ALLOW_ALL), null))
                .isEqualTo(missing(PolicyLayer.RESOURCE));
        assertThat(get(user(THERE), AppliedPolicies.NONE, toAccount))
                .isEqualTo(missing(PolicyLayer.IDENTITY));
        assertThat(get(user(THERE), identity(ALLOW_ALL), toAccount))
                .isEqualTo(
                        new Decision.Allowed(
                                List.of(
                                        new StatementRef(ALLOW_ALL, 0),
                                        new StatementRef(toAccount, 0))));
        assertThat(get(root(THERE), AppliedPolicies.NONE, toAccount).isAllowed())
                .as("a root user needs no policy on its own side")
                .isTrue();
        assertThat(get(root(THERE), AppliedPolicies.NONE, null))
                .isEqualTo(missing(PolicyLayer.RESOURCE));
    }

    @Test
    void rootUserIsStoppedByADenyOnly() {
        assertThat(get(root(HERE), AppliedPolicies.NONE, null).isAllowed()).isTrue();
        assertThat(get(root(HERE), AppliedPolicies.NONE, onTable("Deny", "*")))
                .isInstanceOf(Decision.ExplicitlyDenied.class);
    }

    @Test
    void whoAmICannotBeDenied() {
        assertThat(
                        PolicyEvaluator.decide(
                                        new AuthorizationRequest(
                                                user(HERE),
                                                "sts:GetCallerIdentity",
                                                "*",
                                                HERE,
                                                ConditionContext.EMPTY),
                                        identity(DENY_ALL),
                                        null)
                                .isAllowed())
                .isTrue();
    }

    @Test
    void trustOfTheUserItselfNeedsNoOtherPolicy() {
        assertThat(
                        assume(
                                        user(HERE),
                                        AppliedPolicies.NONE,
                                        trust("{'AWS':'" + user(HERE).arn() + "'}"))
                                .isAllowed())
                .isTrue();
    }

    @Test
    void trustOfTheAccountNeedsAnIdentityPolicy() {
        AttachedPolicy trust = trust("{'AWS':'arn:aws:iam::" + HERE + ":root'}");
        assertThat(assume(user(HERE), AppliedPolicies.NONE, trust))
                .isEqualTo(missing(PolicyLayer.IDENTITY));
        assertThat(assume(user(HERE), identity(ALLOW_ALL), trust).isAllowed()).isTrue();
        assertThat(assume(user(HERE), identity(ALLOW_ALL, DENY_ALL), trust))
                .isInstanceOf(Decision.ExplicitlyDenied.class);
    }

    @Test
    void trustOfSomebodyElseIsNoTrust() {
        assertThat(assume(user(HERE), identity(ALLOW_ALL), trust("{'AWS':'" + THERE + "'}")))
                .isEqualTo(missing(PolicyLayer.TRUST));
    }

    @Test
    void trustAcrossAccountsNeedsBothSides() {
        AttachedPolicy trust = trust("{'AWS':'" + user(THERE).arn() + "'}");
        assertThat(assume(user(THERE), AppliedPolicies.NONE, trust))
                .isEqualTo(missing(PolicyLayer.IDENTITY));
        assertThat(assume(user(THERE), identity(ALLOW_ALL), trust).isAllowed()).isTrue();
    }

    @Test
    void rootUsersAssumeNoRole() {
        assertThat(assume(root(HERE), AppliedPolicies.NONE, trust("'*'")))
                .isEqualTo(missing(PolicyLayer.TRUST));
    }

    @Test
    void identityProvidersUserNeedsTheTrustPolicyOnly() {
        String provider = "arn:aws:iam::" + HERE + ":oidc-provider/idp";
        Principal web = new Principal(Principal.Type.FEDERATED, "", provider, List.of(provider));
        AttachedPolicy trust =
                policy(
                        PolicyKind.TRUST,
                        "'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity',"
                                + "'Principal':{'Federated':'"
                                + provider
                                + "'},'Condition':{'StringEquals':{'idp:sub':'me'}}");
        for (String subject : List.of("me", "you")) {
            Decision decision =
                    PolicyEvaluator.decideTrust(
                            new AuthorizationRequest(
                                    web,
                                    "sts:AssumeRoleWithWebIdentity",
                                    ROLE,
                                    HERE,
                                    ConditionContext.builder().put("idp:sub", subject).build()),
                            AppliedPolicies.NONE,
                            trust);
            assertThat(decision.isAllowed()).as(subject).isEqualTo(subject.equals("me"));
        }
    }

    @Test
    void everyStatementThatAppliesIsListedByLayer() {
        AuthorizationRequest request =
                new AuthorizationRequest(
                        user(HERE), "dynamodb:GetItem", TABLE, HERE, ConditionContext.EMPTY);
        AttachedPolicy toAlice = onTable("Allow", user(HERE).arn());

        assertThat(
                        PolicyEvaluator.applying(
                                request,
                                new AppliedPolicies(
                                        List.of(ALLOW_ALL, ALLOW_PUT, DENY_ALL),
                                        ALLOW_PUT,
                                        List.of(ALLOW_ALL)),
                                toAlice))
                .containsEntry(
                        PolicyLayer.IDENTITY,
                        List.of(new StatementRef(ALLOW_ALL, 0), new StatementRef(DENY_ALL, 0)))
                .containsEntry(PolicyLayer.PERMISSIONS_BOUNDARY, List.of())
                .containsEntry(PolicyLayer.SESSION, List.of(new StatementRef(ALLOW_ALL, 0)))
                .containsEntry(PolicyLayer.RESOURCE, List.of(new StatementRef(toAlice, 0)))
                .hasSize(4);
    }
}
