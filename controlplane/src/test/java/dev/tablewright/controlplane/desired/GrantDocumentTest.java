package dev.tablewright.controlplane.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class GrantDocumentTest {
    private static final String ORDERS = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";

    private static final String FILE =
            """
            accountId: '123456789012'
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: 'S'}]
                streamEnabled: true
                streamViewType: NEW_IMAGE
                serverSideEncryption:
                  enabled: true
                  kmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1
                serviceAccountReadRoles: [reader, both]
                serviceAccountWriteRoles: [writer, both]
                serviceAccountStreamRoles: [streamer, both]
            """;

    @Test
    void aStreamReaderReadsTheStreamAndNothingOfTheTable() throws Exception {
        assertThat(document("streamer"))
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + "{\"Sid\":\"Stream\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:DescribeStream\",\"dynamodb:GetRecords\",\"dynamodb:GetShardIterator\"],"
                                + "\"Resource\":[\"arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders/stream/*\"]},"
                                + "{\"Sid\":\"Streams\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:ListStreams\"],\"Resource\":[\"*\"]},"
                                + "{\"Sid\":\"KeyRead\",\"Effect\":\"Allow\",\"Action\":[\"kms:Decrypt\",\"kms:DescribeKey\"],"
                                + "\"Resource\":[\"arn:aws:kms:eu-west-1:123456789012:key/1\"],"
                                + "\"Condition\":{\"StringEquals\":{\"kms:ViaService\":[\"dynamodb.eu-west-1.amazonaws.com\"]}}}]}");
    }

    @Test
    void aSearcherSearchesAndReadsNothingElse() throws Exception {
        String searched =
                FILE.replace(
                        "    serviceAccountReadRoles",
                        """
                            vectorIndexes:
                              - {name: ByMeaning, vectorAttribute: V, dimensions: 3, \
                        distanceFunction: COSINE, projectionType: ALL}
                            serviceAccountSearchRoles: [searcher]
                            serviceAccountReadRoles\
                        """);

        assertThat(document(searched, "searcher"))
                .startsWith(
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + "{\"Sid\":\"Search\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:SearchVectors\"],"
                                + "\"Resource\":[\"arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders/index/*\"]},"
                                + "{\"Sid\":\"KeyRead\"");
    }

    @Test
    void thereIsNoSearcherWithoutAVectorIndex() {
        String text = FILE + "    serviceAccountSearchRoles: [searcher]\n";

        assertThat(catchThrowableOfType(ValuesException.class, () -> document(text, "searcher")))
                .hasMessageContaining(
                        "v:14:32: tables[0].serviceAccountSearchRoles: have nothing to search"
                                + " without a vector index");
    }

    @Test
    void aKeyOfOnesOwnIsUsedThroughDynamoDbOnly() throws Exception {
        assertThat(document("reader"))
                .contains("\"Sid\":\"KeyRead\"")
                .doesNotContain("kms:Encrypt")
                .doesNotContain("Stream");
        assertThat(document("writer"))
                .contains(
                        "\"Action\":[\"kms:Decrypt\",\"kms:DescribeKey\",\"kms:Encrypt\","
                                + "\"kms:GenerateDataKey*\",\"kms:ReEncrypt*\"]")
                .doesNotContain("KeyRead");
        assertThat(document("both"))
                .contains("\"Sid\":\"ReadWrite\"")
                .contains("\"Sid\":\"Stream\"")
                .contains("\"Sid\":\"KeyRead\"")
                .contains("\"Sid\":\"KeyWrite\"");
        String without =
                FILE.replace("      kmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1\n", "");
        assertThat(document(without, "writer"))
                .as("the account's own key of DynamoDB needs no permission")
                .doesNotContain("kms:");
    }

    @Test
    void thereIsNoStreamReaderWithoutAStream() {
        String text = FILE.replace("    streamEnabled: true\n    streamViewType: NEW_IMAGE\n", "");

        assertThat(catchThrowableOfType(ValuesException.class, () -> document(text, "both")))
                .hasMessageContaining(
                        "v:11:32: tables[0].serviceAccountStreamRoles: have nothing to read"
                                + " without a stream");
    }

    /**
     * Keys take room too; a policy is never longer than it may be, and grants stay where they are.
     */
    @Test
    void keysCountAndGrantsStayInTheirPolicies() {
        List<TableGrant> grants = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            grants.add(new TableGrant(ORDERS + i, Grant.READ_AND_WRITE, KEY + i));
            grants.add(new TableGrant(ORDERS + i, Grant.STREAM, KEY + i));
        }
        Release release = new Release("koa-dev", "dynamo-tables");

        RoleAccess access = RoleAccess.of(release, "r", grants);

        assertThat(access.parts())
                .hasSizeGreaterThan(2)
                .allMatch(part -> part.document().length() <= GrantDocument.MAX_CHARACTERS);
        Map<String, String> documents = new java.util.HashMap<>();
        access.parts().forEach(part -> documents.put(part.name(), part.document()));
        assertThat(RoleAccess.of(release, "r", grants.reversed()).arranged(release, documents, 25))
                .extracting(
                        arranged -> arranged.parts().stream().map(PolicyPart::document).toList())
                .isEqualTo(access.parts().stream().map(PolicyPart::document).toList());
    }

    private static String document(String role) throws ValuesException {
        return document(FILE, role);
    }

    private static String document(String file, String role) throws ValuesException {
        return DesiredState.of(
                        ValuesParser.parse(List.of(new Source("v", file))),
                        new Release("koa-dev", "dynamo-tables"),
                        AwsAccount.UNKNOWN)
                .roles()
                .stream()
                .filter(access -> access.role().equals(role))
                .findFirst()
                .orElseThrow()
                .parts()
                .getFirst()
                .document();
    }
}
