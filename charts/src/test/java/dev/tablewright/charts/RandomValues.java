package dev.tablewright.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Writes legal values files of many shapes. */
final class RandomValues {
    private static final List<String> ROLES = List.of("reader-koa", "writer-koa", "both-koa");

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    String yaml() {
        StringBuilder out = new StringBuilder();
        if (chance(2)) {
            out.append("accountId: '123456789012'\n");
        }
        if (chance(3)) {
            out.append("deletionPolicy: Orphan\n");
        }
        if (chance(2)) {
            out.append("tags: {team: koa, 'cost center': 'a:b/c'}\n");
        }
        if (chance(3)) {
            out.append("pointInTimeRecovery: {enabled: false}\n");
        }
        if (chance(3)) {
            out.append("backup: {schedule: 'cron(0 4 ? * MON,TUE#1 *)', deleteAfterDays: 35}\n");
        }
        out.append("tables:\n");
        int tables = 1 + random.nextInt(12);
        for (int i = 0; i < tables; i++) {
            table(out, "Table" + (char) ('A' + i) + "-v" + random.nextInt(9));
        }
        return out.toString();
    }

    private void table(StringBuilder out, String name) {
        boolean range = chance(2);
        boolean provisioned = chance(3);
        TreeSet<String> attributes = new TreeSet<>(List.of("h"));
        out.append("  - name: ").append(name).append("\n    hashKey: h\n");
        if (range) {
            out.append("    rangeKey: r\n");
            attributes.add("r");
        }
        if (chance(2)) {
            out.append("    useIdpPrefix: true\n");
        }
        if (chance(4)) {
            out.append("    region: us-east-1\n");
        }
        if (chance(4)) {
            out.append("    deletionPolicy: ").append(chance(2) ? "Orphan" : "Delete").append('\n');
        }
        if (chance(3)) {
            out.append("    tags: {team: other, k").append(random.nextInt(9)).append(": v}\n");
        }
        if (chance(3)) {
            out.append("    pointInTimeRecovery: {")
                    .append(chance(2) ? "recoveryPeriodInDays: 7" : "enabled: false")
                    .append("}\n");
        }
        if (chance(3)) {
            out.append("    backup: {enabled: ").append(chance(2)).append("}\n");
        }
        if (chance(3)) {
            out.append("    ttl: {attributeName: expires")
                    .append(chance(3) ? ", enabled: false" : "")
                    .append("}\n");
        }
        boolean replicated = !provisioned && chance(3);
        if (replicated) {
            out.append("    replicas: [{region: eu-central-1}, {region: ap-south-1}]\n");
        }
        if (!replicated && chance(3)) {
            out.append("    streamEnabled: true\n    streamViewType: ")
                    .append(List.of("NEW_IMAGE", "KEYS_ONLY").get(random.nextInt(2)))
                    .append('\n');
            roles(out, "serviceAccountStreamRoles");
        }
        if (chance(3)) {
            out.append("    serverSideEncryption: {enabled: true");
            if (chance(2)) {
                out.append(", kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/")
                        .append(random.nextInt(3))
                        .append('\'');
            }
            out.append("}\n");
        }
        if (chance(4)) {
            out.append("    tableClass: STANDARD_INFREQUENT_ACCESS\n");
        }
        if (provisioned) {
            out.append("    billingMode: PROVISIONED\n    readCapacity: 5\n    writeCapacity: 6\n");
        }
        if (range && chance(2)) {
            out.append("    localSecondaryIndex:\n");
            out.append("      - {name: LocalIndex, rangeKey: l, ")
                    .append(projection())
                    .append("}\n");
            attributes.add("l");
        }
        if (chance(2)) {
            out.append("    globalSecondaryIndex:\n      - {name: GlobalIndex, ");
            if (chance(2)) {
                out.append("hashKey: g, ").append(chance(2) ? "rangeKey: h, " : "");
            } else {
                out.append("keySchema: [{attributeName: g, keyType: HASH}, ")
                        .append("{attributeName: g2, keyType: HASH}, ")
                        .append("{attributeName: h, keyType: RANGE}], ");
                attributes.add("g2");
            }
            out.append(projection());
            out.append(provisioned ? ", readCapacity: 1, writeCapacity: 2" : limits());
            out.append(chance(3) ? ", " + warm() : "").append("}\n");
            attributes.add("g");
        }
        if (!provisioned && chance(3)) {
            out.append("    onDemandThroughput: {maxReadRequestUnits: 40}\n");
        }
        if (chance(3)) {
            out.append("    ").append(warm()).append('\n');
        }
        if (chance(3)) {
            out.append("    deletionProtectionEnabled: ").append(chance(2)).append('\n');
        }
        out.append("    attributes:\n");
        attributes.forEach(
                attribute ->
                        out.append(
                                "      - {name: %s, type: '%s'}%n"
                                        .formatted(attribute, type(attribute))));
        roles(out, "serviceAccountReadRoles");
        roles(out, "serviceAccountWriteRoles");
    }

    private void roles(StringBuilder out, String field) {
        List<String> some = new ArrayList<>(ROLES);
        some.removeIf(_ -> chance(2));
        if (!some.isEmpty()) {
            out.append("    ").append(field).append(": ").append(some).append('\n');
        }
    }

    private String projection() {
        return switch (random.nextInt(3)) {
            case 0 -> "projectionType: ALL, nonKeyAttributes: []";
            case 1 -> "projectionType: KEYS_ONLY, nonKeyAttributes: []";
            default -> "projectionType: INCLUDE, nonKeyAttributes: [x, 'yes']";
        };
    }

    private String limits() {
        return chance(3)
                ? ", onDemandThroughput: {maxReadRequestUnits: 10, maxWriteRequestUnits: 20}"
                : "";
    }

    private String warm() {
        return "warmThroughput: {readUnitsPerSecond: %d, writeUnitsPerSecond: 5000}"
                .formatted(13_000 + random.nextInt(9));
    }

    private static String type(String attribute) {
        return attribute.equals("l") ? "N" : "S";
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
