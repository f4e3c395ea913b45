package dev.tablewright.controlplane.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.Throughput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ValuesParserTest {
    /** Every line of it is legal; a mistake is made by replacing one piece. */
    private static final String ORDERS =
            """
            tables:
              - name: Orders
                hashKey: CustomerId
                rangeKey: OrderDate
                attributes:
                  - name: CustomerId
                    type: 'S'
                  - name: OrderDate
                    type: 'S'
                  - name: Total
                    type: 'N'
                billingMode: PAY_PER_REQUEST
                localSecondaryIndex:
                  - name: AmountIndex
                    rangeKey: Total
                    projectionType: INCLUDE
                    nonKeyAttributes: ["items"]
                serviceAccountReadRoles: ["access-koa-dev"]
            """;

    @Test
    void theExampleOfTheRepositoryKeepsTheContract() throws Exception {
        Path file = Path.of("..", "examples", "koa-dev", "values.yaml");

        Values values = ValuesParser.parse(List.of(new Source("v", Files.readString(file))));

        assertThat(values.tables())
                .extracting(TableValues::name)
                .containsExactly(
                        "AAUserAccess-v3",
                        "IpAccessAgreement-v2",
                        "IpAccessAgreement-v2-shadow",
                        "Orders");
        TableValues orders = values.tables().getLast();
        assertThat(orders.attributes().get(2).type()).isEqualTo(KeyType.N);
        assertThat(orders.localSecondaryIndex().getFirst().projection())
                .isEqualTo(
                        new IndexProjection(
                                IndexProjection.Type.INCLUDE, List.of("items", "shippingAddress")));
    }

    @Test
    void whatAFileDoesNotSayHasItsDefault() throws Exception {
        Values values = parse(ORDERS.replace("    billingMode: PAY_PER_REQUEST\n", ""));

        TableValues table = values.tables().getFirst();
        assertThat(values.region(table)).isEqualTo("eu-west-1");
        assertThat(values.managementPolicies(table)).isEqualTo(ManagementPolicies.CONTROL);
        assertThat(values.deletionPolicy(table)).isEqualTo(DeletionPolicy.DELETE);
        assertThat(values.settings(table).get(PointInTimeRecoverySetting.RECOVERY))
                .isEqualTo(new PointInTimeRecovery(true, 35));
        assertThat(values.maxPoliciesPerRole()).isEqualTo(10);
        assertThat(table.billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(table.useIdpPrefix()).isFalse();
        assertThat(table.settings().get(DeletionProtectionSetting.PROTECTION)).isNull();
    }

    @Test
    void aTableOverridesTheFile() throws Exception {
        Values values =
                parse(
                        """
                        region: eu-north-1
                        managementPolicies: Observe
                        pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                        tags: {team: koa, cost: a}
                        tables:
                          - name: T
                            region: us-east-1
                            managementPolicies: Control
                            deletionPolicy: Orphan
                            pointInTimeRecovery: {enabled: no}
                            tags: {cost: b}
                            hashKey: Id
                            attributes: [{name: Id, type: B}]
                            billingMode: PROVISIONED
                            readCapacity: 0x10
                            writeCapacity: 5.0
                        """);

        TableValues table = values.tables().getFirst();
        assertThat(values.region(table)).isEqualTo("us-east-1");
        assertThat(values.managementPolicies(table)).isEqualTo(ManagementPolicies.CONTROL);
        assertThat(values.deletionPolicy(table)).isEqualTo(DeletionPolicy.ORPHAN);
        assertThat(values.settings(table).get(PointInTimeRecoverySetting.RECOVERY))
                .matches(recovery -> !recovery.enabled());
        assertThat(values.tags(table)).containsEntry("team", "koa").containsEntry("cost", "b");
        assertThat(table.capacity()).isEqualTo(new Throughput(16, 5));
    }

    @Test
    void laterFilesWinMapsMergeAndListsAreReplaced() throws Exception {
        Values values =
                ValuesParser.parse(
                        List.of(
                                new Source(
                                        "a",
                                        """
                                        region: us-east-1
                                        accountId: '111111111111'
                                        policy: {path: /koa/, maxPoliciesPerRole: 5}
                                        """
                                                + ORDERS),
                                new Source(
                                        "b",
                                        """
                                        region: null
                                        policy: {maxPoliciesPerRole: 7}
                                        tables: []
                                        """)));

        assertThat(values.tables()).isEmpty();
        assertThat(values.region()).as("null takes a value back").isEqualTo("eu-west-1");
        assertThat(values.accountId()).isEqualTo("111111111111");
        assertThat(values.policyPath()).isEqualTo("/koa/");
        assertThat(values.maxPoliciesPerRole()).isEqualTo(7);
    }

    @Test
    void anchorsAndMergeKeysAreFoldedIn() throws Exception {
        Values values =
                parse(
                        """
                        tables:
                          - &base
                            name: A
                            hashKey: Id
                            attributes: &attributes
                              - {name: Id, type: !!str N}
                          - <<: *base
                            name: B
                        """);

        assertThat(values.tables()).extracting(TableValues::name).containsExactly("A", "B");
        assertThat(values.tables().getLast().attributes().getFirst().type()).isEqualTo(KeyType.N);
    }

    /** Nobody should have to run the command once per mistake. */
    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        assertThat(
                        mistakes(
                                """
                                managmentPolicies: Control
                                region: Ireland
                                tables:
                                  - name: Orders!
                                    useIdpPrefix: 'true'
                                    hashKey: Id
                                    attributes:
                                      - name: Id
                                        type: N
                                    serviceAccountReadRoles: [a, a]
                                """))
                .containsExactly(
                        "v:1:1: managmentPolicies: is not a field; did you mean"
                                + " \"managementPolicies\"?",
                        "v:2:9: region: \"Ireland\" is not allowed; write a region such as"
                                + " eu-west-1",
                        "v:4:11: tables[0].name: \"Orders!\" is not allowed; a table name has 1 to"
                                + " 187 characters of a-z, A-Z, 0-9, '_', '.' and '-'",
                        "v:5:19: tables[0].useIdpPrefix: is the text \"true\"; remove the quotes",
                        "v:9:15: tables[0].attributes[0].type: a bare N is the boolean false to"
                                + " Helm; quote it: 'N'",
                        "v:10:34: tables[0].serviceAccountReadRoles[1]: \"a\" stands twice; keep"
                                + " one of the two");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("mistakesInOrders")
    void eachMistakeHasItsPlaceAndItsRemedy(String piece, String wrong, String expected) {
        assertThat(ORDERS).contains(piece);

        assertThat(mistakes(ORDERS.replaceFirst(java.util.regex.Pattern.quote(piece), wrong)))
                .containsExactly(expected.split("\n"));
    }

    static Stream<Arguments> mistakesInOrders() {
        String required = "is missing; it is required: ";
        return Stream.of(
                mistake(
                        "  - name: Orders\n    hashKey",
                        "  - hashKey",
                        "v:2:5: tables[0].name: "
                                + required
                                + "the table's name; in AWS [idp-]<namespace>-<name>"),
                mistake(
                        "name: Orders",
                        "name: " + "n".repeat(188),
                        "v:2:11: tables[0].name: is 188 characters long; a table name has 1 to 187"
                                + " characters of a-z, A-Z, 0-9, '_', '.' and '-'"),
                mistake(
                        "name: Orders",
                        "name: 2024",
                        "v:2:11: tables[0].name: a bare 2024 is a number to Helm; quote it:"
                                + " '2024'"),
                mistake(
                        "    hashKey: CustomerId\n",
                        "",
                        "v:2:5: tables[0].hashKey: "
                                + required
                                + "the attribute that is the partition key"),
                mistake(
                        "hashKey: CustomerId",
                        "hashkey: CustomerId",
                        "v:2:5: tables[0].hashKey: "
                                + required
                                + "the attribute that is the partition key",
                        "v:3:5: tables[0].hashkey: is not a field; did you mean \"hashKey\"?"),
                mistake(
                        "hashKey: CustomerId",
                        "hashKey:",
                        "v:3:13: tables[0].hashKey: has no value; write text"),
                mistake(
                        "hashKey: CustomerId",
                        "hashKey: [CustomerId]",
                        "v:3:14: tables[0].hashKey: is a list; write text"),
                mistake(
                        "rangeKey: OrderDate",
                        "rangeKey: CustomerId",
                        "v:4:15: tables[0].rangeKey: is the same attribute as hashKey; use another"
                                + " one, or remove it",
                        "v:8:15: tables[0].attributes[1].name: \"OrderDate\" is no key of the"
                                + " table or of an index; remove it: only key attributes are"
                                + " declared"),
                mistake(
                        "hashKey: CustomerId",
                        "hashKey: Customer",
                        "v:3:14: tables[0].hashKey: \"Customer\" is not declared; add {name:"
                                + " Customer, type: 'S'} to attributes",
                        "v:6:15: tables[0].attributes[0].name: \"CustomerId\" is no key of the"
                                + " table or of an index; remove it: only key attributes are"
                                + " declared"),
                mistake(
                        "  - name: Total\n        type: 'N'",
                        "  - name: OrderDate\n        type: 'N'",
                        "v:10:15: tables[0].attributes[2].name: \"OrderDate\" is declared twice;"
                                + " keep one of the two",
                        "v:15:19: tables[0].localSecondaryIndex[0].rangeKey: \"Total\" is not"
                                + " declared; add {name: Total, type: 'S'} to attributes"),
                mistake(
                        "type: 'N'",
                        "type: number",
                        "v:11:15: tables[0].attributes[2].type: \"number\" is not known; write S, N"
                                + " or B"),
                mistake(
                        "billingMode: PAY_PER_REQUEST",
                        "billingMode: ON_DEMAND",
                        "v:12:18: tables[0].billingMode: \"ON_DEMAND\" is not known; write"
                                + " PAY_PER_REQUEST or PROVISIONED"),
                mistake(
                        "billingMode: PAY_PER_REQUEST",
                        "billingMode: PROVISIONED",
                        "v:2:5: tables[0].readCapacity: is missing; billingMode PROVISIONED needs"
                                + " it, 1 or more",
                        "v:2:5: tables[0].writeCapacity: is missing; billingMode PROVISIONED needs"
                                + " it, 1 or more"),
                mistake(
                        "billingMode: PAY_PER_REQUEST",
                        "readCapacity: 5",
                        "v:12:19: tables[0].readCapacity: has no meaning with billingMode"
                                + " PAY_PER_REQUEST; remove it, or write billingMode:"
                                + " PROVISIONED"),
                mistake(
                        "billingMode: PAY_PER_REQUEST",
                        "readCapacity: 0",
                        "v:12:19: tables[0].readCapacity: 0 is out of range; write a whole number"
                                + " of 1 or more"),
                mistake(
                        "name: AmountIndex",
                        "name: Ix",
                        "v:14:15: tables[0].localSecondaryIndex[0].name: is 2 characters long; an"
                                + " index name has 3 to 255 characters of a-z, A-Z, 0-9, '_', '.'"
                                + " and '-'"),
                mistake(
                        "        rangeKey: Total\n",
                        "",
                        "v:14:9: tables[0].localSecondaryIndex[0].rangeKey: "
                                + required
                                + "the attribute that is the index's sort key; the partition key"
                                + " is the table's"),
                mistake(
                        "projectionType: INCLUDE",
                        "projectionType: ALL",
                        "v:17:27: tables[0].localSecondaryIndex[0].nonKeyAttributes: names"
                                + " attributes, but projectionType is ALL; write [] here, or"
                                + " projectionType: INCLUDE"),
                mistake(
                        "nonKeyAttributes: [\"items\"]",
                        "nonKeyAttributes: []",
                        "v:17:27: tables[0].localSecondaryIndex[0].nonKeyAttributes: names no"
                                + " attribute; INCLUDE needs 1 to 20"),
                mistake(
                        "        nonKeyAttributes: [\"items\"]\n",
                        "",
                        "v:14:9: tables[0].localSecondaryIndex[0].nonKeyAttributes: "
                                + required
                                + "1 to 20 attributes to project for INCLUDE, otherwise []"),
                mistake(
                        "nonKeyAttributes: [\"items\"]",
                        "nonKeyAttributes: [a, a]",
                        "v:17:31: tables[0].localSecondaryIndex[0].nonKeyAttributes[1]: \"a\""
                                + " stands twice; keep one of the two"),
                mistake(
                        "[\"access-koa-dev\"]",
                        "arn:aws:iam::1:role/access",
                        "v:18:30: tables[0].serviceAccountReadRoles: is the text"
                                + " \"arn:aws:iam::1:role/access\"; write a list"),
                mistake(
                        "[\"access-koa-dev\"]",
                        "[\"arn:aws:iam::1:role/access\"]",
                        "v:18:31: tables[0].serviceAccountReadRoles[0]:"
                                + " \"arn:aws:iam::1:role/access\" is not allowed; write the role's"
                                + " name (not its ARN): 1 to 64 characters of letters, digits and"
                                + " _+=,.@-, usually <application>-<namespace>"),
                mistake(
                        "tables:",
                        "accountId: 123456789012\ntables:",
                        "v:1:12: accountId: a bare 123456789012 is a number to Helm; quote it:"
                                + " '123456789012'"),
                mistake(
                        "tables:",
                        "pointInTimeRecovery: {recoveryPeriodInDays: 36}\ntables:",
                        "v:1:45: pointInTimeRecovery.recoveryPeriodInDays: 36 is out of range;"
                                + " write a whole number from 1 to 35"),
                mistake(
                        "tables:",
                        "tags: {idp/release: x}\ntables:",
                        "v:1:8: tags.idp/release: \"idp/release\" is not allowed; a tag's key has"
                                + " 1 to 128 letters, digits, spaces and _.:/=+-@, and is neither"
                                + " aws:*, idp/* nor managed-by, which say who owns the table"),
                mistake(
                        "tables:",
                        "tables:\n  - 5\ntables2:",
                        "v:2:5: tables[0]: is the number 5; write a map with name",
                        "v:3:1: tables2: is not a field; did you mean \"tables\"?"),
                mistake(
                        "    serviceAccountReadRoles",
                        "    hashKey: Id\n    serviceAccountReadRoles",
                        "v:18:5: tables[0].hashKey: stands twice, first in line 3; keep one of the"
                                + " two"));
    }

    /** A key that stands twice is a mistake of the YAML, but the rest can still be judged. */
    @Test
    void aKeyThatStandsTwiceHidesNoOtherMistake() {
        assertThat(
                        mistakes(
                                ORDERS.replace(
                                        "    rangeKey: OrderDate\n",
                                        "    hashKey: Id\n    rangekey: OrderDate\n")))
                .anyMatch(mistake -> mistake.contains("hashKey: stands twice"))
                .anyMatch(mistake -> mistake.contains("did you mean \"rangeKey\"?"));
    }

    @Test
    void aLocalIndexNeedsATableWithASortKey() {
        assertThat(mistakes(ORDERS.replace("    rangeKey: OrderDate\n", "")))
                .containsExactly(
                        "v:7:15: tables[0].attributes[1].name: \"OrderDate\" is no key of the table"
                                + " or of an index; remove it: only key attributes are declared",
                        "v:13:9: tables[0].localSecondaryIndex[0]: is a local index, but the table"
                                + " has no rangeKey; give the table a rangeKey, or make this a"
                                + " globalSecondaryIndex");
    }

    @Test
    void indexNamesAreUniqueOverBothKinds() {
        String global =
                """
                    globalSecondaryIndex:
                      - {name: AmountIndex, hashKey: Total, projectionType: ALL}
                """
                        .indent(2);

        assertThat(mistakes(ORDERS + "    " + global.strip() + "\n"))
                .containsExactly(
                        "v:20:18: tables[0].globalSecondaryIndex[0].name: \"AmountIndex\" is the"
                                + " name of another index of this table; index names are unique"
                                + " over local and global indexes");
    }

    @Test
    void anIndexOfAProvisionedTableNeedsItsOwnCapacity() {
        String provisioned =
                ORDERS.replace(
                        "billingMode: PAY_PER_REQUEST\n",
                        """
                        billingMode: PROVISIONED
                            readCapacity: 5
                            writeCapacity: 5
                            globalSecondaryIndex:
                              - {name: ByTotal, hashKey: Total, projectionType: ALL, readCapacity: 2}
                        """);

        assertThat(mistakes(provisioned))
                .containsExactly(
                        "v:16:9: tables[0].globalSecondaryIndex[0].writeCapacity: is missing;"
                                + " billingMode PROVISIONED needs it, 1 or more");
    }

    @Test
    void tableNamesAreUniqueAlsoAsKubernetesObjects() {
        String second = ORDERS.substring(ORDERS.indexOf("  - name"));
        assertThat(mistakes(ORDERS + second))
                .containsExactly(
                        "v:19:11: tables[1].name: \"Orders\" is the name of tables[0] too; table"
                                + " names are unique in a region");
        assertThat(mistakes(ORDERS + second.replace("name: Orders", "name: orders")))
                .containsExactly(
                        "v:19:11: tables[1].name: \"orders\" and \"Orders\" (tables[0]) make the"
                                + " same Kubernetes object name; let them differ by more than case"
                                + " and '_'");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unreadable")
    void whatIsNoValuesFileIsRefusedWithItsPlace(String text, String expected) {
        assertThat(mistakes(text)).containsExactly(expected);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("", "v:1:1: tables: is missing; it is required: the list of tables"),
                Arguments.of("- a\n", "v:1:1: is no map; a values file begins with \"tables:\""),
                Arguments.of(
                        "tables: []\n---\ntables: []\n",
                        "v:3:1: a second document begins here; a values file is one document:"
                                + " remove the line ---"),
                Arguments.of(
                        "tables: [\n",
                        "v:2:1: is not YAML: expected the node content, but found '<stream end>';"
                                + " correct it"),
                Arguments.of(
                        "tags: &a {region: x}\ntables: []\nregion: eu-west-1\n<<: *a\n",
                        "v:4:1: the merge key << stands after \"region\", which it also sets; put"
                                + " << first, so that every reader agrees"),
                Arguments.of(
                        "tables: &t\n  - *t\n",
                        "v:1:9: tables[0]: contains itself by an alias; write the value out"));
    }

    private static Arguments mistake(String piece, String wrong, String... expected) {
        return Arguments.of(piece, wrong, String.join("\n", expected));
    }

    private static Values parse(String text) throws ValuesException {
        return ValuesParser.parse(List.of(new Source("v", text)));
    }

    private static List<String> mistakes(String text) {
        ValuesException e = catchThrowableOfType(ValuesException.class, () -> parse(text));
        return e == null
                ? List.of("no mistake")
                : e.problems().stream().map(Problem::toString).toList();
    }
}
