package dev.tablewright.server.operation.sts;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * AssumeRoleWithSAML: always refused, as AWS refuses it where no SAML provider was made: none can
 * be made here.
 */
final class AssumeRoleWithSAML implements Operation<QueryReader, XmlWriter, Void, Void> {
    private static final List<Constraint> ASSERTION =
            List.of(Constraint.minLength(4), Constraint.maxLength(100_000));

    private final Identities identities;

    AssumeRoleWithSAML(Identities identities) {
        this.identities = identities;
    }

    @Override
    public String name() {
        return "AssumeRoleWithSAML";
    }

    @Override
    public boolean isSigned() {
        return false;
    }

    @Override
    public Void decode(QueryReader in) {
        in.required("RoleArn", Shapes.ARN);
        String provider = in.required("PrincipalArn", Shapes.ARN);
        in.requiredSecret("SAMLAssertion", ASSERTION);
        in.texts("PolicyArns", "arn", Shapes.ARN);
        in.optional("Policy", Shapes.POLICY);
        in.integer("DurationSeconds", Shapes.LEAST_SECONDS, Shapes.MOST_SECONDS_OF_ROLE);
        in.requireValid();
        throw new IdentityException(
                IdentityException.Code.INVALID_IDENTITY_TOKEN,
                isKnown(provider)
                        ? "SAML assertions are not supported by this server: use"
                                + " AssumeRoleWithWebIdentity"
                        : "Specified provider doesn't exist");
    }

    private boolean isKnown(String arn) {
        return identities.image().accounts().stream()
                .anyMatch(account -> account.byArn(EntityKind.SAML_PROVIDER, arn) != null);
    }

    @Override
    public List<Access> access(Void nothing) {
        throw new IllegalStateException("nothing to ask for");
    }

    @Override
    public Void execute(Authorized<Void> authorized) {
        throw new IllegalStateException("nothing to do");
    }

    @Override
    public void encode(Void nothing, XmlWriter out) {}
}
