package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ServerCertificate;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListServerCertificates: what lies below a path, without the certificates themselves. */
final class ListServerCertificates
        extends IamOperation<ListServerCertificates.Request, Paging.Page<ServerCertificate>> {
    ListServerCertificates(Identities identities) {
        super(identities);
    }

    record Request(String account, String pathPrefix, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        String pathPrefix = in.optional("PathPrefix", Shapes.PATH_PREFIX, "/");
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), pathPrefix, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().onAll(request.account(), EntityKind.SERVER_CERTIFICATE, request.pathPrefix())
                .only();
    }

    @Override
    public Paging.Page<ServerCertificate> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<ServerCertificate> below =
                account(request.account()).all(EntityKind.SERVER_CERTIFICATE).stream()
                        .map(ServerCertificate.class::cast)
                        .filter(each -> each.path().startsWith(request.pathPrefix()))
                        .toList();
        return request.paging().cut(below, Entity::name);
    }

    @Override
    public void encode(Paging.Page<ServerCertificate> page, XmlWriter out) {
        out.list(
                "ServerCertificateMetadataList",
                page.items(),
                each -> UploadServerCertificate.metadata(out, each));
        page.encode(out);
    }
}
