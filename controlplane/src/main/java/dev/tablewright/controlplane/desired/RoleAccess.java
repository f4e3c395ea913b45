package dev.tablewright.controlplane.desired;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All that a role may do, as the fewest policies that hold it: AWS allows ten policies on a role,
 * so one policy per table would not reach far.
 *
 * @param parts at least one
 */
public record RoleAccess(String role, List<PolicyPart> parts) {
    private static final int MAX_POLICY_NAME = 128;

    /** Copies the list. */
    public RoleAccess {
        parts = List.copyOf(parts);
    }

    /**
     * Puts the grants of a role into policies: each into the first that has room, in the order of
     * the values. A table added at the end changes one policy only; sorting by name would shift
     * grants between policies with each insertion.
     */
    static RoleAccess of(Release release, String role, List<TableGrant> grants) {
        List<List<TableGrant>> bins = new ArrayList<>();
        for (TableGrant grant : grants) {
            place(grant, bins);
        }
        List<PolicyPart> parts = new ArrayList<>();
        for (List<TableGrant> bin : bins) {
            String name = policyName(release, role, parts.size() + 1);
            parts.add(new PolicyPart(name, GrantDocument.write(bin), bin));
        }
        return new RoleAccess(role, parts);
    }

    private static void place(TableGrant grant, List<List<TableGrant>> bins) {
        for (List<TableGrant> bin : bins) {
            bin.add(grant);
            if (GrantDocument.write(bin).length() <= GrantDocument.MAX_CHARACTERS) {
                return;
            }
            bin.removeLast();
        }
        bins.add(new ArrayList<>(List.of(grant)));
    }

    /** The release is in the name because two releases may grant to one role. */
    static String policyName(Release release, String role, int part) {
        String name = release.policyNamePrefix() + role + (part == 1 ? "" : "-" + part);
        return name.length() <= MAX_POLICY_NAME
                ? name
                : name.substring(0, MAX_POLICY_NAME - 9) + "-" + eightHexDigits(name);
    }

    static String eightHexDigits(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
