package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.iam.AccessReports.EntityUse;
import dev.tablewright.server.operation.iam.AccessReports.Report;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetServiceLastAccessedDetailsWithEntities: who used one service of a report, and when. */
final class GetServiceLastAccessedDetailsWithEntities
        extends IamOperation<
                GetServiceLastAccessedDetailsWithEntities.Request,
                GetServiceLastAccessedDetailsWithEntities.Response> {
    private final AccessReports reports;

    GetServiceLastAccessedDetailsWithEntities(Identities identities, AccessReports reports) {
        super(identities);
        this.reports = reports;
    }

    record Request(String account, String job, String namespace, Paging paging) {}

    record Response(Report report, Paging.Page<EntityUse> page) {}

    @Override
    public Request decode(QueryReader in) {
        String job = in.required("JobId", Shapes.JOB_ID);
        String namespace = in.required("ServiceNamespace", Shapes.SERVICE_NAMESPACE);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), job, namespace, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Report report = reports.require(request.account(), request.job());
        List<EntityUse> entities =
                report.services().stream()
                        .filter(s -> s.service().namespace().equals(request.namespace()))
                        .flatMap(service -> service.entities().stream())
                        .toList();
        return new Response(report, request.paging().cut(entities, use -> use.entity().id()));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        Report report = response.report();
        out.text("JobStatus", "COMPLETED")
                .time("JobCreationDate", report.created())
                .time("JobCompletionDate", report.created())
                .list("EntityDetailsList", response.page().items(), use -> write(use, out));
        response.page().encode(out);
    }

    private static void write(EntityUse use, XmlWriter out) {
        out.element(
                "EntityInfo",
                () ->
                        out.text("Arn", use.entity().arn())
                                .text("Name", use.entity().name())
                                .text("Type", use.type())
                                .text("Id", use.entity().id())
                                .text("Path", use.entity().path()));
        out.time("LastAuthenticated", use.time());
    }
}
