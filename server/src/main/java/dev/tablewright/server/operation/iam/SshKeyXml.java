package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.SshPublicKey;
import dev.tablewright.server.protocol.query.XmlWriter;

/** Writes a user's SSH public key. */
final class SshKeyXml {
    private SshKeyXml() {}

    static void write(XmlWriter out, String userName, SshPublicKey key, String body) {
        out.element(
                "SSHPublicKey",
                () ->
                        out.text("UserName", userName)
                                .text("SSHPublicKeyId", key.id())
                                .text("Fingerprint", SshKeyText.parse(key.body()).fingerprint())
                                .text("SSHPublicKeyBody", body)
                                .text("Status", CredentialType.status(key))
                                .time("UploadDate", key.created()));
    }

    /** As lists show it. */
    static void listed(XmlWriter out, SshPublicKey key) {
        out.text("SSHPublicKeyId", key.id())
                .text("Status", CredentialType.status(key))
                .time("UploadDate", key.created());
    }
}
