package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.SamlProvider;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** UpdateSAMLProvider: another document, mode of encryption, or key; what is not named stays. */
final class UpdateSAMLProvider extends IamOperation<UpdateSAMLProvider.Request, String> {
    private static final int MOST_KEYS = 2;
    private static final int KEY_ID_CHARACTERS = 24;
    private static final List<Constraint> KEY_ID =
            List.of(
                    Constraint.pattern("[A-Z0-9]+"),
                    Constraint.minLength(22),
                    Constraint.maxLength(64));

    UpdateSAMLProvider(Identities identities) {
        super(identities);
    }

    record Request(
            EntityRef provider,
            @Nullable String metadata,
            @Nullable String encryption,
            boolean addKey,
            @Nullable String removeKey) {}

    @Override
    public Request decode(QueryReader in) {
        String metadata = in.optional("SAMLMetadataDocument", SamlMetadata.SHAPE);
        EntityRef provider = EntityRef.read(in, EntityKind.SAML_PROVIDER);
        String encryption = in.optional("AssertionEncryptionMode", SamlMetadata.ENCRYPTION);
        String addKey = in.optionalSecret("AddPrivateKey", Shapes.PEM);
        String removeKey = in.optional("RemovePrivateKey", KEY_ID);
        in.requireValid();
        return new Request(provider, metadata, encryption, addKey != null, removeKey);
    }

    @Override
    public List<Access> access(Request request) {
        return request.provider().on(needs()).only();
    }

    @Override
    public String execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.provider().account(),
                draft -> {
                    var old = SamlProviders.find(draft, request.provider());
                    String metadata =
                            request.metadata() == null ? old.metadata() : request.metadata();
                    var changed =
                            new SamlProvider(
                                    old.head(),
                                    old.tags(),
                                    metadata,
                                    request.metadata() == null
                                            ? old.validUntil()
                                            : SamlMetadata.validUntil(metadata, draft.now()),
                                    request.encryption() == null
                                            ? old.encryption()
                                            : request.encryption(),
                                    keys(old, request, draft));
                    return draft.put(changed).arn();
                });
    }

    private static List<SamlProvider.PrivateKey> keys(
            SamlProvider old, Request request, Draft draft) {
        List<SamlProvider.PrivateKey> keys = new ArrayList<>(old.keys());
        if (request.removeKey() != null
                && !keys.removeIf(key -> key.id().equals(request.removeKey()))) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "The private key with id " + request.removeKey() + " cannot be found.");
        }
        if (request.addKey()) {
            Draft.requireQuota(
                    keys.size() < MOST_KEYS,
                    "Cannot exceed quota for PrivateKeysPerSAMLProvider: " + MOST_KEYS);
            keys.add(newKey(draft));
        }
        return keys;
    }

    static SamlProvider.PrivateKey newKey(Draft draft) {
        return new SamlProvider.PrivateKey(draft.newBase32(KEY_ID_CHARACTERS), draft.now());
    }

    @Override
    public void encode(String arn, XmlWriter out) {
        out.text("SAMLProviderArn", arn);
    }
}
