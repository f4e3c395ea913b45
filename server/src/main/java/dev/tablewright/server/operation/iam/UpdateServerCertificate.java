package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ServerCertificate;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** UpdateServerCertificate: another name or path; what is not named stays. */
final class UpdateServerCertificate extends IamOperation.Silent<UpdateServerCertificate.Request> {
    UpdateServerCertificate(Identities identities) {
        super(identities);
    }

    record Request(EntityRef certificate, @Nullable String newPath, @Nullable String newName) {
        String pathOf(Entity old) {
            return newPath == null ? old.path() : newPath;
        }

        String nameOf(Entity old) {
            return newName == null ? old.name() : newName;
        }
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef certificate = EntityRef.read(in, EntityKind.SERVER_CERTIFICATE);
        String newPath = in.optional("NewPath", Shapes.PATH);
        String newName = in.optional("NewServerCertificateName", Shapes.SERVER_CERTIFICATE_NAME);
        in.requireValid();
        return new Request(certificate, newPath, newName);
    }

    /** The old name and the new one: nobody may move what is out of its reach afterwards. */
    @Override
    public List<Access> access(Request request) {
        EntityRef ref = request.certificate();
        Access there = ref.on(needs()).access();
        Entity old = account(ref.account()).find(ref.kind(), ref.name());
        if (old == null || (request.newName() == null && request.newPath() == null)) {
            return List.of(there);
        }
        Needs moved = needs();
        moved.onNew(ref.account(), ref.kind(), request.pathOf(old), request.nameOf(old));
        return List.of(there, moved.access());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        EntityRef ref = request.certificate();
        return change(
                ref.account(),
                draft -> {
                    var old = (ServerCertificate) draft.required(ref.kind(), ref.name());
                    String name = request.nameOf(old);
                    if (!name.equalsIgnoreCase(old.name())) {
                        draft.requireFree(ref.kind(), name);
                    }
                    draft.put(old.renamed(name, request.pathOf(old)));
                    return Done.DONE;
                });
    }
}
