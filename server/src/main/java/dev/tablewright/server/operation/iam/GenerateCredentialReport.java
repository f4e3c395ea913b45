package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.XmlWriter;

/**
 * GenerateCredentialReport: makes a report when there is none of the last four hours. The first
 * answer is that it was started, as clients expect that wait for the second; it is there by then.
 */
final class GenerateCredentialReport extends OnAccount<GenerateCredentialReport.Response> {
    private final CredentialReports reports;

    GenerateCredentialReport(Identities identities, CredentialReports reports) {
        super(identities);
        this.reports = reports;
    }

    /** What became of it. */
    enum Response {
        STARTED,
        RESTARTED,
        COMPLETE
    }

    @Override
    public Response execute(Authorized<String> authorized) {
        String account = authorized.request();
        return read(
                account,
                draft -> {
                    CredentialReports.Report known = reports.of(account);
                    if (known != null && !known.isOld(draft.now())) {
                        return Response.COMPLETE;
                    }
                    String csv = CredentialReportCsv.of(draft.account(), identities());
                    reports.put(account, new CredentialReports.Report(csv, draft.now()));
                    return known == null ? Response.STARTED : Response.RESTARTED;
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        switch (response) {
            case COMPLETE -> out.text("State", "COMPLETE");
            case STARTED ->
                    out.text("State", "STARTED")
                            .text(
                                    "Description",
                                    "No report exists. Starting a new report generation task");
            case RESTARTED ->
                    out.text("State", "STARTED")
                            .text(
                                    "Description",
                                    "The last report is older than 4 hours. Starting a new report"
                                            + " generation task");
        }
    }
}
