package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AwsManagedPolicies;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.TrustPolicies;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final String DOMAIN = ".amazonaws.com";
    private static final String PREFIX = "AWSServiceRoleFor";

    /** Service, without {@code .amazonaws.com}, and role, without what all begin with. */
    private static final String OTHERS =
            """
            access-analyzer AccessAnalyzer
            accountdiscovery.ssm AmazonSSM_AccountDiscovery
            acm CertificateManager
            appmesh AppMesh
            appstream.application-autoscaling ApplicationAutoScaling_AppStreamFleet
            autoscaling-plans AutoScalingPlans_EC2AutoScaling
            backup Backup
            batch Batch
            cassandra.application-autoscaling ApplicationAutoScaling_CassandraTable
            cks.kms KeyManagementServiceCustomKeyStores
            cloudtrail CloudTrail
            cloudwatch-crossaccount CloudWatchCrossAccount
            codestar-notifications CodeStarNotifications
            comprehend.application-autoscaling ApplicationAutoScaling_ComprehendEndpoint
            config Config
            custom-resource.application-autoscaling ApplicationAutoScaling_CustomResource
            dax DAX
            dms DMSServerless
            dms-fleet-advisor DMSFleetAdvisor
            docdb-elastic DocDB-Elastic
            ec2-instance-connect EC2InstanceConnect
            ec2.application-autoscaling ApplicationAutoScaling_EC2SpotFleetRequest
            ecr ECRTemplate
            ecs ECS
            ecs.application-autoscaling ApplicationAutoScaling_ECSService
            eks AmazonEKS
            eks-connector AmazonEKSConnector
            eks-fargate AmazonEKSForFargate
            eks-nodegroup AmazonEKSNodegroup
            elasticache ElastiCache
            elasticbeanstalk ElasticBeanstalk
            elasticfilesystem AmazonElasticFileSystem
            elasticloadbalancing ElasticLoadBalancing
            elasticmapreduce EMRCleanup
            email.cognito-idp AmazonCognitoIdpEmailService
            emr-containers AmazonEMRContainers
            emrwal EMRWAL
            es AmazonElasticsearchService
            events CloudWatchEvents
            fis FIS
            globalaccelerator GlobalAccelerator
            grafana AmazonGrafana
            guardduty AmazonGuardDuty
            imagebuilder ImageBuilder
            inspector2 AmazonInspector2
            kafka Kafka
            kafka.application-autoscaling ApplicationAutoScaling_KafkaCluster
            kafkaconnect KafkaConnect
            lakeformation LakeFormationDataAccess
            lambda.application-autoscaling ApplicationAutoScaling_LambdaConcurrency
            lex LexBots
            lightsail Lightsail
            logger.cloudfront CloudFrontLogger
            m2 M2
            macie AmazonMacie
            memorydb MemoryDB
            mq AmazonMQ
            mrk.kms KeyManagementServiceMultiRegionKeys
            notifications AwsUserNotifications
            opensearchservice AmazonOpenSearchService
            ops.apigateway APIGateway
            ops.emr-serverless AmazonEMRServerless
            opsdatasync.ssm SystemsManagerOpsDataSync
            opsinsights.ssm AmazonSSM_OpsInsights
            organizations Organizations
            pullthroughcache.ecr ECRPullThroughCache
            ram ResourceAccessManager
            rds RDS
            rds.application-autoscaling ApplicationAutoScaling_RDSCluster
            redshift Redshift
            replication.cassandra KeyspacesReplication
            replication.ecr ECRReplication
            replicator.lambda LambdaReplicator
            resource-explorer-2 ResourceExplorer
            rolesanywhere RolesAnywhere
            s3-outposts S3OnOutposts
            sagemaker.application-autoscaling ApplicationAutoScaling_SageMakerEndpoint
            securityhub SecurityHub
            servicequotas ServiceQuotas
            ses AmazonSES
            shield AWSShield
            spot EC2Spot
            spotfleet EC2SpotFleet
            ssm AmazonSSM
            ssm-incidents IncidentManager
            sso SSO
            support Support
            transitgateway VPCTransitGateway
            trustedadvisor TrustedAdvisor
            vpcorigin.cloudfront CloudFrontVPCOrigin
            wafv2 WAFV2Logging
            """;

    private static final Map<String, LinkedService> ALL =
            Stream.concat(
                            Stream.of(
                                    withPolicy(
                                            "dynamodb.application-autoscaling",
                                            "ApplicationAutoScaling_DynamoDBTable",
                                            "AWSApplicationAutoscalingDynamoDBTablePolicy"),
                                    withPolicy(
                                            "replication.dynamodb",
                                            "DynamoDBReplication",
                                            "DynamoDBReplicationServiceRolePolicy"),
                                    withPolicy(
                                            "contributorinsights.dynamodb",
                                            "DynamoDBCloudWatchContributorInsights",
                                            "DynamoDBCloudWatchContributorInsightsServiceRolePolicy"),
                                    withPolicy(
                                            "kinesisreplication.dynamodb",
                                            "DynamoDBKinesisDataStreamsReplication",
                                            "DynamoDBKinesisReplicationServiceRolePolicy"),
                                    withSuffix("autoscaling", "AutoScaling"),
                                    withSuffix("connect", "AmazonConnect"),
                                    withSuffix("lexv2", "LexV2Bots")),
                            OTHERS.lines().map(LinkedService::other))
                    .collect(Collectors.toMap(LinkedService::service, Function.identity()));

    private static LinkedService other(String line) {
        int blank = line.indexOf(' ');
        return new LinkedService(
                line.substring(0, blank) + DOMAIN, PREFIX + line.substring(blank + 1), null, false);
    }

    private static LinkedService withSuffix(String service, String role) {
        return new LinkedService(service + DOMAIN, PREFIX + role, null, true);
    }

    private static LinkedService withPolicy(String service, String role, String policy) {
        return new LinkedService(service + DOMAIN, PREFIX + role, policy, false);
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
