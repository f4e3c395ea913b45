package dev.tablewright.policy.catalog;

import dev.tablewright.policy.catalog.ConditionKey.ValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that do not belong to a service.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS
 *     global condition context keys</a>
 */
final class GlobalKeys {
    private static final Map<ValueType, List<String>> SINGLE =
            Map.of(
                    ValueType.STRING,
                    List.of(
                            "aws:CalledViaFirst",
                            "aws:CalledViaLast",
                            "aws:Ec2InstanceSourceVpc",
                            "aws:FederatedProvider",
                            "aws:PrincipalAccount",
                            "aws:PrincipalOrgID",
                            "aws:PrincipalServiceName",
                            "aws:PrincipalTag/${TagKey}",
                            "aws:PrincipalType",
                            "aws:Referer",
                            "aws:RequestTag/${TagKey}",
                            "aws:RequestedRegion",
                            "aws:ResourceAccount",
                            "aws:ResourceOrgID",
                            "aws:ResourceTag/${TagKey}",
                            "aws:SourceAccount",
                            "aws:SourceIdentity",
                            "aws:SourceOrgID",
                            "aws:SourceVpc",
                            "aws:SourceVpce",
                            "aws:UserAgent",
                            "aws:userid",
                            "aws:username",
                            "aws:VpceAccount",
                            "aws:VpceOrgID"),
                    ValueType.ARN,
                    List.of(
                            "aws:PrincipalArn",
                            "aws:SourceArn",
                            "aws:SourceVpcArn",
                            "ec2:SourceInstanceARN",
                            "glue:RoleAssumedBy"),
                    ValueType.BOOL,
                    List.of(
                            "aws:MultiFactorAuthPresent",
                            "aws:PrincipalIsAWSService",
                            "aws:SecureTransport",
                            "aws:ViaAWSService"),
                    ValueType.NUMERIC,
                    List.of("aws:MultiFactorAuthAge"),
                    ValueType.DATE,
                    List.of("aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"),
                    ValueType.IP_ADDRESS,
                    List.of("aws:SourceIp", "aws:VpcSourceIp", "aws:Ec2InstanceSourcePrivateIPv4"));

    private static final List<String> SEVERAL =
            List.of(
                    "aws:CalledVia",
                    "aws:PrincipalOrgPaths",
                    "aws:PrincipalServiceNamesList",
                    "aws:ResourceOrgPaths",
                    "aws:SourceOrgPaths",
                    "aws:TagKeys",
                    "aws:VpceOrgPaths");

    /**
     * Keys that begin with {@code aws:} and are in the context of some actions only: the actions
     * and resource types that have them list them.
     */
    private static final Set<String> OF_ACTIONS =
            Set.of("aws:requesttag/", "aws:tagkeys", "aws:resourcetag/");

    static final List<ConditionKey> ALL = all();

    private static final Set<String> NAMES =
            ALL.stream()
                    .map(key -> KeyName.normalized(key.name()))
                    .filter(name -> !OF_ACTIONS.contains(name))
                    .collect(Collectors.toUnmodifiableSet());

    private GlobalKeys() {}

    private static List<ConditionKey> all() {
        List<ConditionKey> keys = new ArrayList<>();
        SINGLE.forEach(
                (type, names) ->
                        names.forEach(
                                name -> keys.add(new ConditionKey(name, type, false, List.of()))));
        SEVERAL.forEach(
                name -> keys.add(new ConditionKey(name, ValueType.STRING, true, List.of())));
        return List.copyOf(keys);
    }

    /** Whether any request can carry the key, given in its normalized form. */
    static boolean isGlobal(String normalized) {
        return NAMES.contains(normalized);
    }
}
