package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.AuthorizationMessages;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * DecodeAuthorizationMessage: what a denial was about, from a message that this server encoded.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html">DecodeAuthorizationMessage</a>
 */
final class DecodeAuthorizationMessage
        implements Operation<QueryReader, XmlWriter, String, String> {
    private static final List<Constraint> MESSAGE =
            List.of(Constraint.minLength(1), Constraint.maxLength(10_240));

    private final AuthorizationMessages messages;

    DecodeAuthorizationMessage(AuthorizationMessages messages) {
        this.messages = messages;
    }

    @Override
    public String name() {
        return "DecodeAuthorizationMessage";
    }

    @Override
    public String decode(QueryReader in) {
        String message = in.required("EncodedMessage", MESSAGE);
        in.requireValid();
        SessionCallers.requireNoUserSession(in.caller(), name());
        return message;
    }

    @Override
    public List<Access> access(String message) {
        return List.of(Access.to("sts:DecodeAuthorizationMessage", "*", ConditionContext.EMPTY));
    }

    @Override
    public String execute(Authorized<String> authorized) {
        return messages.decode(authorized.request(), authorized.caller().account());
    }

    @Override
    public void encode(String decoded, XmlWriter out) {
        out.text("DecodedMessage", decoded);
    }
}
