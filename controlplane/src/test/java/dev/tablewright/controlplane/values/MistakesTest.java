package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A file that names every field, and one thing wrong in it: one mistake is told, at its place, with
 * its remedy. Several things wrong: all of them at once.
 */
class MistakesTest {
    private static final String GOOD = read();

    private static String read() {
        try {
            return Files.readString(Path.of("..", "examples", "every-setting", "values.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A piece of the good file and what stands there instead; where the mistake is told is marked
     * by ^.
     */
    private record Edit(String right, String wrong) {
        int start() {
            return GOOD.indexOf(right);
        }

        int end() {
            return start() + right.length();
        }

        boolean touches(Edit other) {
            return start() < other.end() && other.start() < end();
        }
    }

    /**
     * One thing wrong.
     *
     * @param told path, what is wrong and what is right
     * @param alone whether a field is wrong by itself, whatever the others are. Rules about several
     *     fields are skipped where one of them is wrong already
     */
    record Mistake(List<Edit> edits, String told, boolean alone) {
        @Override
        public String toString() {
            return told;
        }

        /** Whether both can be made in one file, and neither hides the other. */
        boolean goesWith(Mistake other) {
            return ((alone && other.alone) || !part().equals(other.part()))
                    && edits.stream().noneMatch(e -> other.edits.stream().anyMatch(e::touches));
        }

        /** Returns the table or the like that it is in. */
        private String part() {
            return told.substring(0, told.indexOf(": ")).replaceAll("[.].*", "");
        }
    }

    /** A field is wrong by itself. */
    private static Mistake here(String right, String wrong, String told) {
        return new Mistake(List.of(new Edit(right, wrong)), told, true);
    }

    /** A field does not go with others. */
    private static Mistake beside(String right, String wrong, String told) {
        return new Mistake(List.of(new Edit(right, wrong)), told, false);
    }

    /** A field is not there, which is told elsewhere. */
    private static Mistake without(String right, String wrong, String place, String told) {
        return new Mistake(
                List.of(new Edit(right, wrong), new Edit(place.replace("^", ""), place)),
                told,
                false);
    }

    /** The good file with mistakes made in it, and what is to be told of them. */
    private record Wrong(String text, List<String> told) {
        private static final char FIRST_MARK = '\uE000';

        static Wrong with(List<Mistake> mistakes) {
            TreeMap<Integer, Edit> edits = new TreeMap<>();
            for (int i = 0; i < mistakes.size(); i++) {
                String mark = Character.toString(FIRST_MARK + i);
                for (Edit edit : mistakes.get(i).edits()) {
                    edits.put(
                            edit.start(), new Edit(edit.right(), edit.wrong().replace("^", mark)));
                }
            }
            StringBuilder marked = new StringBuilder(GOOD);
            for (Edit edit : edits.descendingMap().values()) {
                marked.replace(edit.start(), edit.end(), edit.wrong());
            }
            return unmarked(marked.toString(), mistakes);
        }

        private static Wrong unmarked(String marked, List<Mistake> mistakes) {
            StringBuilder text = new StringBuilder();
            List<String> told = new ArrayList<>();
            int line = 1;
            int column = 1;
            for (int i = 0; i < marked.length(); i++) {
                char c = marked.charAt(i);
                if (c >= FIRST_MARK && c < FIRST_MARK + mistakes.size()) {
                    told.add("v:" + line + ":" + column + ": " + mistakes.get(c - FIRST_MARK));
                    continue;
                }
                text.append(c);
                line += c == '\n' ? 1 : 0;
                column = c == '\n' ? 1 : column + 1;
            }
            return new Wrong(text.toString(), told);
        }
    }

    private static final String NAME_RULE = "characters of a-z, A-Z, 0-9, '_', '.' and '-'";

    static List<Mistake> mistakes() {
        List<Mistake> all = new ArrayList<>(ofFile());
        all.addAll(ofOrders());
        all.addAll(ofIndexes());
        all.addAll(ofSettings());
        all.addAll(ofStock());
        all.addAll(ofEnvironments());
        return all;
    }

    private static List<Mistake> ofFile() {
        return List.of(
                here(
                        "managementPolicies: Control # Observe",
                        "managementPolicies: ^Controlled # Observe",
                        "managementPolicies: \"Controlled\" is not known; write Control or"
                                + " Observe"),
                here(
                        "deletionPolicy: Delete #",
                        "^deletionPolcy: Delete #",
                        "deletionPolcy: is not a field; did you mean \"deletionPolicy\"?"),
                here(
                        "region: eu-west-1\n",
                        "region: ^Ireland\n",
                        "region: \"Ireland\" is not allowed; write a region such as eu-west-1"),
                here(
                        "accountId: \"123456789012\"",
                        "accountId: ^123456789012",
                        "accountId: a bare 123456789012 is a number to Helm; quote it:"
                                + " '123456789012'"),
                here("partition: aws\n", "partition: ^[aws]\n", "partition: is a list; write text"),
                here(
                        "team: shop\npointInTime",
                        "team: ^7\npointInTime",
                        "tags.team: a bare 7 is a number to Helm; quote it: '7'"),
                here(
                        "recoveryPeriodInDays: 35",
                        "recoveryPeriodInDays: ^36",
                        "pointInTimeRecovery.recoveryPeriodInDays: 36 is out of range; write a"
                                + " whole number from 1 to 35"),
                here(
                        "schedule: cron(0 3 * * ? *)",
                        "schedule: ^daily",
                        "backup.schedule: is 5 characters long; write six fields in UTC as AWS"
                                + " Backup does: cron(0 3 * * ? *)"),
                here(
                        "maxPoliciesPerRole: 10",
                        "maxPoliciesPerRole: ^21",
                        "policy.maxPoliciesPerRole: 21 is out of range; write a whole number from 1"
                                + " to 20"),
                here(
                        "path: /shop/",
                        "path: ^shop",
                        "policy.path: \"shop\" is not allowed; a path begins and ends with '/'"),
                here(
                        "platformRolesOnly: true",
                        "platformRolesOnly: ^'true'",
                        "policy.platformRolesOnly: is the text \"true\"; remove the quotes"),
                here(
                        "scope: Namespaced",
                        "scope: ^namespaced",
                        "crossplane.scope: \"namespaced\" is not known; write Namespaced or"
                                + " Cluster"));
    }

    private static List<Mistake> ofOrders() {
        return List.of(
                here(
                        "name: Orders\n",
                        "name: ^Orders!\n",
                        "tables[0].name: \"Orders!\" is not allowed; a table name has 1 to 187 "
                                + NAME_RULE),
                here(
                        "useIdpPrefix: true",
                        "useIdpPrefix: ^1",
                        "tables[0].useIdpPrefix: is the number 1; write true or false"),
                beside(
                        "    rangeKey: OrderDate\n    attributes",
                        "    rangeKey: ^CustomerId\n    attributes",
                        "tables[0].rangeKey: is the same attribute as hashKey; use another one, or"
                                + " remove it"),
                here(
                        "{ name: OrderDate, type: 'S' }",
                        "{ name: OrderDate, type: ^N }",
                        "tables[0].attributes[1].type: a bare N is the boolean false to Helm;"
                                + " quote it: 'N'"),
                beside(
                        "{ name: State, type: 'S' }",
                        "{ name: State, type: 'S' }\n      - { name: ^Unused, type: 'S' }",
                        "tables[0].attributes[4].name: \"Unused\" is no key of the table or of an"
                                + " index; remove it: only key attributes are declared"),
                beside(
                        "{ name: Total, type: 'N' }",
                        "{ name: Total, type: 'N' }\n      - { name: ^Total, type: 'S' }",
                        "tables[0].attributes[3].name: \"Total\" is declared twice; keep one of"
                                + " the two"),
                beside(
                        "billingMode: PAY_PER_REQUEST",
                        "billingMode: PAY_PER_REQUEST\n    readCapacity: ^5",
                        "tables[0].readCapacity: has no meaning with billingMode PAY_PER_REQUEST;"
                                + " remove it, or write billingMode: PROVISIONED"),
                here(
                        "serviceAccountReadRoles: [checkout-shop, report-shop]",
                        "serviceAccountReadRoles: [checkout-shop, ^checkout-shop]",
                        "tables[0].serviceAccountReadRoles[1]: \"checkout-shop\" stands twice; keep"
                                + " one of the two"),
                here(
                        "serviceAccountWriteRoles: [checkout-shop]",
                        "serviceAccountWriteRoles: [^'arn:aws:iam::1:role/x']",
                        "tables[0].serviceAccountWriteRoles[0]: \"arn:aws:iam::1:role/x\" is not"
                                + " allowed; write the role's name (not its ARN): 1 to 64"
                                + " characters of letters, digits and _+=,.@-, usually"
                                + " <application>-<namespace>"),
                here(
                        "serviceAccountSearchRoles: [checkout-shop]",
                        "serviceAccountSearchRoles: ^checkout-shop",
                        "tables[0].serviceAccountSearchRoles: is the text \"checkout-shop\";"
                                + " write a list"),
                here(
                        "cost: orders",
                        "^idp/table: orders",
                        "tables[0].tags.idp/table: \"idp/table\" is not allowed; a tag's key has 1"
                                + " to 128 letters, digits, spaces and _.:/=+-@, and is neither"
                                + " aws:*, idp/* nor managed-by, which say who owns the table"));
    }

    private static List<Mistake> ofIndexes() {
        String index = "tables[0].globalSecondaryIndex";
        return List.of(
                beside(
                        "        rangeKey: Total\n",
                        "        rangeKey: ^OrderDate\n",
                        "tables[0].localSecondaryIndex[0].rangeKey: \"OrderDate\" is a key of the"
                                + " table already; a local index sorts by another attribute"),
                beside(
                        "nonKeyAttributes: [Items]",
                        "nonKeyAttributes: ^[]",
                        "tables[0].localSecondaryIndex[0].nonKeyAttributes: names no attribute;"
                                + " INCLUDE needs 1 to 20"),
                beside(
                        "name: ByState\n",
                        "name: ^ByTotal\n",
                        index
                                + "[0].name: \"ByTotal\" is the name of another index of this"
                                + " table; index names are unique over local and global indexes"),
                beside(
                        "        hashKey: State\n",
                        "        hashKey: ^Status\n",
                        index
                                + "[0].hashKey: \"Status\" is not declared; add {name: Status,"
                                + " type: 'S'} to attributes"),
                beside(
                        "        projectionType: INCLUDE\n        nonKeyAttributes: [Address]",
                        "        projectionType: ALL\n        nonKeyAttributes: ^[Address]",
                        index
                                + "[0].nonKeyAttributes: names attributes, but projectionType is"
                                + " ALL; write [] here, or projectionType: INCLUDE"),
                here(
                        "maxWriteRequestUnits: 100\n",
                        "maxWriteRequestUnits: ^0\n",
                        index
                                + "[0].onDemandThroughput.maxWriteRequestUnits: 0 is out of range;"
                                + " write a whole number of 1 or more"),
                beside(
                        "readUnitsPerSecond: 12000",
                        "readUnitsPerSecond: ^11999",
                        index
                                + "[0].warmThroughput.readUnitsPerSecond: 11999 is less than every"
                                + " on-demand table has; write 12000 or more"),
                here(
                        "mode: THROTTLED_KEYS",
                        "mode: ^THROTTLED",
                        index
                                + "[0].contributorInsights.mode: \"THROTTLED\" is not known; write"
                                + " ACCESSED_AND_THROTTLED_KEYS or THROTTLED_KEYS"),
                beside(
                        "{ attributeName: CustomerId, keyType: HASH }",
                        "{ attributeName: ^State, keyType: HASH }",
                        index
                                + "[1].keySchema[1].attributeName: is the same attribute as"
                                + " keySchema[0].attributeName; use another one, or remove it"),
                here(
                        "keyType: RANGE }\n",
                        "keyType: ^SORT }\n",
                        index
                                + "[1].keySchema[2].keyType: \"SORT\" is not known; write HASH or"
                                + " RANGE"),
                beside(
                        "name: ByMeaning",
                        "name: ^ByStateAndTotal",
                        "tables[0].vectorIndexes[0].name: \"ByStateAndTotal\" is the name of"
                                + " another index of this table; index names are unique over local,"
                                + " global and vector indexes"),
                beside(
                        "vectorAttribute: Embedding",
                        "vectorAttribute: ^OrderDate",
                        "tables[0].vectorIndexes[0].vectorAttribute: \"OrderDate\" is declared in"
                                + " attributes; a vector is a list of numbers: remove it there, or"
                                + " use another attribute"),
                here(
                        "dimensions: 1024",
                        "dimensions: ^4097",
                        "tables[0].vectorIndexes[0].dimensions: 4097 is out of range; write a whole"
                                + " number from 1 to 4096"),
                here(
                        "distanceFunction: COSINE",
                        "distanceFunction: ^cosine",
                        "tables[0].vectorIndexes[0].distanceFunction: \"cosine\" is not known;"
                                + " write COSINE, DOT_PRODUCT or EUCLIDEAN"),
                beside(
                        "{ attributeName: State, searchSchemaElementType: HASH }",
                        "{ attributeName: ^Language, searchSchemaElementType: HASH }",
                        "tables[0].vectorIndexes[0].searchSchema[0].attributeName: \"Language\" is"
                                + " not declared; add {name: Language, type: 'S'} to attributes"),
                beside(
                        "searchSchemaElementType: INLINE_FILTER",
                        "searchSchemaElementType: ^HASH",
                        "tables[0].vectorIndexes[0].searchSchema[1].searchSchemaElementType: is"
                                + " HASH a second time; a vector index has at most one: write"
                                + " INLINE_FILTER"),
                here(
                        "nonKeyAttributes: [Title]",
                        "nonKeyAttributes: [Title, ^Title]",
                        "tables[0].vectorIndexes[0].nonKeyAttributes[1]: \"Title\" stands twice;"
                                + " keep one of the two"));
    }

    private static List<Mistake> ofSettings() {
        return List.of(
                here(
                        "maxReadRequestUnits: 4000",
                        "maxReadRequestUnits: ^4000.5",
                        "tables[0].onDemandThroughput.maxReadRequestUnits: 4000.5 is out of range;"
                                + " write a whole number of 1 or more"),
                here(
                        "maxReadRequestUnits: 2000",
                        "maxReadRequestUnits: ^2000.5",
                        "tables[0].replicas[0].maxReadRequestUnits: 2000.5 is out of range; write a"
                                + " whole number of 1 or more"),
                here(
                        "- region: us-east-1",
                        "- region: ^Virginia",
                        "tables[0].replicas[0].region: \"Virginia\" is not allowed; write a region"
                                + " of AWS, such as eu-central-1"),
                here(
                        "tableClass: STANDARD\n",
                        "tableClass: ^INFREQUENT\n",
                        "tables[0].tableClass: \"INFREQUENT\" is not known; write STANDARD or"
                                + " STANDARD_INFREQUENT_ACCESS"),
                without(
                        "    streamViewType: NEW_AND_OLD_IMAGES\n",
                        "",
                        "  - ^name: Ord",
                        "tables[0].streamViewType: is missing; streamEnabled needs it: write"
                                + " NEW_AND_OLD_IMAGES, NEW_IMAGE, OLD_IMAGE or KEYS_ONLY"),
                here(
                        "streamArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                        "streamArn: ^orders-of-the-shop-as-they-are-written",
                        "tables[0].kinesisStreamingDestination.streamArn:"
                                + " \"orders-of-the-shop-as-they-are-written\" is not allowed;"
                                + " write the ARN of a Kinesis data stream:"
                                + " arn:aws:kinesis:REGION:ACCOUNT:stream/NAME"),
                here(
                        "precision: MILLISECOND",
                        "precision: ^SECOND",
                        "tables[0].kinesisStreamingDestination.precision: \"SECOND\" is not known;"
                                + " write MILLISECOND or MICROSECOND"),
                here(
                        "deleteAfterDays: 90",
                        "deleteAfterDays: ^0",
                        "tables[0].backup.deleteAfterDays: 0 is out of range; write a whole number"
                                + " from 1 to 36500"),
                new Mistake(
                        List.of(
                                new Edit(
                                        "    resourcePolicy: # the table's own; Resource may be"
                                                + " left out\n"
                                                + "      Version",
                                        "    resourcePolicy:\n      ^Version"),
                                new Edit(
                                        "Principal: { AWS:"
                                                + " 'arn:aws:iam::123456789012:role/report-shop' }",
                                        "Principal: '*'")),
                        "tables[0].resourcePolicy: allows everyone, of every account, which"
                                + " DynamoDB refuses; name principals, or limit the statement to"
                                + " accounts by aws:PrincipalAccount, aws:PrincipalOrgID or the"
                                + " like",
                        true),
                here(
                        "deletionProtectionEnabled: true",
                        "deletionProtectionEnabled: ^on please",
                        "tables[0].deletionProtectionEnabled: is the text \"on please\"; write true"
                                + " or false"),
                here(
                        "mode: ACCESSED_AND_THROTTLED_KEYS",
                        "^modes: ACCESSED_AND_THROTTLED_KEYS",
                        "tables[0].contributorInsights.modes: is not a field; did you mean"
                                + " \"mode\"?"));
    }

    private static List<Mistake> ofStock() {
        return List.of(
                here(
                        "externalName: Legacy.Stock_2019",
                        "externalName: ^L1",
                        "tables[1].externalName: is 2 characters long; a table's name in AWS has 3"
                                + " to 255 "
                                + NAME_RULE),
                here(
                        "adopt: true",
                        "adopt: ^maybe",
                        "tables[1].adopt: is the text \"maybe\"; write true or false"),
                beside(
                        "readCapacity: 10",
                        "readCapacity: ^4",
                        "tables[1].readCapacity: 4 is outside of what autoscaling allows; write 5"
                                + " to 100, or remove it"),
                here(
                        "read: { min: 5, max: 100, target: 70 }",
                        "read: { min: 5, max: 100, target: ^95 }",
                        "tables[1].autoscaling.read.target: 95 is out of range; write a whole"
                                + " number from 20 to 90"),
                beside(
                        "      write: { min: 5, max: 50, target: 60 }\n    global",
                        "      write: { min: 51, max: ^50, target: 60 }\n    global",
                        "tables[1].autoscaling.write.max: 50 is less than min; write 51 or more"),
                here(
                        "      read: { min: 5, max: 100, target: 70 }\n",
                        "      ^reads: { min: 5, max: 100, target: 70 }\n",
                        "tables[1].autoscaling.reads: is not a field; did you mean \"read\"?"),
                here(
                        "          read: { min: 5, max: 20, target: 70 }\n",
                        "          read: ^{ max: 20, target: 70 }\n",
                        "tables[1].globalSecondaryIndex[0].autoscaling.read.min: is missing; it is"
                                + " required: least capacity units a second"),
                without(
                        """
                                writeCapacity: 5
                                autoscaling:
                                  read: { min: 5, max: 20, target: 70 }
                                  write: { min: 5, max: 50, target: 60 }
                        """,
                        """
                                autoscaling:
                                  read: { min: 5, max: 20, target: 70 }
                        """,
                        "      - ^name: ByShelf",
                        "tables[1].globalSecondaryIndex[0].writeCapacity: is missing; billingMode"
                                + " PROVISIONED needs it, 1 or more"));
    }

    private static List<Mistake> ofEnvironments() {
        return List.of(
                here(
                        "access: Admin",
                        "access: ^Administrator",
                        "environments[0].access: \"Administrator\" is not known; write Read, Write,"
                                + " ReadWrite or Admin"),
                here(
                        "controlPlane: 5",
                        "controlPlane: ^-5",
                        "environments[0].quotas.controlPlane: -5 is out of range; write a whole"
                                + " number of 1 or more"),
                here(
                        "ttl: 3d",
                        "ttl: ^3 days",
                        "environments[1].ttl: \"3 days\" is no time span; " + Lifetime.RULE));
    }

    @Test
    void thereAreMany() throws Exception {
        assertThat(ValuesParser.parse(List.of(new ValuesParser.Source("v", GOOD))).tables())
                .hasSize(2);
        assertThat(mistakes()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void oneIsToldOnceAtItsPlaceWithItsRemedy(Mistake mistake) {
        for (Edit edit : mistake.edits()) {
            assertThat(GOOD.split(Pattern.quote(edit.right()), -1)).as(edit.right()).hasSize(2);
        }
        Wrong wrong = Wrong.with(List.of(mistake));

        assertThat(wrong.told()).hasSize(1);
        assertThat(told(wrong.text())).isEqualTo(wrong.told());
    }

    /** Nobody should have to run the command once per mistake. */
    @RepeatedTest(50)
    void severalAreToldAtOnce() {
        long seed = ThreadLocalRandom.current().nextLong();
        List<Mistake> shuffled = new ArrayList<>(mistakes());
        Collections.shuffle(shuffled, new Random(seed));
        List<Mistake> made = new ArrayList<>();
        for (Mistake mistake : shuffled) {
            if (made.stream().allMatch(mistake::goesWith)) {
                made.add(mistake);
            }
        }
        Wrong wrong = Wrong.with(made);

        assertThat(wrong.told()).as("seed %d", seed).hasSizeGreaterThan(15);
        assertThat(told(wrong.text())).as("seed %d", seed).isEqualTo(wrong.told());
    }

    private static List<String> told(String text) {
        ValuesException e =
                catchThrowableOfType(
                        ValuesException.class,
                        () -> ValuesParser.parse(List.of(new ValuesParser.Source("v", text))));
        return e == null
                ? List.of("nothing")
                : e.problems().stream().map(Problem::toString).toList();
    }
}
