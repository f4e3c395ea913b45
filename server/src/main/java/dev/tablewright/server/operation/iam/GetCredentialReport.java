package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** GetCredentialReport: the newest report, as CSV in base 64. */
final class GetCredentialReport extends OnAccount<CredentialReports.Report> {
    private final CredentialReports reports;

    GetCredentialReport(Identities identities, CredentialReports reports) {
        super(identities);
        this.reports = reports;
    }

    @Override
    public CredentialReports.Report execute(Authorized<String> authorized) {
        CredentialReports.Report report = reports.of(authorized.request());
        if (report == null) {
            throw new IdentityException(
                    IdentityException.Code.REPORT_NOT_PRESENT, "Credential report not present");
        }
        Instant now = read(authorized.request(), Draft::now);
        if (report.isOld(now)) {
            throw new IdentityException(
                    IdentityException.Code.REPORT_EXPIRED,
                    "The credential report has expired; generate a new one");
        }
        return report;
    }

    @Override
    public void encode(CredentialReports.Report report, XmlWriter out) {
        byte[] csv = report.csv().getBytes(StandardCharsets.UTF_8);
        out.text("Content", Base64.getEncoder().encodeToString(csv))
                .text("ReportFormat", "text/csv")
                .time("GeneratedTime", report.generated());
    }
}
