package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.TableFacts;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Grant;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.TableGrant;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Checks that every role can do what the values say. */
final class DeclaredGrants {
    private final AccessSnapshot snapshot;
    private final Reasoner reasoner;

    DeclaredGrants(AccessSnapshot snapshot, Reasoner reasoner) {
        this.snapshot = snapshot;
        this.reasoner = reasoner;
    }

    List<Check> checks(DesiredState declared) {
        return declared.roles().stream().map(role -> check(declared, role)).toList();
    }

    private Check check(DesiredState declared, RoleAccess access) {
        List<Finding> findings = new ArrayList<>();
        Optional<PrincipalFacts> role =
                snapshot.principals().stream()
                        .filter(who -> who.kind() == PrincipalFacts.Kind.ROLE)
                        .filter(who -> who.name().equals(access.role()))
                        .findFirst();
        if (role.isEmpty()) {
            findings.add(broken(access, "there is no role " + access.role(), List.of(), List.of()));
        }
        for (PolicyPart part : access.parts()) {
            for (TableGrant grant : part.grants()) {
                role.ifPresent(who -> findings.addAll(broken(access, who, grant)));
            }
        }
        return new Check(
                Check.Group.GRANTS,
                "role/" + access.role(),
                "can do what the values of " + declared.release().namespace() + " say",
                findings);
    }

    private List<Finding> broken(RoleAccess access, PrincipalFacts who, TableGrant grant) {
        Optional<TableFacts> table =
                snapshot.tables().stream()
                        .filter(t -> t.arn().equals(grant.tableArn()))
                        .findFirst();
        if (table.isEmpty()) {
            String name = grant.tableArn().substring(grant.tableArn().indexOf('/') + 1);
            return List.of(broken(access, "there is no table " + name, List.of(), List.of(name)));
        }
        SortedSet<String> actions = new TreeSet<>();
        SortedSet<String> resources = new TreeSet<>();
        for (Resource on : table.get().resources()) {
            for (String name : grant.grant().actions()) {
                ServiceAction action = ActionCatalog.get().find(name).orElseThrow();
                if (isGranted(grant.grant(), on.kind())
                        && action.isOn(on.kind().typeName())
                        && !(reasoner.ask(who, name, on) instanceof Answer.Yes)) {
                    actions.add(name);
                    resources.add(on.shortName());
                }
            }
        }
        return actions.isEmpty()
                ? List.of()
                : List.of(
                        broken(
                                access,
                                "may not do all that the values say on " + table.get().name(),
                                actions,
                                resources));
    }

    private static boolean isGranted(Grant grant, Resource.Kind on) {
        return switch (grant) {
            case READ, READ_AND_WRITE -> on == Resource.Kind.TABLE || on == Resource.Kind.INDEX;
            case WRITE -> on == Resource.Kind.TABLE;
            case STREAM -> on == Resource.Kind.STREAM;
            case SEARCH -> on == Resource.Kind.INDEX;
        };
    }

    private static Finding broken(
            RoleAccess access,
            String sentence,
            Collection<String> actions,
            Collection<String> resources) {
        return Finding.of(
                Finding.Kind.GRANT_WITHOUT_EFFECT,
                "role/" + access.role(),
                "role/" + access.role() + ": " + sentence,
                actions,
                resources,
                access.parts().stream().map(PolicyPart::name).toList(),
                null,
                "see what \"tablewright plan\" would change");
    }
}
