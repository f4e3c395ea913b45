package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetInstanceProfile: one profile with its role. */
final class GetInstanceProfile extends OnOne<InstanceProfile> {
    GetInstanceProfile(Identities identities) {
        super(identities, EntityKind.INSTANCE_PROFILE);
    }

    @Override
    public InstanceProfile execute(Authorized<EntityRef> authorized) {
        EntityRef profile = authorized.request();
        return read(profile.account(), draft -> draft.instanceProfile(profile.name()));
    }

    @Override
    public void encode(InstanceProfile profile, XmlWriter out) {
        out.element(
                "InstanceProfile", () -> new EntityXml(out, identities()).instanceProfile(profile));
    }
}
