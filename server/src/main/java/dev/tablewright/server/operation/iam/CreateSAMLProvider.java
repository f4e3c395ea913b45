package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.SamlProvider;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** CreateSAMLProvider: describes an identity provider; nobody signs in with it here. */
final class CreateSAMLProvider extends IamOperation<CreateSAMLProvider.Request, SamlProvider> {
    private static final int MOST_PROVIDERS = 100;
    private static final List<Constraint> NAME =
            List.of(
                    Constraint.pattern("[\\w._-]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(128));

    CreateSAMLProvider(Identities identities) {
        super(identities);
    }

    record Request(
            String account,
            String name,
            String metadata,
            Tags tags,
            @Nullable String encryption,
            boolean withKey) {}

    @Override
    public Request decode(QueryReader in) {
        String metadata = in.required("SAMLMetadataDocument", SamlMetadata.SHAPE);
        String name = in.required("Name", NAME);
        Tags tags = in.tags();
        String encryption = in.optional("AssertionEncryptionMode", SamlMetadata.ENCRYPTION);
        String key = in.optionalSecret("AddPrivateKey", Shapes.PEM);
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        return new Request(in.account(), name, metadata, tags, encryption, key != null);
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs(),
                needs("TagSAMLProvider"),
                EntityKind.SAML_PROVIDER,
                request.account(),
                "/",
                request.name(),
                request.tags());
    }

    @Override
    public SamlProvider execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        EntityKind kind = EntityKind.SAML_PROVIDER;
        return change(
                request.account(),
                draft -> {
                    Instant end = SamlMetadata.validUntil(request.metadata(), draft.now());
                    draft.requireFree(kind, request.name());
                    Draft.requireQuota(
                            draft.account().count(kind) < MOST_PROVIDERS,
                            "Cannot exceed quota for SAMLProvidersPerAccount: " + MOST_PROVIDERS);
                    var provider =
                            new SamlProvider(
                                    draft.newHead(kind, request.name(), "/"),
                                    request.tags(),
                                    request.metadata(),
                                    end,
                                    request.encryption(),
                                    List.of());
                    return draft.put(
                            request.withKey()
                                    ? provider.withKeys(List.of(UpdateSAMLProvider.newKey(draft)))
                                    : provider);
                });
    }

    @Override
    public void encode(SamlProvider provider, XmlWriter out) {
        out.text("SAMLProviderArn", provider.arn());
        if (!provider.tags().isEmpty()) {
            new EntityXml(out, identities()).tags(provider.tags());
        }
    }
}
