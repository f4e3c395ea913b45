package dev.tablewright.server.authorization;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ResourcePolicy;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policies of tables, which are those of their indexes too. Each is compiled once for every
 * revision; as long as no table has one, asking costs nothing.
 */
public final class TablePolicies implements ResourcePolicies {
    private static final String PREFIX = "arn:aws:dynamodb:";
    private static final String TABLE = ":table/";
    private static final String INDEX = "/index/";

    /** A policy and the state of the table that it was read from. */
    private record Compiled(ResourcePolicy source, AttachedPolicy policy) {}

    private final Catalog tables;
    private final Map<TableRef, Compiled> compiled = new ConcurrentHashMap<>();

    /** Reads the policies that are kept with {@code tables}. */
    public TablePolicies(Catalog tables) {
        this.tables = tables;
    }

    @Override
    public @Nullable AttachedPolicy find(Principal caller, String action, String resource) {
        if (!tables.hasResourcePolicies()) {
            return null;
        }
        TableRef ref = tableOf(resource);
        if (ref == null) {
            return null;
        }
        boolean sameAccount = caller.account().equals(ref.account());
        if (!TableActions.isShared(action, sameAccount) || isWayOut(caller, action, sameAccount)) {
            return null;
        }
        return policyOf(ref);
    }

    /** The root user can always delete a policy, so that nobody is locked out for good. */
    private static boolean isWayOut(Principal caller, String action, boolean sameAccount) {
        return sameAccount
                && caller.type() == Principal.Type.ACCOUNT
                && action.equals("dynamodb:DeleteResourcePolicy");
    }

    private @Nullable AttachedPolicy policyOf(TableRef ref) {
        Table table = tables.find(ref);
        ResourcePolicy source = table == null ? null : table.settings().resourcePolicy();
        String text = source == null ? null : source.text();
        if (source == null || text == null) {
            compiled.remove(ref);
            return null;
        }
        Compiled known = compiled.get(ref);
        if (known != null && known.source().equals(source)) {
            return known.policy();
        }
        AttachedPolicy policy = compile(ref, text);
        compiled.put(ref, new Compiled(source, policy));
        return policy;
    }

    /** Gives a document the name that explanations call it by. */
    public static AttachedPolicy compile(TableRef ref, String text) {
        return new AttachedPolicy(
                "resource-based policy of " + ref.arn(),
                false,
                PolicyDocument.parse(text, PolicyKind.RESOURCE));
    }

    /** Returns the table whose policy covers a resource: itself or one of its indexes. */
    private static @Nullable TableRef tableOf(String resource) {
        if (!resource.startsWith(PREFIX)) {
            return null;
        }
        int region = resource.indexOf(':', PREFIX.length());
        int account = region < 0 ? -1 : resource.indexOf(':', region + 1);
        if (account < 0 || !resource.startsWith(TABLE, account)) {
            return null;
        }
        int name = account + TABLE.length();
        int slash = resource.indexOf('/', name);
        if (slash >= 0 && !resource.startsWith(INDEX, slash)) {
            return null;
        }
        return new TableRef(
                resource.substring(region + 1, account),
                resource.substring(PREFIX.length(), region),
                resource.substring(name, slash < 0 ? resource.length() : slash));
    }
}
