package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * GetAccessKeyInfo: the account that a key belongs to, whether active, inactive or expired. AWS
 * reads the account from the letters of the key; here the key must be one that this server made.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html">GetAccessKeyInfo</a>
 */
final class GetAccessKeyInfo implements Operation<QueryReader, XmlWriter, String, String> {
    private static final List<Constraint> ACCESS_KEY_ID =
            List.of(
                    Constraint.pattern("[\\w]*"),
                    Constraint.minLength(16),
                    Constraint.maxLength(128));

    private final Identities identities;

    GetAccessKeyInfo(Identities identities) {
        this.identities = identities;
    }

    @Override
    public String name() {
        return "GetAccessKeyInfo";
    }

    @Override
    public String decode(QueryReader in) {
        String accessKeyId = in.required("AccessKeyId", ACCESS_KEY_ID);
        in.requireValid();
        SessionCallers.requireNoUserSession(in.caller(), name());
        return accessKeyId;
    }

    @Override
    public List<Access> access(String accessKeyId) {
        return List.of(Access.to("sts:GetAccessKeyInfo", "*", ConditionContext.EMPTY));
    }

    @Override
    public String execute(Authorized<String> authorized) {
        String accessKeyId = authorized.request();
        AccountImage account = identities.image().accountOf(accessKeyId);
        if (account != null) {
            return account.id();
        }
        Session session = identities.sessions().find(accessKeyId);
        if (session != null) {
            return session.account();
        }
        throw new IdentityException(
                IdentityException.Code.VALIDATION_ERROR,
                "The Access Key with id " + accessKeyId + " cannot be found.");
    }

    @Override
    public void encode(String account, XmlWriter out) {
        out.text("Account", account);
    }
}
