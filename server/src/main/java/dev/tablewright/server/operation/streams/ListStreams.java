package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.engine.stream.Streams;
import dev.tablewright.model.ValidationException;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * ListStreams: streams of the caller's tables in the request's region, those that ended less than a
 * day ago included.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html">ListStreams</a>
 */
final class ListStreams
        implements Operation<RequestReader, ResponseWriter, ListStreams.Request, Streams.ListPage> {
    private static final int MAX_PAGE = 100;

    private final Streams streams;

    ListStreams(Streams streams) {
        this.streams = streams;
    }

    record Request(
            String account,
            String region,
            @Nullable String table,
            @Nullable StreamRef after,
            int limit) {}

    @Override
    public String name() {
        return "ListStreams";
    }

    @Override
    public Request decode(RequestReader in) {
        String table =
                in.string(
                        "TableName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        int limit = StreamMembers.limit(in, MAX_PAGE);
        String after = StreamMembers.startArn(in);
        in.requireValid();
        if (limit > MAX_PAGE) {
            throw new ValidationException(
                    "One or more parameter values were invalid: Limit cannot be greater than the"
                            + " maximum allowed size: "
                            + MAX_PAGE);
        }
        return new Request(
                in.account(),
                in.region(),
                table,
                after == null ? null : StreamMembers.require(after),
                limit);
    }

    /** The action has no resource: only a policy for all resources gives it. */
    @Override
    public List<Access> access(Request request) {
        return List.of(Access.to("dynamodb:ListStreams", "*", ConditionContext.builder().build()));
    }

    @Override
    public Streams.ListPage execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return streams.list(
                request.account(),
                request.region(),
                request.table(),
                request.after(),
                request.limit());
    }

    @Override
    public void encode(Streams.ListPage page, ResponseWriter out) {
        out.objects(
                "Streams",
                page.streams(),
                (each, stream) -> {
                    each.string("StreamArn", stream.ref().arn());
                    each.string("TableName", stream.table().name());
                    each.string("StreamLabel", stream.label());
                });
        if (page.more()) {
            out.string("LastEvaluatedStreamArn", page.streams().getLast().ref().arn());
        }
    }
}
