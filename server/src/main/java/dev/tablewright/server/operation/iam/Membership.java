package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.protocol.query.QueryReader;

/** A user and a group, as a request names them. */
record Membership(EntityRef group, String userName) {
    static Membership read(QueryReader in) {
        EntityRef group = EntityRef.read(in, EntityKind.GROUP);
        String userName = in.required("UserName", Shapes.EXISTING_USER_NAME);
        in.requireValid();
        return new Membership(group, userName);
    }
}
