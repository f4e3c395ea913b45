package dev.tablewright.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies that AWS manages, as every account finds them. */
class AwsManagedPoliciesTest {
    /** They are read before anybody needs them, and compiled only when somebody does. */
    @Test
    void everyOneOfThemCanBeDecidedBy() {
        assertThat(AwsManagedPolicies.all()).hasSizeGreaterThan(80);
        for (ManagedPolicy policy : AwsManagedPolicies.all()) {
            assertThatCode(() -> policy.inForce().document().compiled())
                    .as(policy.arn())
                    .doesNotThrowAnyException();
            assertThat(policy.ofAws()).as(policy.arn()).isTrue();
            assertThat(policy.id()).matches("ANPA[A-Z2-7]{17}");
        }
        assertThat(AwsManagedPolicies.all()).extracting(ManagedPolicy::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AdministratorAccess",
                "service-role/AWSLambdaBasicExecutionRole",
                "service-role/AmazonElasticMapReduceRole",
                "service-role/AmazonECSTaskExecutionRolePolicy",
                "job-function/DatabaseAdministrator",
                "aws-service-role/DynamoDBReplicationServiceRolePolicy"
            })
    void theyAreFoundByTheArnThatAwsGivesThem(String pathAndName) {
        assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/" + pathAndName)).isNotNull();
    }
}
