package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Items.Found;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.partiql.SelectPlan;
import dev.tablewright.engine.partiql.Statement;
import dev.tablewright.engine.partiql.WritePlan;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.authorization.Denied;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.Returned.Use;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * BatchExecuteStatement: up to 25 statements about one item each, all of them reads or all writes.
 * Each has an outcome of its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html">BatchExecuteStatement</a>
 */
final class BatchExecuteStatement
        implements Operation<
                RequestReader,
                ResponseWriter,
                BatchExecuteStatement.Request,
                BatchExecuteStatement.Response> {
    private static final int MAX_STATEMENTS = 25;

    private final Tables tables;
    private final Items items;

    BatchExecuteStatement(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(List<Element> elements, Returned returned) {}

    /** One statement, or why it is none. */
    sealed interface Element {
        record Understood(StatementMembers statement) implements Element {}

        record Faulty(Fault fault) implements Element {}
    }

    /** Why a statement was not done. */
    record Fault(String code, @Nullable String message, @Nullable Item item) {
        static Fault of(ValidationException fault) {
            return new Fault("ValidationError", fault.getMessage(), null);
        }

        static Fault of(DatabaseException fault) {
            return switch (fault) {
                case DatabaseException.ConditionFailed failed ->
                        new Fault("ConditionalCheckFailed", failed.getMessage(), failed.found());
                default -> new Fault(codeOf(fault), fault.getMessage(), null);
            };
        }

        private static String codeOf(DatabaseException fault) {
            return switch (fault) {
                case DatabaseException.ResourceNotFound _ -> "ResourceNotFound";
                case DatabaseException.DuplicateItem _ -> "DuplicateItem";
                case DatabaseException.ItemCollectionTooLarge _ ->
                        "ItemCollectionSizeLimitExceeded";
                case DatabaseException.ThroughputExceeded _ -> "ProvisionedThroughputExceeded";
                case DatabaseException.LimitExceeded _ -> "RequestLimitExceeded";
                case DatabaseException.Throttled _ -> "ThrottlingError";
                default -> "InternalServerError";
            };
        }
    }

    /**
     * What a statement came to.
     *
     * @param table null where the statement was not understood
     */
    record Outcome(
            @Nullable NamedTable table,
            @Nullable Item item,
            @Nullable Fault fault,
            @Nullable ConsumedCapacity consumed) {
        void write(ResponseWriter out) {
            if (fault != null) {
                out.object(
                        "Error",
                        error -> {
                            error.string("Code", fault.code());
                            if (fault.message() != null) {
                                error.string("Message", fault.message());
                            }
                            if (fault.item() != null) {
                                error.item("Item", fault.item());
                            }
                        });
            }
            if (table != null) {
                out.string("TableName", table.text());
            }
            if (item != null) {
                out.item("Item", item);
            }
        }
    }

    record Response(Request request, List<Outcome> outcomes) {}

    @Override
    public String name() {
        return "BatchExecuteStatement";
    }

    @Override
    public Request decode(RequestReader in) {
        List<RequestReader> members =
                in.requiredStructures(
                        "Statements",
                        "BatchStatementRequest",
                        Constraint.minLength(1),
                        Constraint.maxLength(MAX_STATEMENTS));
        List<StatementMembers.Undecoded> undecoded =
                members.stream().map(StatementMembers::read).toList();
        Returned returned = Returned.read(in);
        in.requireValid();
        List<Element> elements = undecoded.stream().map(BatchExecuteStatement::understood).toList();
        requireOneKind(elements);
        return new Request(elements, returned);
    }

    private static Element understood(StatementMembers.Undecoded undecoded) {
        try {
            StatementMembers statement = undecoded.decode();
            if (statement.statement() instanceof Statement.Exists) {
                throw new ValidationException(
                        "EXISTS can only be used in ExecuteTransaction write requests.");
            }
            return new Element.Understood(statement);
        } catch (ValidationException fault) {
            return new Element.Faulty(Fault.of(fault));
        }
    }

    private static void requireOneKind(List<Element> elements) {
        Set<Boolean> kinds = new HashSet<>();
        for (Element element : elements) {
            if (element instanceof Element.Understood(var statement)) {
                kinds.add(statement.statement().isRead());
            }
        }
        if (kinds.size() > 1) {
            throw new ValidationException(
                    "Read and write requests together in the same batch is not supported.");
        }
    }

    @Override
    public boolean isRefusedByPart() {
        return true;
    }

    /** One permission for each statement that was understood. */
    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        for (Element element : request.elements()) {
            if (element instanceof Element.Understood(var statement)) {
                needed.add(statement.access(tables, request.returned(), null));
            }
        }
        // Where no statement was understood, there is nothing that could be denied.
        return needed.isEmpty() ? List.of(Access.open("dynamodb:" + name())) : needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<Planned> planned = new ArrayList<>();
        int permission = 0;
        for (Element element : request.elements()) {
            planned.add(
                    switch (element) {
                        case Element.Faulty(var fault) -> failed(null, fault);
                        case Element.Understood(var statement) ->
                                plan(statement, authorized.refusal(permission++));
                    });
        }
        requireDistinct(planned);
        return new Response(request, planned.stream().map(this::run).toList());
    }

    /** A statement that is fitted to its table, or why it is not. */
    private sealed interface Planned {
        record Reading(StatementMembers statement, SelectPlan plan, Item key) implements Planned {}

        record Writing(StatementMembers statement, WritePlan plan) implements Planned {}

        record Failed(Outcome outcome) implements Planned {}
    }

    private Planned plan(StatementMembers statement, @Nullable Denied refusal) {
        if (refusal != null) {
            return failed(statement.table(), new Fault("AccessDenied", refusal.sentence(), null));
        }
        try {
            return plan(statement, tables.require(statement.ref()));
        } catch (ValidationException fault) {
            return failed(null, Fault.of(fault));
        } catch (DatabaseException fault) {
            return failed(null, Fault.of(fault));
        }
    }

    private static Planned failed(@Nullable NamedTable table, Fault fault) {
        return new Planned.Failed(new Outcome(table, null, fault, null));
    }

    private static Planned plan(StatementMembers statement, Table table) {
        if (!(statement.statement() instanceof Statement.Select select)) {
            return new Planned.Writing(statement, WritePlan.of(statement.statement(), table));
        }
        SelectPlan plan = SelectPlan.of(select, table);
        Item key = plan.itemKey();
        if (key == null || plan.isConditional()) {
            throw new ValidationException("Only single item select is supported");
        }
        return new Planned.Reading(statement, plan, key);
    }

    private static void requireDistinct(List<Planned> planned) {
        record Place(TableRef table, Item key) {}
        Set<Place> places = new HashSet<>();
        for (Planned each : planned) {
            boolean added =
                    switch (each) {
                        case Planned.Reading(var statement, _, var key) ->
                                places.add(new Place(statement.ref(), key));
                        case Planned.Writing(var statement, var plan) ->
                                places.add(new Place(statement.ref(), plan.key()));
                        case Planned.Failed _ -> true;
                    };
            if (!added) {
                throw new ValidationException("Provided list of item keys contains duplicates");
            }
        }
    }

    private Outcome run(Planned planned) {
        return switch (planned) {
            case Planned.Failed(var outcome) -> outcome;
            case Planned.Reading(var statement, var plan, var key) ->
                    run(
                            statement.table(),
                            () -> {
                                Found found =
                                        items.get(statement.ref(), key, statement.consistent());
                                Item item = found.item();
                                return new Outcome(
                                        statement.table(),
                                        item == null ? null : plan.shown(item),
                                        null,
                                        found.consumed());
                            });
            case Planned.Writing(var statement, var plan) ->
                    run(
                            statement.table(),
                            () -> {
                                Written written = ExecuteStatement.write(items, statement, plan);
                                return new Outcome(
                                        statement.table(),
                                        plan.shown(written),
                                        null,
                                        written.consumed());
                            });
        };
    }

    /** What one statement is refused with is its own outcome, and not the batch's. */
    private static Outcome run(NamedTable table, Supplier<Outcome> work) {
        try {
            return work.get();
        } catch (ValidationException fault) {
            return new Outcome(table, null, Fault.of(fault), null);
        } catch (DatabaseException fault) {
            return new Outcome(table, null, Fault.of(fault), null);
        }
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.objects("Responses", response.outcomes(), (element, outcome) -> outcome.write(element));
        Map<TableRef, Use> uses = new LinkedHashMap<>();
        for (Outcome outcome : response.outcomes()) {
            ConsumedCapacity consumed = outcome.consumed();
            if (consumed != null) {
                String name = Objects.requireNonNull(outcome.table()).text();
                uses.merge(
                        consumed.table(),
                        new Use(name, consumed),
                        (one, other) ->
                                new Use(one.table(), one.consumed().plus(other.consumed())));
            }
        }
        response.request().returned().write(out, List.copyOf(uses.values()), Returned.Detail.PLAIN);
    }
}
