package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedTable;

import org.jspecify.annotations.Nullable;

/**
 * A table that exists, and what it will be called in a values file.
 *
 * @param name in the values
 * @param useIdpPrefix whether the name in AWS begins with idp-
 * @param externalName the name in AWS where it breaks the rule of names; else null
 */
record LiveTable(
        ObservedTable table,
        String name,
        boolean useIdpPrefix,
        @Nullable String externalName,
        ExistingGrants grants) {
    /** The longest name that fits with every prefix. */
    private static final int LONGEST = 187;

    private static final String IDP = "idp-";

    /**
     * Names a table.
     *
     * @param release where the file will be installed; null when that is not known: then no name
     *     follows the rule
     */
    static LiveTable of(ObservedTable table, @Nullable Release release, ExistingGrants grants) {
        TableAddress address = table.address();
        if (release != null) {
            boolean idp = address.name().startsWith(IDP + release.namespace() + "-");
            String prefix = (idp ? IDP : "") + release.namespace() + "-";
            String rest =
                    address.name().startsWith(prefix)
                            ? address.name().substring(prefix.length())
                            : "";
            if (!rest.isEmpty() && rest.length() <= LONGEST) {
                return new LiveTable(table, rest, idp, null, grants);
            }
        }
        String name = address.name();
        return new LiveTable(
                table,
                name.length() <= LONGEST ? name : name.substring(name.length() - LONGEST),
                false,
                name,
                grants);
    }

    /** Returns whose the table is, for a reader; null when it is nobody's or the release's own. */
    @Nullable String otherOwner(@Nullable Release release) {
        return switch (Owner.of(table.spec().tags())) {
            case Owner.Nobody _ -> null;
            case Owner.OwnedBy(var owner) -> owner.equals(release) ? null : owner.toString();
            case Owner.Unknown(var description) -> description;
        };
    }
}
