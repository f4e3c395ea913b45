package dev.tablewright.controlplane.access;

import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An account made by hand: tables with one index {@code ByCategory}, users and roles. */
public final class TestAccount {
    public static final String ACCOUNT = "123456789012";
    public static final String REGION = "us-west-2";
    public static final String TABLES = "arn:aws:dynamodb:us-west-2:123456789012:table/";

    private final List<PrincipalFacts> principals = new ArrayList<>();
    private final List<TableFacts> tables = new ArrayList<>();

    public TestAccount table(String name, Map<String, String> tags) {
        tables.add(
                new TableFacts(
                        REGION,
                        name,
                        TABLES + name,
                        new TableDefinition(
                                new KeySchema(List.of("Id"), List.of()),
                                Map.of("Id", KeyType.N, "Category", KeyType.S),
                                List.of(
                                        new IndexDefinition(
                                                "ByCategory",
                                                IndexDefinition.Kind.GLOBAL,
                                                new KeySchema(List.of("Category"), List.of()),
                                                new IndexProjection(
                                                        IndexProjection.Type.ALL, List.of()),
                                                Throughput.ON_DEMAND,
                                                null))),
                        tags,
                        null,
                        List.of(),
                        null,
                        false));
        return this;
    }

    public TestAccount user(String name, String... policies) {
        return principal(PrincipalFacts.Kind.USER, name, Map.of(), null, policies);
    }

    public TestAccount principal(
            PrincipalFacts.Kind kind,
            String name,
            Map<String, String> tags,
            @Nullable String boundary,
            String... policies) {
        List<AttachedPolicy> attached = new ArrayList<>();
        for (String policy : policies) {
            attached.add(policy("policy" + attached.size() + " of " + name, policy));
        }
        principals.add(
                new PrincipalFacts(
                        kind,
                        name,
                        "arn:aws:iam::"
                                + ACCOUNT
                                + (kind == PrincipalFacts.Kind.USER ? ":user/" : ":role/")
                                + name,
                        "AID" + name,
                        tags,
                        new AppliedPolicies(
                                attached,
                                boundary == null ? null : policy("boundary of " + name, boundary),
                                null),
                        Map.of(),
                        List.of()));
        return this;
    }

    private static AttachedPolicy policy(String name, String document) {
        return new AttachedPolicy(name, true, PolicyDocument.parse(document, PolicyKind.MANAGED));
    }

    /** Wraps statements, which may use {@code '} for {@code "}. */
    public static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements.replace('\'', '"') + "]}";
    }

    public AccessSnapshot snapshot() {
        return new AccessSnapshot(
                "aws", ACCOUNT, Set.of(REGION), principals, tables, Map.of(), List.of());
    }
}
