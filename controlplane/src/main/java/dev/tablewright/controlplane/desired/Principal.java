package dev.tablewright.controlplane.desired;

import java.util.Comparator;
import java.util.Locale;

/** An IAM user, group or role of the account, by its name. */
public record Principal(Kind kind, String name) implements Comparable<Principal> {
    private static final Comparator<Principal> ORDER =
            Comparator.comparing(Principal::kind).thenComparing(Principal::name);

    /** What it is. */
    public enum Kind {
        /** A user. */
        USER,
        /** A group. */
        GROUP,
        /** A role. */
        ROLE;

        /** Returns the word for messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the user of that name. */
    public static Principal user(String name) {
        return new Principal(Kind.USER, name);
    }

    /** Returns the group of that name. */
    public static Principal group(String name) {
        return new Principal(Kind.GROUP, name);
    }

    /** Returns the role of that name. */
    public static Principal role(String name) {
        return new Principal(Kind.ROLE, name);
    }

    @Override
    public int compareTo(Principal other) {
        return ORDER.compare(this, other);
    }

    /** For messages: "role access-koa-dev". */
    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
