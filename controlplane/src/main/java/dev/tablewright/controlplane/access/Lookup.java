package dev.tablewright.controlplane.access;

import dev.tablewright.policy.Arn;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody names in a few letters. */
public final class Lookup {
    private static final ActionCatalog CATALOG = ActionCatalog.get();

    private final AccessSnapshot snapshot;
    private final String region;

    /**
     * Makes a lookup.
     *
     * @param region of tables that are named without one, where the snapshot has none of the name
     */
    public Lookup(AccessSnapshot snapshot, String region) {
        this.snapshot = snapshot;
        this.region = region;
    }

    /** A name that means nothing, or not one thing; the message says so to the user. */
    public static final class UnknownName extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownName(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /**
     * Finds an action.
     *
     * @param text for instance {@code dynamodb:GetItem}; DynamoDB's may be named without service
     * @throws UnknownName with what may have been meant
     */
    public static ServiceAction action(String text) {
        String full = text.contains(":") ? text : "dynamodb:" + text;
        Optional<ServiceAction> found = CATALOG.find(full);
        if (found.isPresent()) {
            return found.get();
        }
        List<String> behind = CATALOG.actionsOfCall(full);
        if (!behind.isEmpty()) {
            throw new UnknownName(
                    "\""
                            + text
                            + "\" is a call, and no action of policies: it needs "
                            + String.join(", ", behind));
        }
        throw new UnknownName(
                "there is no action \""
                        + text
                        + "\""
                        + CATALOG.nearest(full)
                                .map(nearest -> "; did you mean " + nearest.fullName() + "?")
                                .orElse(""));
    }

    /**
     * Finds a principal.
     *
     * @param text an ARN, {@code root}, {@code role/NAME}, {@code user/NAME}, or a NAME that only
     *     one principal has
     * @throws UnknownName if there is none, or more than one
     */
    public PrincipalFacts principal(String text) {
        List<PrincipalFacts> found =
                snapshot.principals().stream().filter(who -> isNamed(who, text)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw new UnknownName(
                    "there is no user and no role \"" + text + "\" in " + snapshot.account());
        }
        throw new UnknownName(
                "\""
                        + text
                        + "\" can be "
                        + found.stream()
                                .map(PrincipalFacts::shortName)
                                .collect(Collectors.joining(" or ")));
    }

    private static boolean isNamed(PrincipalFacts who, String text) {
        return who.arn().equals(text)
                || who.shortName().equals(text)
                || who.name().equals(text)
                || (text.contains(":assumed-role/" + who.name() + "/")
                        && who.kind() == PrincipalFacts.Kind.ROLE);
    }

    /**
     * Finds what {@code action} would be checked on.
     *
     * @param text an ARN, {@code TABLE}, {@code TABLE/index/NAME}, {@code TABLE/stream/LABEL},
     *     {@code TABLE/backup/NAME}, {@code role/NAME} and the like for IAM, or {@code *}; tables
     *     need not exist
     * @throws UnknownName if the action is never checked on such a resource
     */
    public Resource resource(ServiceAction action, String text) {
        if (action.resources().isEmpty()) {
            return withoutResource(action, text);
        }
        Resource resource = resource(text);
        if (!action.service().equals("dynamodb")
                || resource.kind() == Resource.Kind.EVERYTHING
                || resource.kind() == Resource.Kind.OTHER
                || action.isOn(resource.kind().typeName())) {
            return resource;
        }
        throw new UnknownName(
                action.fullName()
                        + " is never checked on "
                        + article(resource.kind().typeName())
                        + "; it is checked on "
                        + action.resources().stream()
                                .map(use -> article(use.type().name()))
                                .collect(Collectors.joining(" or ")));
    }

    /** Such actions are checked on {@code *}, but for ListTables, which asks for every table. */
    private Resource withoutResource(ServiceAction action, String text) {
        Resource named = resource(text);
        if (!action.fullName().equals("dynamodb:ListTables")) {
            return Resource.EVERYTHING;
        }
        String there = named.region().isEmpty() ? region : named.region();
        return new Resource(tableArn(there, "*"), Resource.Kind.EVERYTHING, null, false);
    }

    private static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** Finds a resource, whatever is to be done with it. */
    public Resource resource(String text) {
        if (text.equals("*")) {
            return Resource.EVERYTHING;
        }
        if (text.matches("(role|user|group|policy)/.+")) {
            return new Resource(
                    "arn:" + snapshot.partition() + ":iam::" + snapshot.account() + ":" + text,
                    Resource.Kind.OTHER,
                    null,
                    false);
        }
        String arn = text.startsWith("arn:") ? text : arn(text);
        if (Arn.parse(arn) == null) {
            throw new UnknownName("\"" + text + "\" is no ARN: arn:PARTITION:SERVICE:REGION:...");
        }
        TableFacts table =
                snapshot.tables().stream()
                        .filter(t -> arn.equals(t.arn()) || arn.startsWith(t.arn() + "/"))
                        .findFirst()
                        .orElse(null);
        return new Resource(arn, Resource.kindOf(arn), table, false);
    }

    private String arn(String text) {
        String name = text.split("/", 2)[0];
        String below = text.substring(name.length());
        if (!below.isEmpty() && !below.matches("/(index|stream|backup|export|import)/.+")) {
            throw new UnknownName(
                    "\""
                            + text
                            + "\" is no resource: write TABLE, TABLE/index/NAME,"
                            + " TABLE/stream/LABEL, TABLE/backup/NAME or an ARN");
        }
        List<String> regions =
                snapshot.tables().stream()
                        .filter(table -> table.name().equals(name))
                        .map(TableFacts::region)
                        .toList();
        if (regions.size() > 1 && !regions.contains(region)) {
            throw new UnknownName(
                    "there is a table "
                            + name
                            + " in "
                            + String.join(" and ", regions)
                            + ": name its ARN");
        }
        return tableArn(regions.size() == 1 ? regions.getFirst() : region, name) + below;
    }

    private String tableArn(String ofRegion, String name) {
        return "arn:"
                + snapshot.partition()
                + ":dynamodb:"
                + ofRegion
                + ":"
                + snapshot.account()
                + ":table/"
                + name;
    }
}
