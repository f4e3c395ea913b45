package dev.tablewright.server.operation.sts;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
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
        in.required("PrincipalArn", Shapes.ARN);
        in.requiredSecret("SAMLAssertion", ASSERTION);
        in.requireValid();
        throw new IdentityException(
                IdentityException.Code.INVALID_IDENTITY_TOKEN, "Specified provider doesn't exist");
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
