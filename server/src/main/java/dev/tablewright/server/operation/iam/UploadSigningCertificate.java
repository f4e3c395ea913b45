package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.SigningCertificate;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.security.cert.X509Certificate;
import java.util.List;

/** UploadSigningCertificate: gives a user an X.509 certificate. */
final class UploadSigningCertificate
        extends IamOperation<UploadSigningCertificate.Request, UploadSigningCertificate.Response> {
    static final int MOST_CERTIFICATES = 2;

    private static final int ID_CHARACTERS = 32;

    UploadSigningCertificate(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String body) {}

    record Response(String userName, SigningCertificate certificate) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.read(in, Shapes.EXISTING_USER_NAME);
        String body = in.required("CertificateBody", Shapes.PEM);
        in.requireValid();
        return new Request(owner, body);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.owner();
        return change(
                owner.account(),
                draft -> {
                    User user = owner.user(draft);
                    requireValid(Certificates.parse(request.body()), draft);
                    Draft.requireQuota(
                            user.others().certificates().size() < MOST_CERTIFICATES,
                            "Cannot exceed quota for CertificatesPerUser: " + MOST_CERTIFICATES);
                    var certificate =
                            new SigningCertificate(
                                    draft.newBase32(ID_CHARACTERS),
                                    request.body(),
                                    true,
                                    draft.now());
                    CredentialType.CERTIFICATE.add(draft, owner, certificate);
                    return new Response(user.name(), certificate);
                });
    }

    private static void requireValid(X509Certificate certificate, Draft draft) {
        if (certificate.getNotAfter().toInstant().isBefore(draft.now())) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_CERTIFICATE, "The certificate has expired.");
        }
        for (User user : draft.account().users()) {
            for (SigningCertificate known : user.others().certificates()) {
                if (Certificates.parse(known.body()).equals(certificate)) {
                    throw new IdentityException(
                            IdentityException.Code.DUPLICATE_CERTIFICATE,
                            "The certificate is already associated with an IAM user.");
                }
            }
        }
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        out.element(
                "Certificate",
                () -> {
                    out.text("UserName", response.userName());
                    listed(out, response.certificate());
                });
    }

    /** As lists show it, too. */
    static void listed(XmlWriter out, SigningCertificate certificate) {
        out.text("CertificateId", certificate.id())
                .text("CertificateBody", certificate.body())
                .text("Status", CredentialType.status(certificate))
                .time("UploadDate", certificate.created());
    }
}
