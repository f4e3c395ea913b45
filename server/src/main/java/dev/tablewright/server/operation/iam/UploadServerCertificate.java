package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ServerCertificate;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.util.List;

/** UploadServerCertificate: keeps a certificate whose private key was shown. */
final class UploadServerCertificate
        extends IamOperation<UploadServerCertificate.Request, ServerCertificate> {
    static final int MOST_CERTIFICATES = 20;

    private static final List<Constraint> CHAIN =
            List.of(
                    Constraint.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(2_097_152));

    UploadServerCertificate(Identities identities) {
        super(identities);
    }

    record Request(
            String account,
            String path,
            String name,
            String body,
            String privateKey,
            @Nullable String chain,
            Tags tags) {
        @Override
        public String toString() {
            return "Request[" + name + "]";
        }
    }

    @Override
    public Request decode(QueryReader in) {
        String path = in.optional("Path", Shapes.PATH, "/");
        String name = in.required("ServerCertificateName", Shapes.SERVER_CERTIFICATE_NAME);
        String body = in.required("CertificateBody", Shapes.PEM);
        String privateKey = in.requiredSecret("PrivateKey", Shapes.PEM);
        String chain = in.optional("CertificateChain", CHAIN);
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(in.account(), path, name, body, privateKey, chain, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs(),
                needs("TagServerCertificate"),
                EntityKind.SERVER_CERTIFICATE,
                request.account(),
                request.path(),
                request.name(),
                request.tags());
    }

    @Override
    public ServerCertificate execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        EntityKind kind = EntityKind.SERVER_CERTIFICATE;
        return change(
                request.account(),
                draft -> {
                    X509Certificate certificate = Certificates.parse(request.body());
                    Certificates.requirePair(certificate, request.privateKey());
                    if (request.chain() != null) {
                        Certificates.requireChain(request.chain());
                    }
                    draft.requireFree(kind, request.name());
                    Draft.requireQuota(
                            draft.account().count(kind) < MOST_CERTIFICATES,
                            "Cannot exceed quota for ServerCertificatesPerAccount: "
                                    + MOST_CERTIFICATES);
                    return draft.put(
                            new ServerCertificate(
                                    draft.newHead(kind, request.name(), request.path()),
                                    request.tags(),
                                    request.body(),
                                    request.chain(),
                                    certificate.getNotAfter().toInstant()));
                });
    }

    @Override
    public void encode(ServerCertificate certificate, XmlWriter out) {
        out.element("ServerCertificateMetadata", () -> metadata(out, certificate));
        if (!certificate.tags().isEmpty()) {
            new EntityXml(out, identities()).tags(certificate.tags());
        }
    }

    /** Everything but the texts and the tags. */
    static void metadata(XmlWriter out, ServerCertificate certificate) {
        out.text("Path", certificate.path())
                .text("ServerCertificateName", certificate.name())
                .text("ServerCertificateId", certificate.id())
                .text("Arn", certificate.arn())
                .time("UploadDate", certificate.created())
                .time("Expiration", certificate.expires());
    }
}
