package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * An operation that is told nothing but which version of which policy it is about.
 *
 * @param <R> the response
 */
abstract class OnVersion<R> extends IamOperation<OnVersion.Request, R> {
    OnVersion(Identities identities) {
        super(identities);
    }

    record Request(EntityRef policy, String versionId) {
        /**
         * Returns the version.
         *
         * @throws IdentityException if the policy has none of that id
         */
        ManagedPolicy.Version in(ManagedPolicy found) {
            ManagedPolicy.Version version = found.version(versionId);
            if (version == null) {
                throw new IdentityException(
                        IdentityException.Code.NO_SUCH_ENTITY,
                        "Policy "
                                + found.arn()
                                + " version "
                                + versionId
                                + " does not exist or is not attachable.");
            }
            return version;
        }
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef policy = EntityRef.read(in, EntityKind.POLICY);
        String versionId = in.required("VersionId", Shapes.VERSION_ID);
        in.requireValid();
        return new Request(policy, versionId);
    }

    @Override
    public List<Access> access(Request request) {
        return request.policy().on(needs()).only();
    }
}
