package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a user has to show beside access keys and MFA devices. Nothing here signs a request to this
 * server; it is kept for those who administer users.
 *
 * @param login null for a user without a password
 * @param sshKeys at most five
 * @param certificates at most two
 * @param services at most two for each service
 */
public record OtherCredentials(
        @Nullable LoginProfile login,
        List<SshPublicKey> sshKeys,
        List<SigningCertificate> certificates,
        List<ServiceCredential> services) {
    /** None at all. */
    public static final OtherCredentials NONE =
            new OtherCredentials(null, List.of(), List.of(), List.of());

    /** Copies the lists. */
    public OtherCredentials {
        sshKeys = List.copyOf(sshKeys);
        certificates = List.copyOf(certificates);
        services = List.copyOf(services);
    }

    /** Returns these with another password; null for none. */
    public OtherCredentials withLogin(@Nullable LoginProfile changed) {
        return new OtherCredentials(changed, sshKeys, certificates, services);
    }

    /** Returns these with other SSH keys. */
    public OtherCredentials withSshKeys(List<SshPublicKey> changed) {
        return new OtherCredentials(login, changed, certificates, services);
    }

    /** Returns these with other certificates. */
    public OtherCredentials withCertificates(List<SigningCertificate> changed) {
        return new OtherCredentials(login, sshKeys, changed, services);
    }

    /** Returns these with other credentials of services. */
    public OtherCredentials withServices(List<ServiceCredential> changed) {
        return new OtherCredentials(login, sshKeys, certificates, changed);
    }
}
