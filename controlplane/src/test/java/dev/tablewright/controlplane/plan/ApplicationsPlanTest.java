package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.DesiredRole;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedApplications;
import dev.tablewright.controlplane.observed.ObservedApplications.ProviderState;
import dev.tablewright.controlplane.observed.ObservedApplications.RoleState;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ApplicationsPlanTest {
    private static final String FILE =
            """
            cluster: {oidcIssuer: https://oidc.example}
            tags: {team: koa}
            applications:
              - name: access
            """;
    private static final Plan NO_TABLES = new Plan(List.of(), List.of());
    private static final ProviderState PROVIDER =
            new ProviderState.Present(Set.of("sts.amazonaws.com"), Set.of(), Map.of());

    @Test
    void aMissingRoleIsMadeBeforeTheTablesAndPromisedToThem() throws Exception {
        ApplicationsPlan plan = plan(FILE, Map.of("access-koa-dev", new RoleState.Absent()));

        assertThat(texts(plan.around(NO_TABLES)))
                .containsExactly("role access-koa-dev: create, for service account koa-dev/access");
        ObservedState announced =
                plan.announced(
                        new ObservedState(
                                Map.of(),
                                Map.of(),
                                Map.of("access-koa-dev", new ObservedRole.Missing("no"))));
        assertThat(announced.roles().get("access-koa-dev"))
                .isInstanceOfSatisfying(
                        ObservedRole.Present.class,
                        role -> assertThat(role.mayBePlatforms()).isTrue());
    }

    @Test
    void asTheFileSaysIsAnEmptyPlanInWhateverOrderAndForm() throws Exception {
        RoleState.Present there = asDesired(FILE);
        String trust =
                there.trust()
                        .replace(
                                "\"oidc.example:sub\":\"system:serviceaccount:koa-dev:access\"",
                                "\"oidc.example:sub\":[\"system:serviceaccount:koa-dev:access\"]")
                        .replace(
                                "{\"Effect\":\"Allow\",",
                                "{\"Sid\":\"pods\",\"Effect\":\"Allow\",");
        assertThat(trust).isNotEqualTo(there.trust());

        Map<String, String> tags = new HashMap<>(there.tags());
        tags.put("set-by-others", "stays");
        assertThat(texts(of(FILE, with(there, trust, 3600, "arn:others", tags)))).isEmpty();
    }

    @Test
    void whatDiffersIsChangedAndSaidAsDrift() throws Exception {
        RoleState.Present there = asDesired(FILE);
        String trust = there.trust().replace("koa-dev:access", "koa-dev:other");
        Map<String, String> tags = new HashMap<>(there.tags());
        tags.put("team", "other");
        RoleState.Present changed = with(there, trust, 7200, null, tags);

        assertThat(texts(of(FILE, changed)))
                .containsExactly(
                        "role access-koa-dev: set tags team=koa (was other)",
                        "role access-koa-dev: change the trust policy: service account"
                                + " koa-dev/other -> service account koa-dev/access",
                        "role access-koa-dev: maxSessionDuration 7200 -> 3600");
        assertThat(plan(FILE, Map.of("access-koa-dev", changed)).drift().differences())
                .extracting(Step.Differs::field)
                .containsExactly("tag team", "trust policy", "maxSessionDuration");
    }

    /** The same service account for another audience: only the documents show it. */
    @Test
    void aConditionThatWasTakenAwayIsDrift() throws Exception {
        RoleState.Present there = asDesired(FILE);
        String trust = there.trust().replace("\"oidc.example:aud\":\"sts.amazonaws.com\",", "");

        assertThat(
                        plan(
                                        FILE,
                                        Map.of(
                                                "access-koa-dev",
                                                with(there, trust, 3600, null, there.tags())))
                                .drift()
                                .differences())
                .singleElement()
                .satisfies(differs -> assertThat(differs.is()).isEqualTo(trust));
    }

    @Test
    void aBoundaryIsTakenBackOnlyIfTheFileOnceSetIt() throws Exception {
        String bounded = "permissionsBoundary: arn:aws:iam::123456789012:policy/b\n" + FILE;
        RoleState.Present there = asDesired(bounded);

        assertThat(texts(of(bounded, there))).isEmpty();
        assertThat(texts(of(FILE, there)))
                .containsExactly(
                        "role access-koa-dev: permissions boundary"
                                + " arn:aws:iam::123456789012:policy/b -> none",
                        "role access-koa-dev: remove tags idp/permissions-boundary=values");
        assertThat(texts(of(bounded, with(there, there.trust(), 3600, null, there.tags()))))
                .containsExactly(
                        "role access-koa-dev: permissions boundary none ->"
                                + " arn:aws:iam::123456789012:policy/b");
    }

    @Test
    void aTagThatLeftTheFileIsRemovedAndOthersStay() throws Exception {
        assertThat(texts(of(FILE.replace("tags: {team: koa}\n", ""), asDesired(FILE))))
                .singleElement()
                .asString()
                .contains("remove tags")
                .contains("team=koa");
    }

    @Test
    void rolesOfOthersAreLeftAlone() throws Exception {
        RoleState.Present there = asDesired(FILE);
        Map<String, String> other = new HashMap<>(there.tags());
        other.put("idp/release", "another");

        assertThat(texts(of(FILE, with(there, there.trust(), 3600, null, other))))
                .containsExactly(
                        "role access-koa-dev: belongs to release another in namespace koa-dev as"
                                + " the role of its application access; rename one of the two");
        assertThat(texts(of(FILE, with(there, there.trust(), 3600, null, Map.of()))))
                .singleElement()
                .asString()
                .contains("write \"adopt: true\" at the application");
        assertThat(
                        texts(
                                of(
                                        FILE,
                                        with(
                                                there,
                                                there.trust(),
                                                3600,
                                                null,
                                                Map.of("managed-by", "terraform")))))
                .singleElement()
                .asString()
                .contains("belongs to the owner its tags name (managed-by: terraform)");
        assertThat(
                        texts(
                                of(
                                        FILE + "    adopt: true\n",
                                        with(there, there.trust(), 3600, null, Map.of()))))
                .hasSize(2)
                .first()
                .isEqualTo("role access-koa-dev: exists without an owner and is adopted");
        assertThat(texts(of(FILE + "    rolePath: /x/\n", there)))
                .singleElement()
                .asString()
                .endsWith("a path cannot be changed: write rolePath: /");
    }

    @Test
    void aRoleIsDeletedLastAndOnlyWhenNothingOfOthersIsOnIt() throws Exception {
        RoleState.Present there = asDesired(FILE);
        String none =
                FILE.replace("  - name: access\n", "").replace("applications:", "applications: []");
        String ours = "arn:aws:iam::123456789012:policy/idp-dynamodb-x";
        RoleState.Present held =
                new RoleState.Present(
                        "/",
                        there.trust(),
                        3600,
                        null,
                        there.tags(),
                        Set.of(ours, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
                        Set.of("own"));

        assertThat(texts(of(none, there))).containsExactly("role access-koa-dev: delete");
        assertThat(texts(of(none, held)))
                .containsExactly(
                        "role access-koa-dev: has left the file and would be deleted, but policies"
                                + " of others are on it:"
                                + " arn:aws:iam::123456789012:policy/idp-dynamodb-x,"
                                + " arn:aws:iam::aws:policy/ReadOnlyAccess, own (inline); let them be"
                                + " detached first, or write deletionPolicy: Orphan");
        Plan detaching =
                new Plan(
                        List.of(
                                new Step.Detach(
                                        Principal.role("access-koa-dev"), "idp-dynamodb-x", ours)),
                        List.of());
        RoleState.Present released =
                new RoleState.Present(
                        "/", there.trust(), 3600, null, there.tags(), Set.of(ours), Set.of());
        assertThat(
                        plan(none, Map.of("access-koa-dev", released))
                                .around(detaching)
                                .steps()
                                .getLast())
                .isInstanceOf(Step.DeleteRole.class);
        assertThat(texts(of("deletionPolicy: Orphan\n" + none, held)))
                .singleElement()
                .asString()
                .contains("stays, by deletionPolicy Orphan");
    }

    @Test
    void observeChangesNothing() throws Exception {
        Plan plan =
                plan(
                                "managementPolicies: Observe\n" + FILE,
                                Map.of("access-koa-dev", new RoleState.Absent()))
                        .around(NO_TABLES);

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.only(Step.Differs.class)).hasSize(1);
    }

    @Test
    void theProviderIsMadeWhenAskedForAndNeverTakenFromOthers() throws Exception {
        String making = FILE.replace("{oidc", "{createOidcProvider: true, oidc");
        Map<String, RoleState> roles = Map.of("access-koa-dev", asDesired(FILE));

        assertThat(texts(plan(making, roles, new ProviderState.Absent()).around(NO_TABLES)))
                .containsExactly(
                        "oidc-provider oidc.example: create, for tokens for sts.amazonaws.com");
        assertThat(texts(plan(FILE, roles, new ProviderState.Absent()).around(NO_TABLES)))
                .singleElement()
                .asString()
                .contains("no token of the cluster is accepted");
        ProviderState others = new ProviderState.Present(Set.of("somebody"), Set.of(), Map.of());
        assertThat(texts(plan(making, roles, others).around(NO_TABLES)))
                .singleElement()
                .asString()
                .contains("accepts tokens for somebody and not for sts.amazonaws.com");
    }

    /** The steps go through a file and come back as they were. */
    @Test
    void theStepsCanBeSaved() throws Exception {
        RoleState.Present there = asDesired(FILE);
        Map<String, RoleState> roles = new LinkedHashMap<>();
        roles.put(
                "access-koa-dev",
                with(there, there.trust().replace("access", "x"), 7200, null, there.tags()));
        roles.put("gone-koa-dev", there);
        Plan plan =
                plan(
                                FILE.replace("{oidc", "{createOidcProvider: true, oidc"),
                                roles,
                                new ProviderState.Absent())
                        .around(NO_TABLES);
        Plan made = plan(FILE, Map.of("access-koa-dev", new RoleState.Absent())).around(NO_TABLES);

        for (Plan one : List.of(plan, made)) {
            SavedPlan saved =
                    new SavedPlan(
                            SavedPlan.VERSION,
                            "AWS",
                            "eu-west-1",
                            new AwsAccount("aws", "123456789012"),
                            new Release("koa-dev", "dynamo-tables"),
                            List.of("a.yaml"),
                            "0",
                            one);
            assertThat(SavedPlan.read(saved.write()).plan()).isEqualTo(one);
        }
    }

    private static List<String> texts(Plan plan) {
        return plan.steps().stream()
                .map(step -> step.subject() + ": " + StepText.of(step))
                .toList();
    }

    private static Plan of(String file, RoleState there) throws Exception {
        return plan(file, Map.of("access-koa-dev", there)).around(NO_TABLES);
    }

    private static ApplicationsPlan plan(String file, Map<String, RoleState> roles)
            throws Exception {
        return plan(file, roles, PROVIDER);
    }

    private static ApplicationsPlan plan(
            String file, Map<String, RoleState> roles, ProviderState provider) throws Exception {
        return ApplicationsPlan.of(desired(file), new ObservedApplications(roles, provider));
    }

    private static DesiredApplications desired(String file) throws Exception {
        return DesiredApplications.of(
                ValuesParser.applications(List.of(new Source("a.yaml", file))),
                new Release("koa-dev", "idp-advanced"),
                new AwsAccount("aws", "123456789012"));
    }

    private static RoleState.Present asDesired(String file) throws Exception {
        DesiredRole role = desired(file).roles().getFirst();
        return new RoleState.Present(
                role.path(),
                role.trust(),
                role.maxSessionSeconds(),
                role.boundary(),
                role.tags(),
                Set.of(),
                Set.of());
    }

    private static RoleState.Present with(
            RoleState.Present role,
            String trust,
            int seconds,
            @Nullable String boundary,
            Map<String, String> tags) {
        return new RoleState.Present(
                role.path(), trust, seconds, boundary, tags, role.attached(), role.inline());
    }
}
