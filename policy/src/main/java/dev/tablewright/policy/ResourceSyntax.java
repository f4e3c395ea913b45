package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** What IAM demands of the entries of a Resource element, in its words. */
final class ResourceSyntax {
    private static final Set<String> PARTITIONS =
            Set.of(
                    "aws",
                    "aws-cn",
                    "aws-us-gov",
                    "aws-iso",
                    "aws-iso-b",
                    "aws-iso-e",
                    "aws-iso-f",
                    "aws-eusc");

    private static final List<String> IAM_PATHS =
            List.of(
                    "user/",
                    "federated-user/",
                    "role/",
                    "group/",
                    "instance-profile/",
                    "mfa/",
                    "server-certificate/",
                    "policy/",
                    "sms-mfa/",
                    "saml-provider/",
                    "oidc-provider/",
                    "report/",
                    "access-report/");

    private ResourceSyntax() {}

    /** Returns what is wrong with the form of {@code resource}, or null. */
    static @Nullable String error(String resource) {
        if (resource.equals("*")) {
            return null;
        }
        String[] parts = resource.split(":", Arn.PARTS);
        if (parts.length == 1) {
            return notAnArn(resource);
        }
        if (!parts[1].equals("*") && !PARTITIONS.contains(parts[1])) {
            return unknownPartition(parts);
        }
        if (!parts[0].equals("arn")) {
            return notAnArn(resource);
        }
        if (parts.length == 2 || hasWildcard(parts[2])) {
            return "Resource vendor must be fully qualified and cannot contain regexes.";
        }
        return switch (parts[2]) {
            case "iam" -> iamError(resource, parts);
            case "s3" -> s3Error(resource, parts);
            default -> null;
        };
    }

    /** Says that {@code resource} is no ARN. */
    static String notAnArn(String resource) {
        return "Resource " + resource + " must be in ARN format or \"*\".";
    }

    private static String unknownPartition(String[] parts) {
        StringBuilder shown = new StringBuilder("arn:").append(parts[1]);
        for (int i = 2; i < Arn.PARTS; i++) {
            // What is missing is shown as a wildcard; an empty vendor too when it is the last part.
            boolean missing =
                    i >= parts.length || (i == 2 && parts.length == 3 && parts[2].isEmpty());
            shown.append(':').append(missing ? "*" : parts[i]);
        }
        return "Partition \"" + parts[1] + "\" is not valid for resource \"" + shown + "\".";
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    private static @Nullable String iamError(String resource, String[] parts) {
        if (parts.length > 3 && !parts[3].isEmpty()) {
            return "IAM resource " + resource + " cannot contain region information.";
        }
        String path = parts.length == Arn.PARTS ? parts[5] : "";
        if (path.equals("*") || IAM_PATHS.stream().anyMatch(path::startsWith)) {
            return null;
        }
        return "IAM resource path must either be \"*\" or start with "
                + String.join(", ", IAM_PATHS)
                + ".";
    }

    private static @Nullable String s3Error(String resource, String[] parts) {
        boolean region = parts.length > 3 && !parts[3].isEmpty();
        boolean accessPoint = parts.length == Arn.PARTS && parts[5].startsWith("accesspoint/");
        return region && !accessPoint
                ? "Resource " + resource + " can not contain region information."
                : null;
    }

    /** Whether no part of the ARN is missing, which session policies demand. */
    static boolean isComplete(String resource) {
        return resource.equals("*") || Arn.parse(resource) != null;
    }

    /**
     * Whether IAM's older parser takes {@code resource}: a vendor, and no part left empty in an ARN
     * that is too short.
     */
    static boolean passesLegacyParsing(String resource) {
        if (resource.equals("*")) {
            return true;
        }
        String[] parts = resource.split(":", Arn.PARTS);
        boolean complete = parts.length == Arn.PARTS;
        return parts.length > 2 && !parts[2].isEmpty() && (complete || !resource.contains("::"));
    }
}
