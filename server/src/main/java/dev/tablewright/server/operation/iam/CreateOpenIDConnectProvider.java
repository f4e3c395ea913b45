package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.OidcProvider;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * CreateOpenIDConnectProvider: makes an issuer of tokens known to the account. The issuer is not
 * called yet: its keys are looked for when the first of its tokens comes.
 */
final class CreateOpenIDConnectProvider
        extends IamOperation<CreateOpenIDConnectProvider.Request, OidcProvider> {
    private static final List<Constraint> URL =
            List.of(Constraint.minLength(1), Constraint.maxLength(255));

    CreateOpenIDConnectProvider(Identities identities) {
        super(identities);
    }

    record Request(
            String account,
            OidcRules.Url url,
            List<String> clientIds,
            List<String> thumbprints,
            Tags tags) {}

    @Override
    public Request decode(QueryReader in) {
        List<String> clientIds = OidcRules.clientIds(in);
        List<String> thumbprints = OidcRules.thumbprints(in);
        String url = in.required("Url", URL);
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        OidcRules.Url parsed = OidcRules.Url.of(url);
        OidcRules.requireFew(thumbprints);
        List<String> distinct = clientIds.stream().distinct().toList();
        OidcRules.requireQuotaOfClientIds(distinct);
        parsed.requireSafe();
        return new Request(in.account(), parsed, distinct, thumbprints, tags);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs(),
                needs("TagOpenIDConnectProvider"),
                EntityKind.OIDC_PROVIDER,
                request.account(),
                "/",
                request.url().name(),
                request.tags());
    }

    @Override
    public OidcProvider execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        EntityKind kind = EntityKind.OIDC_PROVIDER;
        return change(
                request.account(),
                draft -> {
                    draft.requireFree(kind, request.url().name());
                    Draft.requireQuota(
                            draft.account().count(kind) < OidcRules.MOST_PROVIDERS,
                            "Cannot exceed quota for OpenIdConnectProvidersPerAccount: "
                                    + OidcRules.MOST_PROVIDERS);
                    return draft.put(
                            new OidcProvider(
                                    draft.newHead(kind, request.url().name(), "/"),
                                    request.tags(),
                                    request.url().plainHttp(),
                                    request.clientIds(),
                                    request.thumbprints()));
                });
    }

    @Override
    public void encode(OidcProvider provider, XmlWriter out) {
        out.text("OpenIDConnectProviderArn", provider.arn());
        if (!provider.tags().isEmpty()) {
            new EntityXml(out, identities()).tags(provider.tags());
        }
    }
}
