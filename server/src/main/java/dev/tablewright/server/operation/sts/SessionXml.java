package dev.tablewright.server.operation.sts;

import dev.tablewright.server.identity.Session;
import dev.tablewright.server.protocol.query.XmlWriter;

/** Writes temporary credentials. */
final class SessionXml {
    private SessionXml() {}

    static void credentials(Session session, XmlWriter out) {
        out.element(
                "Credentials",
                () ->
                        out.text("AccessKeyId", session.accessKeyId())
                                .text("SecretAccessKey", session.secret())
                                .text("SessionToken", session.token())
                                .time("Expiration", session.expires()));
    }
}
