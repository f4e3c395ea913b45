package dev.tablewright.policy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.catalog.ServiceAction.ResourcePolicySupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue says what the service authorization reference says. */
class ActionCatalogTest {
    private final ActionCatalog catalog = ActionCatalog.get();

    @Test
    void hasEveryActionOfTheServices() {
        assertThat(catalog.services())
                .containsExactly("application-autoscaling", "backup", "dynamodb", "iam", "sts");
        assertThat(catalog.ofService("dynamodb")).hasSize(79);
        assertThat(catalog.ofService("iam")).hasSize(190);
        assertThat(catalog.ofService("sts")).hasSize(16);
        assertThat(catalog.ofService("backup")).hasSize(122);
        assertThat(catalog.ofService("s3")).isEmpty();
    }

    @ParameterizedTest(name = "{0} on [{1}], {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DYNAMODB:getitem                | table*               | Read  | CROSS_ACCOUNT
                    dynamodb:Query                  | table* index         | Read  | CROSS_ACCOUNT
                    dynamodb:PartiQLInsert          | table*               | Write | SAME_ACCOUNT
                    dynamodb:ListTables             |                      | List  | NONE
                    dynamodb:TagResource            | stream* table*       | Tagging | CROSS_ACCOUNT
                    dynamodb:RestoreTableFromBackup | backup* table*       | Write | NONE
                    iam:AttachRolePolicy            | role*                | Permissions management | NONE
                    sts:GetCallerIdentity           |                      | Read  | NONE
                    """)
    void knowsAction(String name, String resources, String level, ResourcePolicySupport support) {
        ServiceAction action = catalog.find(name).orElseThrow();

        assertThat(
                        String.join(
                                " ",
                                action.resources().stream()
                                        .map(u -> u.type().name() + (u.required() ? "*" : ""))
                                        .toList()))
                .isEqualTo(resources == null ? "" : resources);
        assertThat(action.level().awsName()).isEqualTo(level);
        assertThat(action.resourcePolicy()).isEqualTo(support);
    }

    @Test
    void knowsWhichActionsHaveNoCall() {
        assertThat(catalog.find("dynamodb:CreateTableReplica").orElseThrow().permissionOnly())
                .isTrue();
        assertThat(catalog.find("dynamodb:ConditionCheckItem").orElseThrow().permissionOnly())
                .isFalse();
    }

    @Test
    void matchesPatternsWithoutRegardToCase() {
        assertThat(catalog.matching("dynamodb:batch*item"))
                .extracting(ServiceAction::name)
                .containsExactly("BatchGetItem", "BatchWriteItem");
        assertThat(catalog.matching("*")).hasSameSizeAs(catalog.all());
    }

    @Test
    void findsWhatWasMeant() {
        assertThat(catalog.nearest("dynamodb:GetItems").orElseThrow().name()).isEqualTo("GetItem");
        assertThat(catalog.nearest("dynamdob:PutItem").orElseThrow().fullName())
                .isEqualTo("dynamodb:PutItem");
        assertThat(catalog.nearest("s3:GetObject")).isEmpty();
    }

    @Test
    void knowsTheActionsBehindACall() {
        assertThat(catalog.actionsOfCall("dynamodb:transactwriteitems"))
                .containsExactly(
                        "dynamodb:ConditionCheckItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem");
        assertThat(catalog.actionsOfCall("dynamodb:GetItem")).isEmpty();
    }

    @ParameterizedTest(name = "{0} has {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    dynamodb:GetItem     | dynamodb:leadingkeys   | true  | its own, in any case
                    dynamodb:Scan        | dynamodb:LeadingKeys   | false | a scan has no key
                    dynamodb:GetItem     | aws:ResourceTag/owner  | true  | of its resource type
                    dynamodb:GetItem     | dynamodb:ResourceTag/x | false | no such key
                    dynamodb:ListTables  | aws:PrincipalTag/team  | true  | global
                    dynamodb:ListTables  | aws:ResourceTag/team   | false | has no resource
                    dynamodb:CreateTable | aws:RequestTag/team    | true  | tags are in the request
                    dynamodb:GetItem     | aws:RequestTag/team    | false | takes no tags
                    """)
    void knowsKeys(String action, String key, boolean has, String reason) {
        assertThat(catalog.hasKey(catalog.find(action).orElseThrow(), key))
                .as(reason)
                .isEqualTo(has);
    }
}
