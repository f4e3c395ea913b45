package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whose access keys a request is about.
 *
 * @param userName null for the root user
 */
record KeyHolder(String account, @Nullable String userName) {
    /** Reads the user, by default the caller. */
    static KeyHolder read(QueryReader in) {
        return new KeyHolder(in.account(), CallersUser.read(in));
    }

    /** Completes a permission on the holder. */
    List<Access> access(Needs needs) {
        return CallersUser.access(needs, account, userName);
    }

    /** Returns the keys. */
    List<AccessKey> keys(Draft draft) {
        return userName == null
                ? draft.account().account().rootKeys()
                : draft.user(userName).keys();
    }

    /** Stores other keys. */
    void put(Draft draft, List<AccessKey> keys) {
        if (userName == null) {
            draft.put(draft.account().account().withRootKeys(keys));
        } else {
            draft.put(draft.user(userName).withKeys(keys));
        }
    }

    /**
     * Returns one of the keys.
     *
     * @throws IdentityException if the holder has no such key
     */
    AccessKey key(Draft draft, String id) {
        for (AccessKey key : keys(draft)) {
            if (key.id().equals(id)) {
                return key;
            }
        }
        throw noSuchKey(id);
    }

    static IdentityException noSuchKey(String id) {
        return new IdentityException(
                IdentityException.Code.NO_SUCH_ENTITY,
                "The Access Key with id " + id + " cannot be found.");
    }
}
