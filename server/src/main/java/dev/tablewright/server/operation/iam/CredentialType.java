package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.OtherCredentials;
import dev.tablewright.server.identity.ServiceCredential;
import dev.tablewright.server.identity.SigningCertificate;
import dev.tablewright.server.identity.SshPublicKey;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.UserCredential;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One type of what a user has several of: all that deleting, switching and listing need to know.
 *
 * @param word in the names of operations
 * @param idMember name of the parameter with the id
 * @param userRequired whether the user must be named where one is changed
 * @param missing what is said of one that is not there, with {@code %s} for the id
 */
record CredentialType<C extends UserCredential<C>>(
        String word,
        String idMember,
        List<Constraint> idShape,
        List<Constraint> userShape,
        boolean userRequired,
        String missing,
        Function<OtherCredentials, List<C>> in,
        BiFunction<OtherCredentials, List<C>, OtherCredentials> with) {
    /** SSH public keys. */
    static final CredentialType<SshPublicKey> SSH_KEY =
            new CredentialType<>(
                    "SSHPublicKey",
                    "SSHPublicKeyId",
                    id(20),
                    Shapes.USER_NAME,
                    true,
                    "The SSH Public Key with id %s cannot be found.",
                    OtherCredentials::sshKeys,
                    OtherCredentials::withSshKeys);

    /** X.509 certificates for signing. */
    static final CredentialType<SigningCertificate> CERTIFICATE =
            new CredentialType<>(
                    "SigningCertificate",
                    "CertificateId",
                    id(24),
                    Shapes.EXISTING_USER_NAME,
                    false,
                    "The Certificate with id %s cannot be found.",
                    OtherCredentials::certificates,
                    OtherCredentials::withCertificates);

    /** Names and passwords for one service. */
    static final CredentialType<ServiceCredential> SERVICE =
            new CredentialType<>(
                    "ServiceSpecificCredential",
                    "ServiceSpecificCredentialId",
                    id(20),
                    Shapes.USER_NAME,
                    false,
                    "No such credential %s exists",
                    OtherCredentials::services,
                    OtherCredentials::withServices);

    private static List<Constraint> id(int least) {
        return List.of(
                Constraint.pattern("[\\w]+"),
                Constraint.minLength(least),
                Constraint.maxLength(128));
    }

    /**
     * A request about one of them.
     *
     * @param id its unique id
     */
    record One(CredentialOwner owner, String id) {}

    /** Reads whose it is, where it must be told. */
    CredentialOwner readOwner(QueryReader from) {
        return userRequired
                ? CredentialOwner.required(from, userShape)
                : CredentialOwner.read(from, userShape);
    }

    /** Reads which one is meant; violations are left for the caller to raise. */
    One readOne(QueryReader from) {
        CredentialOwner owner = readOwner(from);
        return new One(owner, from.required(idMember, idShape));
    }

    /** Returns all that the user has. */
    List<C> all(Draft draft, CredentialOwner owner) {
        return in.apply(owner.credentials(draft));
    }

    /**
     * Returns the one that is meant.
     *
     * @throws IdentityException if the user is not there, or has no such one
     */
    C find(Draft draft, One one) {
        for (C each : all(draft, one.owner())) {
            if (each.id().equals(one.id())) {
                return each;
            }
        }
        throw new IdentityException(
                IdentityException.Code.NO_SUCH_ENTITY, missing.formatted(one.id()));
    }

    /** Stores a further one. */
    void add(Draft draft, CredentialOwner owner, C added) {
        var changed = new ArrayList<>(all(draft, owner));
        changed.add(added);
        put(draft, owner, changed);
    }

    /** Stores all that the user has from now on. */
    void put(Draft draft, CredentialOwner owner, List<C> changed) {
        User user = owner.user(draft);
        draft.put(user.withOthers(with.apply(user.others(), changed)));
    }

    /** Returns how the API calls a state. */
    static String status(UserCredential<?> credential) {
        return credential.active() ? "Active" : "Inactive";
    }
}
