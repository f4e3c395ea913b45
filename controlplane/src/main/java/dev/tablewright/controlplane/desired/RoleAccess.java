package dev.tablewright.controlplane.desired;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a role may do, as the fewest policies that hold it: AWS allows ten policies on a role,
 * so one policy per table would not reach far.
 *
 * @param parts at least one
 */
public record RoleAccess(String role, List<PolicyPart> parts) {
    private static final int MAX_POLICY_NAME = 128;

    /** More than IAM lets anybody have on a role. */
    private static final int MOST_PARTS = 25;

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
        SortedMap<Integer, Bin> bins = new TreeMap<>();
        grants.forEach(grant -> settle(grant, bins));
        return new RoleAccess(role, parts(release, role, bins));
    }

    private static List<PolicyPart> parts(
            Release release, String role, SortedMap<Integer, Bin> bins) {
        List<PolicyPart> parts = new ArrayList<>();
        bins.forEach((part, bin) -> parts.add(bin.named(policyName(release, role, part))));
        return parts;
    }

    /** A policy that is being filled. */
    private static final class Bin {
        private final List<TableGrant> grants = new ArrayList<>();
        private String document = "";

        /** Takes the grant in, if it has room for it; one always has. */
        boolean takes(TableGrant grant) {
            // Most have none, and that can be told without writing them anew.
            if (!grants.isEmpty()
                    && document.length() + GrantDocument.least(grant)
                            > GrantDocument.MAX_CHARACTERS) {
                return false;
            }
            grants.add(grant);
            String longer = GrantDocument.write(grants);
            if (grants.size() > 1 && longer.length() > GrantDocument.MAX_CHARACTERS) {
                grants.removeLast();
                return false;
            }
            document = longer;
            return true;
        }

        PolicyPart named(String name) {
            return new PolicyPart(name, document, grants);
        }
    }

    /**
     * Returns the same grants, each in the policy that holds it already, if that has room for it.
     *
     * @param documents of the release's policies as they are, by name
     * @param most how many policies the role can have; if staying put needs more than that, the
     *     grants are packed anew
     */
    RoleAccess arranged(Release release, Map<String, String> documents, int most) {
        SortedMap<Integer, Bin> bins = new TreeMap<>();
        List<TableGrant> homeless = new ArrayList<>();
        for (PolicyPart part : parts) {
            for (TableGrant grant : part.grants()) {
                if (!stays(grant, release, documents, bins)) {
                    homeless.add(grant);
                }
            }
        }
        homeless.forEach(grant -> settle(grant, bins));
        if (bins.size() > parts.size() && bins.size() > most) {
            return this;
        }
        return new RoleAccess(role, parts(release, role, bins));
    }

    private boolean stays(
            TableGrant grant,
            Release release,
            Map<String, String> documents,
            SortedMap<Integer, Bin> bins) {
        String quoted = "\"" + grant.grant().resources(grant.tableArn()).getFirst() + "\"";
        for (int part = 1; part <= MOST_PARTS; part++) {
            String document = documents.get(policyName(release, role, part));
            if (document != null && document.contains(quoted) && fits(grant, part, bins)) {
                return true;
            }
        }
        return false;
    }

    private static void settle(TableGrant grant, SortedMap<Integer, Bin> bins) {
        int part = 1;
        while (!fits(grant, part, bins)) {
            part++;
        }
    }

    private static boolean fits(TableGrant grant, int part, SortedMap<Integer, Bin> bins) {
        return bins.computeIfAbsent(part, _ -> new Bin()).takes(grant);
    }

    /** The release is in the name because two releases may grant to one role. */
    static String policyName(Release release, String role, int part) {
        String name = release.policyNamePrefix() + role + (part == 1 ? "" : "-" + part);
        return name.length() <= MAX_POLICY_NAME ? name : kept(name) + "-" + eightHexDigits(name);
    }

    /** Returns what stays of the beginning of a policy's name, however long the name is. */
    static String kept(String beginning) {
        return beginning.substring(0, Math.min(beginning.length(), MAX_POLICY_NAME - 9));
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
