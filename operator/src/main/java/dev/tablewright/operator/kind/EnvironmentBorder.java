package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.DesiredEnvironment;
import dev.tablewright.controlplane.desired.DesiredPrincipal;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.values.EnvironmentValues;
import dev.tablewright.controlplane.values.PolicyForm;
import dev.tablewright.operator.managed.ExternalFailure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an Environment object may ask for: whoever may write one in a namespace has the operator's
 * hands in the account, and may reach what is that namespace's only. What is not known to be is
 * refused.
 *
 * @see <a href="../../../../../../../../../docs/decisions/0013-environments-of-a-namespace.md">the
 *     decision</a>
 */
final class EnvironmentBorder {
    /** On a user or a role: the namespaces that may give it an environment, with spaces. */
    static final String NAMESPACES_TAG = "idp/namespaces";

    private static final Pattern AFTER_NAME = Pattern.compile("[-_.].*");
    private static final String OTHERWISE =
            "for more, the platform has \"tablewright env\" and values files";

    private final String namespace;
    private final Namespaces namespaces;
    private final List<String> mistakes = new ArrayList<>();

    EnvironmentBorder(String namespace, Namespaces namespaces) {
        this.namespace = namespace;
        this.namespaces = namespaces;
    }

    /** Checks what the object itself says, as far as it says it. */
    void written(@Nullable String name, @Nullable String like) {
        if (name != null && !name.startsWith(namespace + "-")) {
            mistake(
                    "name",
                    "is " + name + ", which does not begin with the namespace",
                    "write " + namespace + "-<something>; " + OTHERWISE);
        }
        if (like != null && !like.equals(namespace) && !like.startsWith(namespace + "/")) {
            mistake(
                    "like",
                    "names tables of another namespace, " + like,
                    "write " + namespace + " or " + namespace + "/<release>; " + OTHERWISE);
        }
    }

    /** Checks the names that follow from it. */
    void names(DesiredState desired) throws ExternalFailure {
        for (DesiredEnvironment environment : desired.environments()) {
            @Nullable String other = namespaces.closer(namespace, environment.name());
            if (other != null) {
                mistake(
                        "name",
                        "makes the environment "
                                + environment.name()
                                + ", and a name like that is of the namespace "
                                + other,
                        "choose another");
            }
        }
        for (DesiredTable table : desired.tables()) {
            String environment = Owner.environment(table.spec().tags()).orElse("");
            String name = table.address().name();
            if (!isAfter(name, environment) && !isAfter(name, "idp-" + environment)) {
                mistake(
                        "tableName",
                        "makes the AWS name " + name,
                        "names begin with {environment} and one of '-', '_' and '.', or with"
                                + " idp-{environment}; "
                                + OTHERWISE);
            }
        }
    }

    private static boolean isAfter(String name, String beginning) {
        return name.startsWith(beginning)
                && AFTER_NAME.matcher(name.substring(beginning.length())).matches();
    }

    /** Checks those whom it is for. */
    void principals(
            EnvironmentValues entry,
            DesiredState desired,
            Map<Principal, ObservedPrincipal> observed) {
        for (DesiredPrincipal one : desired.principals()) {
            Principal principal = one.principal();
            switch (observed.get(principal)) {
                case ObservedPrincipal.Present present ->
                        present(entry, desired, principal, present);
                case ObservedPrincipal.Absent _ when one.create() -> created(entry, principal);
                // The plan refuses these.
                case ObservedPrincipal.Absent _, ObservedPrincipal.Hidden _ -> {}
                case null -> {}
            }
        }
    }

    private void created(EnvironmentValues entry, Principal principal) {
        if (!principal.name().startsWith(namespace + "-")) {
            mistake(
                    field(entry, principal),
                    "names the " + principal + ", which does not exist",
                    "what is made begins with " + namespace + "-");
        }
    }

    private void present(
            EnvironmentValues entry,
            DesiredState desired,
            Principal principal,
            ObservedPrincipal.Present present) {
        if (principal.kind() == Principal.Kind.GROUP) {
            if (!present.path().equals(desired.release().groupPath())) {
                mistake(
                        field(entry, principal),
                        "names the " + principal + ", which this object has not made",
                        "choose a name that is free, beginning with " + namespace + "-");
            }
        } else if (!isOfNamespace(present.tags())) {
            mistake(
                    field(entry, principal),
                    "names the "
                            + principal
                            + ", which nothing says to be of the namespace "
                            + namespace,
                    "let the platform tag it with "
                            + NAMESPACES_TAG
                            + ": "
                            + namespace
                            + ", or let idp-advanced make it in this namespace");
        } else if (isByTag(entry.form())
                && !Owner.of(present.tags()).equals(new Owner.OwnedBy(desired.release()))) {
            mistake(
                    field(entry, principal),
                    "names the " + principal + ", which this object has not made",
                    "whoever tags such a role, or a session of it, says which environment it"
                            + " reaches; let createPrincipals make one, or write form:"
                            + " PerPrincipal");
        }
    }

    private static boolean isByTag(PolicyForm form) {
        return switch (form) {
            case PRINCIPAL_TAG, RESOURCE_TAG -> true;
            case PER_PRINCIPAL, GROUP -> false;
        };
    }

    private boolean isOfNamespace(Map<String, String> tags) {
        return List.of(tags.getOrDefault(NAMESPACES_TAG, "").split(" ", -1)).contains(namespace)
                || Owner.of(tags).isIn(namespace)
                || Owner.ofPlatforms(tags).isIn(namespace);
    }

    private static String field(EnvironmentValues entry, Principal principal) {
        return switch (principal.kind()) {
            case USER -> "users[" + entry.users().indexOf(principal.name()) + "]";
            case ROLE -> "roles[" + entry.roles().indexOf(principal.name()) + "]";
            case GROUP -> "group";
        };
    }

    private void mistake(String field, String wrong, String right) {
        mistake(Failures.mistake(field, wrong, right));
    }

    /** Adds what was found elsewhere. */
    void mistake(String mistake) {
        if (!mistakes.contains(mistake)) {
            mistakes.add(mistake);
        }
    }

    /**
     * Ends the checking.
     *
     * @throws ExternalFailure naming all that was found
     */
    void hold() throws ExternalFailure {
        if (!mistakes.isEmpty()) {
            throw new ExternalFailure(String.join("; ", mistakes));
        }
    }
}
