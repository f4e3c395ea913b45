package dev.tablewright.server.operation.sts;

import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.protocol.query.XmlWriter;

/** Writes temporary credentials. */
final class SessionXml {
    private SessionXml() {}

    static void assumedRole(Role role, Session session, XmlWriter out) {
        out.element(
                "AssumedRoleUser",
                () ->
                        out.text("AssumedRoleId", role.id() + ":" + session.name())
                                .text("Arn", role.sessionArn(session.name())));
    }

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
