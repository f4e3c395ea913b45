package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads policies and roles. */
final class PolicyReading {
    private PolicyReading() {}

    static ObservedPolicy read(IamClient iam, Policy policy) {
        Map<String, String> tags = new HashMap<>();
        iam.listPolicyTagsPaginator(request -> request.policyArn(policy.arn()))
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        List<PolicyVersion> versions = new ArrayList<>();
        iam.listPolicyVersionsPaginator(request -> request.policyArn(policy.arn()))
                .versions()
                .forEach(versions::add);
        String current =
                versions.stream()
                        .filter(version -> Boolean.TRUE.equals(version.isDefaultVersion()))
                        .map(PolicyVersion::versionId)
                        .findFirst()
                        .orElse(policy.defaultVersionId());
        List<String> others =
                versions.stream()
                        .map(PolicyVersion::versionId)
                        .filter(id -> !id.equals(current))
                        .sorted(Comparator.comparingInt(PolicyReading::number))
                        .toList();
        String document =
                iam.getPolicyVersion(r -> r.policyArn(policy.arn()).versionId(current))
                        .policyVersion()
                        .document();
        return new ObservedPolicy(
                policy.policyName(),
                policy.arn(),
                policy.path(),
                tags,
                current,
                others,
                // RFC 3986, where a plus is a plus.
                URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static int number(String versionId) {
        return Integer.parseInt(versionId.substring(1));
    }

    static ObservedRole role(IamClient iam, String name) {
        try {
            Set<String> attached = new HashSet<>();
            iam.listAttachedRolePoliciesPaginator(request -> request.roleName(name))
                    .attachedPolicies()
                    .forEach(policy -> attached.add(policy.policyArn()));
            return new ObservedRole.Present(attached);
        } catch (NoSuchEntityException e) {
            return new ObservedRole.Missing(Target.sentence(e));
        } catch (IamException e) {
            if (e.statusCode() == 403) {
                return new ObservedRole.Missing(Target.sentence(e));
            }
            throw e;
        }
    }
}
