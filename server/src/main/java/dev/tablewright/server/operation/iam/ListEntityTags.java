package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListUserTags, ListRoleTags, ListPolicyTags and so on: for every kind that has tags. */
final class ListEntityTags extends IamOperation<ListEntityTags.Request, Paging.Page<Tags.Tag>> {
    private final EntityKind kind;

    ListEntityTags(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "List" + Shapes.wordOf(kind) + "Tags";
    }

    record Request(EntityRef entity, Paging paging) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef entity = EntityRef.read(in, kind);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(entity, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.entity().on(needs()).only();
    }

    @Override
    public Paging.Page<Tags.Tag> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        EntityRef ref = request.entity();
        return read(
                ref.account(),
                draft -> {
                    Entity entity =
                            switch (kind) {
                                case POLICY -> PolicyRules.find(draft, ref);
                                case OIDC_PROVIDER -> draft.oidcProvider(ref.name());
                                case SAML_PROVIDER, MFA_DEVICE ->
                                        draft.requiredArn(kind, ref.name());
                                case USER, GROUP, ROLE, INSTANCE_PROFILE, SERVER_CERTIFICATE ->
                                        draft.required(kind, ref.name());
                            };
                    return request.paging().cut(entity.tags().list(), Tags.Tag::key);
                });
    }

    @Override
    public void encode(Paging.Page<Tags.Tag> page, XmlWriter out) {
        new EntityXml(out, identities()).tags(page.items());
        page.encode(out);
    }
}
