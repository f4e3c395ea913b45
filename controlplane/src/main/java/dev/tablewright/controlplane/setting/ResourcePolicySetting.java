package dev.tablewright.controlplane.setting;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicySyntaxException;
import dev.tablewright.policy.lint.LintContext;
import dev.tablewright.policy.lint.PolicyLinter;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.PolicyNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The policy of a table: who may use it, also of other accounts, and who may not. Compared by what
 * it says. Written only over the revision that was looked at.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html">PutResourcePolicy</a>
 */
public final class ResourcePolicySetting implements Setting<TablePolicy> {
    /** The setting. */
    public static final ResourcePolicySetting POLICY = new ResourcePolicySetting();

    /** AWS's limit, white space counted. */
    private static final int MOST_BYTES = 20 * 1024;

    private static final String NAME = "resourcePolicy";
    private static final String NO_POLICY = "NO_POLICY";
    private static final String SOME_TABLE =
            "arn:aws:dynamodb:eu-west-1:000000000000:table/SomeTable";
    private static final String PUBLIC = "DDB-RBP-001";
    private static final Field<String> FIELD =
            Field.optional(
                    NAME,
                    new ValueType.Json(),
                    "the table's own policy, as a map or as JSON text; a statement without Resource"
                            + " is about the table and its indexes; deleted when it leaves the"
                            + " values");

    private ResourcePolicySetting() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "resource policy";
    }

    @Override
    public Class<TablePolicy> type() {
        return TablePolicy.class;
    }

    @Override
    public Phase phase() {
        return Phase.BESIDE;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable TablePolicy read(BlockReader table) {
        String document = table.find(FIELD);
        return document == null ? null : new TablePolicy(document, null);
    }

    @Override
    public void check(TablePolicy value, TableValues table, BlockReader in) {
        String document = value.document();
        if (document == null) {
            return;
        }
        try {
            String whole = PolicyNormalForm.forTable(document, SOME_TABLE);
            var _ = PolicyDocument.parse(whole, PolicyKind.RESOURCE);
            int bytes = whole.getBytes(UTF_8).length;
            if (bytes > MOST_BYTES) {
                in.add(FIELD, "has " + bytes + " bytes", "AWS takes " + MOST_BYTES + " at most");
            }
            if (isPublic(whole)) {
                in.add(
                        FIELD,
                        "allows everyone, of every account, which DynamoDB refuses",
                        "name principals, or limit the statement to accounts by"
                                + " aws:PrincipalAccount, aws:PrincipalOrgID or the like");
            }
        } catch (PolicySyntaxException e) {
            in.add(FIELD, "is no policy of a table", String.valueOf(e.getMessage()));
        }
    }

    /** What DynamoDB takes from nobody. What else is doubtful, {@code lint} says. */
    private static boolean isPublic(String document) {
        return PolicyLinter.lint(document, LintContext.NONE.ofResource(SOME_TABLE)).stream()
                .anyMatch(finding -> finding.ruleId().equals(PUBLIC));
    }

    /** Returns the policy as it is sent to the table at {@code arn}; null if there is none. */
    public static @Nullable String documentFor(TablePolicy value, String arn) {
        String document = value.document();
        return document == null ? null : PolicyNormalForm.forTable(document, arn);
    }

    @Override
    public Map<String, Object> written(TablePolicy value) {
        String document = value.document();
        return document == null
                ? Map.of()
                : Map.of(NAME, PolicyNormalForm.written(document, value.arn()));
    }

    @Override
    public TablePolicy initial() {
        return TablePolicy.NONE;
    }

    @Override
    public boolean hasOwnCall() {
        return true;
    }

    @Override
    public TablePolicy observe(TableSight sight) {
        String arn = sight.table().tableArn();
        GetResourcePolicyResponse found = Served.ask(NAME, () -> find(sight.dynamoDb(), arn));
        return new TablePolicy(found == null ? null : found.policy(), arn);
    }

    private static @Nullable GetResourcePolicyResponse find(DynamoDbClient dynamoDb, String arn) {
        try {
            return dynamoDb.getResourcePolicy(request -> request.resourceArn(arn));
        } catch (PolicyNotFoundException none) {
            return null;
        }
    }

    @Override
    public boolean satisfies(TablePolicy is, TablePolicy wanted) {
        String arn = is.arn() == null ? wanted.arn() : is.arn();
        return Objects.equals(normal(is.document(), arn), normal(wanted.document(), arn));
    }

    private static @Nullable String normal(@Nullable String document, @Nullable String arn) {
        return document == null ? null : PolicyNormalForm.of(document, arn);
    }

    @Override
    public TablePolicy forOtherTable(TablePolicy value, String arn) {
        String document = value.document();
        String own = value.arn();
        return document == null || own == null
                ? new TablePolicy(document, arn)
                : new TablePolicy(PolicyNormalForm.moved(document, own, arn), arn);
    }

    @Override
    public List<String> operations() {
        return List.of("CreateTable", "PutResourcePolicy", "DeleteResourcePolicy");
    }

    @Override
    public String words(TablePolicy value) {
        String document = value.document();
        return document == null ? "none" : PolicyNormalForm.onOneLine(document);
    }

    @Override
    public List<String> warnings(TablePolicy is, TablePolicy wanted) {
        return wanted.document() == null
                ? List.of("loses its resource policy: what it denied is denied no more")
                : List.of();
    }

    @Override
    public boolean updatesTable() {
        return false;
    }

    /** AWS takes the next change of a policy some seconds after the last. */
    @Override
    public void change(TableCall call, TablePolicy from, TablePolicy to)
            throws NotDone, InterruptedException {
        call.until(
                () -> "its resource policy was changed a moment ago",
                () -> {
                    try {
                        put(call, to);
                        return true;
                    } catch (ResourceInUseException soon) {
                        return false;
                    } catch (PolicyNotFoundException other) {
                        throw new NotDone("its resource policy was changed meanwhile");
                    }
                });
    }

    private static void put(TableCall call, TablePolicy to) {
        GetResourcePolicyResponse present = find(call.dynamoDb(), call.arn());
        String document = to.document();
        if (document != null) {
            var _ =
                    call.dynamoDb()
                            .putResourcePolicy(
                                    request ->
                                            request.resourceArn(call.arn())
                                                    .expectedRevisionId(
                                                            present == null
                                                                    ? NO_POLICY
                                                                    : present.revisionId())
                                                    .policy(
                                                            PolicyNormalForm.forTable(
                                                                    document, call.arn())));
        } else if (present != null) {
            var _ =
                    call.dynamoDb()
                            .deleteResourcePolicy(
                                    request ->
                                            request.resourceArn(call.arn())
                                                    .expectedRevisionId(present.revisionId()));
        }
    }
}
