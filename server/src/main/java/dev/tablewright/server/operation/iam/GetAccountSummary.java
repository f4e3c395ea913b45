package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.json.PolicySize;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GetAccountSummary: how many of everything there are, and may be. */
final class GetAccountSummary extends IamOperation<String, AccountImage> {
    GetAccountSummary(Identities identities) {
        super(identities);
    }

    @Override
    public String decode(QueryReader in) {
        return in.account();
    }

    @Override
    public List<Access> access(String account) {
        return needs().only();
    }

    @Override
    public AccountImage execute(Authorized<String> authorized) {
        return account(authorized.request());
    }

    @Override
    public void encode(AccountImage account, XmlWriter out) {
        out.element("SummaryMap", () -> summaryOf(account).forEach((k, v) -> entry(out, k, v)));
    }

    private static void entry(XmlWriter out, String key, int value) {
        out.element("entry", () -> out.text("key", key).number("value", value));
    }

    private static Map<String, Integer> summaryOf(AccountImage account) {
        Map<String, Integer> summary = new LinkedHashMap<>();
        summary.put("Users", account.count(EntityKind.USER));
        summary.put("UsersQuota", CreateUser.MOST_USERS);
        summary.put("Groups", account.count(EntityKind.GROUP));
        summary.put("GroupsQuota", CreateGroup.MOST_GROUPS);
        summary.put("Roles", account.count(EntityKind.ROLE));
        summary.put("RolesQuota", CreateRole.MOST_ROLES);
        summary.put("Policies", account.count(EntityKind.POLICY));
        summary.put("PoliciesQuota", CreatePolicy.MOST_POLICIES);
        summary.put("PolicyVersionsInUse", versionsOf(account));
        summary.put("PolicyVersionsInUseQuota", 10_000);
        summary.put("VersionsPerPolicyQuota", CreatePolicyVersion.MOST_VERSIONS);
        summary.put("InstanceProfiles", account.count(EntityKind.INSTANCE_PROFILE));
        summary.put("InstanceProfilesQuota", CreateInstanceProfile.MOST_PROFILES);
        summary.put(
                "Providers",
                account.count(EntityKind.OIDC_PROVIDER) + account.count(EntityKind.SAML_PROVIDER));
        summary.put("AccessKeysPerUserQuota", CreateAccessKey.MOST_KEYS);
        summary.put("GroupsPerUserQuota", AddUserToGroup.MOST_GROUPS);
        summary.put("AttachedPoliciesPerUserQuota", HolderRules.MOST_ATTACHED);
        summary.put("AttachedPoliciesPerGroupQuota", HolderRules.MOST_ATTACHED);
        summary.put("AttachedPoliciesPerRoleQuota", HolderRules.MOST_ATTACHED);
        summary.put("PolicySizeQuota", PolicySize.MANAGED_POLICY);
        summary.put("UserPolicySizeQuota", HolderRules.mostInlineCharacters(EntityKind.USER));
        summary.put("GroupPolicySizeQuota", HolderRules.mostInlineCharacters(EntityKind.GROUP));
        summary.put("RolePolicySizeQuota", HolderRules.mostInlineCharacters(EntityKind.ROLE));
        summary.put("AssumeRolePolicySizeQuota", PolicyRules.MOST_TRUST_CHARACTERS);
        summary.put("AccountAccessKeysPresent", account.account().rootKeys().isEmpty() ? 0 : 1);
        for (String nothing :
                List.of(
                        "AccountPasswordPresent",
                        "AccountMFAEnabled",
                        "AccountSigningCertificatesPresent")) {
            summary.put(nothing, 0);
        }
        summary.put("MFADevices", account.count(EntityKind.MFA_DEVICE));
        summary.put("MFADevicesInUse", devicesInUse(account));
        summary.put("ServerCertificates", account.count(EntityKind.SERVER_CERTIFICATE));
        summary.put("ServerCertificatesQuota", UploadServerCertificate.MOST_CERTIFICATES);
        summary.put("SigningCertificatesPerUserQuota", UploadSigningCertificate.MOST_CERTIFICATES);
        summary.put("GlobalEndpointTokenVersion", account.account().tokenVersion());
        return summary;
    }

    private static int devicesInUse(AccountImage account) {
        return Math.toIntExact(
                account.mfaDevices().stream().filter(device -> device.use() != null).count());
    }

    private static int versionsOf(AccountImage account) {
        return account.policies().stream().mapToInt(policy -> policy.versions().size()).sum();
    }
}
