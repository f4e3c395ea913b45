package dev.tablewright.server.audit;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What events tell of a resource besides its ARN. */
final class ResourceName {
    private ResourceName() {}

    /** Returns the account of an ARN, or null. */
    static @Nullable String account(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 || parts[4].isEmpty() ? null : parts[4];
    }

    /** Returns CloudFormation's name of the kind of resource, or null. */
    static @Nullable String type(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6) {
            return null;
        }
        String resource = parts[5];
        if (parts[2].equals("dynamodb") && resource.startsWith("table/")) {
            return resource.contains("/stream/") ? "AWS::DynamoDB::Stream" : "AWS::DynamoDB::Table";
        }
        if (!parts[2].equals("iam")) {
            return null;
        }
        return switch (resource.substring(0, Math.max(0, resource.indexOf('/')))) {
            case "user" -> "AWS::IAM::User";
            case "group" -> "AWS::IAM::Group";
            case "role" -> "AWS::IAM::Role";
            case "policy" -> "AWS::IAM::ManagedPolicy";
            default -> null;
        };
    }

    /** Returns the parameters that name a table, an index, a stream or a backup. */
    static Map<String, String> of(String arn) {
        int table = arn.indexOf(":table/");
        if (table < 0 || !arn.startsWith("arn:") || !arn.contains(":dynamodb:")) {
            return Map.of();
        }
        String[] path = arn.substring(table + ":table/".length()).split("/", 3);
        return path.length == 3 && path[1].equals("index")
                ? Map.of("tableName", path[0], "indexName", path[2])
                : Map.of("tableName", path[0]);
    }
}
