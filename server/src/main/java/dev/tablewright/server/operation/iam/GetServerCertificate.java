package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ServerCertificate;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetServerCertificate: a certificate and its chain; never its private key. */
final class GetServerCertificate extends OnOne<ServerCertificate> {
    GetServerCertificate(Identities identities) {
        super(identities, EntityKind.SERVER_CERTIFICATE);
    }

    @Override
    public ServerCertificate execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return read(
                ref.account(), draft -> (ServerCertificate) draft.required(ref.kind(), ref.name()));
    }

    @Override
    public void encode(ServerCertificate certificate, XmlWriter out) {
        out.element(
                "ServerCertificate",
                () -> {
                    out.element(
                            "ServerCertificateMetadata",
                            () -> UploadServerCertificate.metadata(out, certificate));
                    out.text("CertificateBody", certificate.body())
                            .text("CertificateChain", certificate.chain());
                    new EntityXml(out, identities()).tags(certificate.tags());
                });
    }
}
