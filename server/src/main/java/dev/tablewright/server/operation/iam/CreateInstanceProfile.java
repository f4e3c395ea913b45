package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** CreateInstanceProfile: makes a profile without a role. */
final class CreateInstanceProfile
        extends IamOperation<CreateInstanceProfile.Request, InstanceProfile> {
    static final int MOST_PROFILES = 1000;

    CreateInstanceProfile(Identities identities) {
        super(identities);
    }

    record Request(String account, String name, String path, Tags tags) {}

    @Override
    public Request decode(QueryReader in) {
        String name = in.required("InstanceProfileName", Shapes.INSTANCE_PROFILE_NAME);
        String path = in.optional("Path", Shapes.PATH, "/");
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(in.account(), name, path, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs(),
                needs("TagInstanceProfile"),
                EntityKind.INSTANCE_PROFILE,
                request.account(),
                request.path(),
                request.name(),
                request.tags());
    }

    @Override
    public InstanceProfile execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        EntityKind kind = EntityKind.INSTANCE_PROFILE;
        return change(
                request.account(),
                draft -> {
                    draft.requireFree(kind, request.name());
                    Draft.requireQuota(
                            draft.account().count(kind) < MOST_PROFILES,
                            "Cannot exceed quota for InstanceProfilesPerAccount: " + MOST_PROFILES);
                    var head = draft.newHead(kind, request.name(), request.path());
                    return draft.put(new InstanceProfile(head, request.tags(), null));
                });
    }

    @Override
    public void encode(InstanceProfile profile, XmlWriter out) {
        out.element(
                "InstanceProfile", () -> new EntityXml(out, identities()).instanceProfile(profile));
    }
}
