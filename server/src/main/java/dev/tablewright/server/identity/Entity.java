package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * Something in an account that has a name, a path and an ARN. The name is unique in the account and
 * kind, ignoring case and path; the id is unique for ever. Immutable.
 */
public sealed interface Entity
        permits PolicyHolder,
                ManagedPolicy,
                InstanceProfile,
                OidcProvider,
                SamlProvider,
                VirtualMfaDevice,
                ServerCertificate {
    /**
     * What every entity has.
     *
     * @param account 12 digits; {@code aws} for policies that AWS manages
     * @param id 21 characters, never used again
     * @param path begins and ends with a slash; part of the ARN, not of the identity
     */
    record Head(String account, String id, String name, String path, Instant created) {
        /** Returns the same head under another name and path. */
        public Head renamed(String newName, String newPath) {
            return new Head(account, id, newName, newPath, created);
        }
    }

    /** Name, path and ids. */
    Head head();

    /** Which kind this is. */
    EntityKind kind();

    /** Tags; always none for groups, which IAM does not tag. */
    Tags tags();

    /** Returns the account, 12 digits. */
    default String account() {
        return head().account();
    }

    /** Returns the unique id. */
    default String id() {
        return head().id();
    }

    /** Returns the name, in the case it was given. */
    default String name() {
        return head().name();
    }

    /** Returns what no other entity of the kind has: the name, for most kinds. */
    default String key() {
        return name();
    }

    /** Returns the path. */
    default String path() {
        return head().path();
    }

    /** Returns when it was made. */
    default Instant created() {
        return head().created();
    }

    /** Returns the ARN, path included. */
    default String arn() {
        return kind().arn(account(), path(), name());
    }
}
