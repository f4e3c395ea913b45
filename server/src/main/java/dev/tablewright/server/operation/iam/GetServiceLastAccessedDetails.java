package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.iam.AccessReports.EntityUse;
import dev.tablewright.server.operation.iam.AccessReports.Report;
import dev.tablewright.server.operation.iam.AccessReports.ServiceReport;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetServiceLastAccessedDetails: a report by service. Actions are not told apart. */
final class GetServiceLastAccessedDetails
        extends IamOperation<
                GetServiceLastAccessedDetails.Request, GetServiceLastAccessedDetails.Response> {
    private final AccessReports reports;

    GetServiceLastAccessedDetails(Identities identities, AccessReports reports) {
        super(identities);
        this.reports = reports;
    }

    record Request(String account, String job, Paging paging) {}

    record Response(Report report, Paging.Page<ServiceReport> page) {}

    @Override
    public Request decode(QueryReader in) {
        String job = in.required("JobId", Shapes.JOB_ID);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), job, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Report report = reports.require(request.account(), request.job());
        return new Response(
                report,
                request.paging().cut(report.services(), service -> service.service().namespace()));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        Report report = response.report();
        out.text("JobStatus", "COMPLETED")
                .text("JobType", report.granularity())
                .time("JobCreationDate", report.created())
                .time("JobCompletionDate", report.created())
                .list(
                        "ServicesLastAccessed",
                        response.page().items(),
                        service -> write(service, out));
        response.page().encode(out);
    }

    private static void write(ServiceReport service, XmlWriter out) {
        List<EntityUse> used = service.used();
        out.text("ServiceName", service.service().title());
        if (!used.isEmpty()) {
            EntityUse last = used.getFirst();
            out.time("LastAuthenticated", last.time())
                    .text("LastAuthenticatedEntity", last.entity().arn())
                    .text(
                            "LastAuthenticatedRegion",
                            last.use() == null ? null : last.use().region());
        }
        out.text("ServiceNamespace", service.service().namespace())
                .number("TotalAuthenticatedEntities", used.size());
    }
}
