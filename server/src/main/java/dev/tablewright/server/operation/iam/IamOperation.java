package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.function.Function;

/** What the operations of IAM have in common. */
abstract class IamOperation<Q, R> implements Operation<QueryReader, XmlWriter, Q, R> {
    private final Identities identities;

    IamOperation(Identities identities) {
        this.identities = identities;
    }

    /** The simple name of the class, unless the operation says otherwise. */
    @Override
    public String name() {
        return getClass().getSimpleName();
    }

    final Identities identities() {
        return identities;
    }

    final AccountImage account(String id) {
        return identities.account(id);
    }

    /** A lookup that throws the error of what does not exist; nothing is changed. */
    final <T> T read(String account, Function<Draft, T> lookup) {
        return identities.read(account, lookup);
    }

    final <T> T change(String account, Function<Draft, T> decide) {
        return identities.change(account, decide);
    }

    /** Starts a permission for the action that has the name of this operation. */
    final Needs needs() {
        return needs(name());
    }

    final Needs needs(String action) {
        return new Needs(identities, "iam:" + action);
    }

    /** The answer of an operation that has none. */
    enum Done {
        DONE
    }

    /** An operation whose answer is that it was done. */
    abstract static class Silent<Q> extends IamOperation<Q, Done> {
        Silent(Identities identities) {
            super(identities);
        }

        @Override
        public void encode(Done response, XmlWriter out) {}
    }
}
