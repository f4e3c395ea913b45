package dev.tablewright.server.backup;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.ResourcePolicies;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The access policies of vaults: they have a say about the vault itself and about what is in it.
 * Each is compiled once.
 */
public final class VaultPolicies implements ResourcePolicies {
    private static final Pattern VAULT_ARN =
            Pattern.compile("arn:aws:backup:([a-z0-9-]+):([0-9]{12}):backup-vault:(.+)");
    private static final Pattern POINT_ARN =
            Pattern.compile("arn:aws:dynamodb:([a-z0-9-]+):([0-9]{12}):table/.+/backup/.+");

    private final AwsBackup state;
    private final ResourcePolicies others;
    private final Map<String, AttachedPolicy> compiled = new ConcurrentHashMap<>();

    /**
     * Reads the policies that are kept in {@code state}.
     *
     * @param others have a say about all that is not of AWS Backup
     */
    public VaultPolicies(AwsBackup state, ResourcePolicies others) {
        this.state = state;
        this.others = others;
    }

    @Override
    public @Nullable AttachedPolicy find(Principal caller, String action, String resource) {
        if (!action.startsWith("backup:")) {
            return others.find(caller, action, resource);
        }
        Vault vault = vaultOf(resource);
        String policy = vault == null ? null : vault.policy();
        if (vault == null || policy == null || isWayOut(caller, action, vault)) {
            return null;
        }
        return compiled.computeIfAbsent(policy, text -> compile(vault.arn(), text));
    }

    /** The root user can always replace or delete a policy, so that nobody is locked out. */
    private static boolean isWayOut(Principal caller, String action, Vault vault) {
        return caller.type() == Principal.Type.ACCOUNT
                && caller.account().equals(vault.place().account())
                && (action.equals("backup:DeleteBackupVaultAccessPolicy")
                        || action.equals("backup:PutBackupVaultAccessPolicy"));
    }

    private @Nullable Vault vaultOf(String resource) {
        Matcher vault = VAULT_ARN.matcher(resource);
        if (vault.matches()) {
            return state.vaults().find(new Place(vault.group(2), vault.group(1)), vault.group(3));
        }
        Matcher point = POINT_ARN.matcher(resource);
        if (!point.matches()) {
            return null;
        }
        var place = new Place(point.group(2), point.group(1));
        RecoveryPoint found = state.points().find(place, resource);
        return found == null ? null : state.vaults().find(place, found.vault());
    }

    /**
     * Reads a document.
     *
     * @throws dev.tablewright.policy.PolicySyntaxException if it is malformed
     */
    public static AttachedPolicy compile(String vaultArn, String text) {
        return new AttachedPolicy(
                "access policy of " + vaultArn,
                false,
                PolicyDocument.parse(text, PolicyKind.RESOURCE));
    }
}
