package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AwsManagedPolicies;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.TrustPolicies;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service of AWS that has a role of its own in the account.
 *
 * @param service as the role's trust policy names it
 * @param role how AWS calls the role
 * @param policy name of the policy that AWS attaches to it; null where this server does not hold it
 * @param suffix whether an account can have several, told apart by a suffix
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html">Services
 *     that work with IAM</a>
 */
record LinkedService(String service, String role, @Nullable String policy, boolean suffix) {
    /** Where the roles are; nobody else can put one there. */
    static final String PATH = "/aws-service-role/";

    private static final Map<String, LinkedService> ALL =
            List.of(
                            withPolicy(
                                    "dynamodb.application-autoscaling.amazonaws.com",
                                    "ApplicationAutoScaling_DynamoDBTable",
                                    "AWSApplicationAutoscalingDynamoDBTablePolicy"),
                            withPolicy(
                                    "replication.dynamodb.amazonaws.com",
                                    "DynamoDBReplication",
                                    "DynamoDBReplicationServiceRolePolicy"),
                            withPolicy(
                                    "contributorinsights.dynamodb.amazonaws.com",
                                    "DynamoDBCloudWatchContributorInsights",
                                    "DynamoDBCloudWatchContributorInsightsServiceRolePolicy"),
                            withPolicy(
                                    "kinesisreplication.dynamodb.amazonaws.com",
                                    "DynamoDBKinesisDataStreamsReplication",
                                    "DynamoDBKinesisReplicationServiceRolePolicy"),
                            of("access-analyzer.amazonaws.com", "AccessAnalyzer"),
                            withSuffix("autoscaling.amazonaws.com", "AutoScaling"),
                            of("backup.amazonaws.com", "Backup"),
                            of("batch.amazonaws.com", "Batch"),
                            of("cloudtrail.amazonaws.com", "CloudTrail"),
                            of("config.amazonaws.com", "Config"),
                            of("dax.amazonaws.com", "DAX"),
                            of(
                                    "ec2.application-autoscaling.amazonaws.com",
                                    "ApplicationAutoScaling_EC2SpotFleetRequest"),
                            of("ecs.amazonaws.com", "ECS"),
                            of(
                                    "ecs.application-autoscaling.amazonaws.com",
                                    "ApplicationAutoScaling_ECSService"),
                            of("eks.amazonaws.com", "AmazonEKS"),
                            of("eks-nodegroup.amazonaws.com", "AmazonEKSNodegroup"),
                            of("elasticache.amazonaws.com", "ElastiCache"),
                            of("elasticbeanstalk.amazonaws.com", "ElasticBeanstalk"),
                            of("elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing"),
                            of("es.amazonaws.com", "AmazonElasticsearchService"),
                            of("guardduty.amazonaws.com", "AmazonGuardDuty"),
                            of("lex.amazonaws.com", "LexBots"),
                            of("opensearchservice.amazonaws.com", "AmazonOpenSearchService"),
                            of("organizations.amazonaws.com", "Organizations"),
                            of("rds.amazonaws.com", "RDS"),
                            of(
                                    "rds.application-autoscaling.amazonaws.com",
                                    "ApplicationAutoScaling_RDSCluster"),
                            of("spot.amazonaws.com", "EC2Spot"),
                            of("spotfleet.amazonaws.com", "EC2SpotFleet"),
                            of("support.amazonaws.com", "Support"))
                    .stream()
                    .collect(Collectors.toMap(LinkedService::service, Function.identity()));

    private static LinkedService of(String service, String role) {
        return new LinkedService(service, "AWSServiceRoleFor" + role, null, false);
    }

    private static LinkedService withSuffix(String service, String role) {
        return new LinkedService(service, "AWSServiceRoleFor" + role, null, true);
    }

    private static LinkedService withPolicy(String service, String role, String policy) {
        return new LinkedService(service, "AWSServiceRoleFor" + role, policy, false);
    }

    /** Returns the service of that name, or null. */
    static @Nullable LinkedService find(String service) {
        return ALL.get(service);
    }

    /** Returns the path of the role of a service. */
    static String pathOf(String service) {
        return PATH + service + "/";
    }

    /**
     * Returns the name of the role.
     *
     * @param wanted null for none
     * @throws IdentityException if the service's role can have no suffix
     */
    String roleName(@Nullable String wanted) {
        if (wanted == null) {
            return role;
        }
        if (!suffix) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Custom suffix is not allowed for " + service);
        }
        return role + "_" + wanted;
    }

    /** Returns the trust policy of the role, in the form in which AWS writes it. */
    StoredPolicy trust(Draft draft) {
        return TrustPolicies.parse(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"sts:AssumeRole\"],"
                        + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\""
                        + service
                        + "\"]}}]}",
                draft.image());
    }

    /** Returns what AWS attaches to the role. */
    Policies policies() {
        return policy == null
                ? Policies.NONE
                : Policies.NONE.withAttached(
                        AwsManagedPolicies.PREFIX + PATH.substring(1) + policy);
    }
}
