package dev.tablewright.server.authorization;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ResourcePolicy;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policies of tables, which are those of their indexes too, and those of streams. Each is
 * compiled once for every revision; as long as there is none, asking costs nothing.
 */
public final class TablePolicies implements ResourcePolicies {
    private static final String PREFIX = "arn:aws:dynamodb:";
    private static final String TABLE = ":table/";
    private static final String INDEX = "/index/";
    private static final String STREAM = "/stream/";

    /** A policy and what it was read from. */
    private record Compiled(ResourcePolicy source, AttachedPolicy policy) {}

    private final Catalog tables;
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

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
        StreamRef stream = ref == null ? streamOf(resource) : null;
        TableRef owner = stream == null ? ref : stream.table();
        if (owner == null) {
            return null;
        }
        boolean sameAccount = caller.account().equals(owner.account());
        boolean shared =
                stream == null
                        ? TableActions.isShared(action, sameAccount)
                        : TableActions.isSharedOfStream(action, sameAccount);
        if (!shared || isWayOut(caller, action, sameAccount)) {
            return null;
        }
        return stream == null
                ? compiled(owner.arn(), policyOf(owner))
                : compiled(stream.arn(), policyOf(stream));
    }

    private static @Nullable StreamRef streamOf(String resource) {
        return resource.indexOf(STREAM) < 0 ? null : StreamRef.parse(resource);
    }

    /** The root user can always delete a policy, so that nobody is locked out for good. */
    private static boolean isWayOut(Principal caller, String action, boolean sameAccount) {
        return sameAccount
                && caller.type() == Principal.Type.ACCOUNT
                && action.equals("dynamodb:DeleteResourcePolicy");
    }

    private @Nullable ResourcePolicy policyOf(TableRef ref) {
        Table table = tables.find(ref);
        return table == null ? null : table.settings().resourcePolicy();
    }

    private @Nullable ResourcePolicy policyOf(StreamRef ref) {
        TableStream stream = tables.findStream(ref);
        return stream == null ? null : stream.policy();
    }

    private @Nullable AttachedPolicy compiled(String arn, @Nullable ResourcePolicy source) {
        String text = source == null ? null : source.text();
        if (source == null || text == null) {
            compiled.remove(arn);
            return null;
        }
        Compiled known = compiled.get(arn);
        if (known != null && known.source().equals(source)) {
            return known.policy();
        }
        AttachedPolicy policy = compile(arn, text);
        compiled.put(arn, new Compiled(source, policy));
        return policy;
    }

    /** Gives a document the name that explanations call it by. */
    public static AttachedPolicy compile(String arn, String text) {
        return new AttachedPolicy(
                "resource-based policy of " + arn,
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
