package dev.tablewright.engine.partiql;

import dev.tablewright.engine.partiql.Expression.And;
import dev.tablewright.engine.partiql.Expression.Between;
import dev.tablewright.engine.partiql.Expression.Binary;
import dev.tablewright.engine.partiql.Expression.Call;
import dev.tablewright.engine.partiql.Expression.Collection;
import dev.tablewright.engine.partiql.Expression.Collection.Entry;
import dev.tablewright.engine.partiql.Expression.Collection.Form;
import dev.tablewright.engine.partiql.Expression.In;
import dev.tablewright.engine.partiql.Expression.Is;
import dev.tablewright.engine.partiql.Expression.Missing;
import dev.tablewright.engine.partiql.Expression.Not;
import dev.tablewright.engine.partiql.Expression.Or;
import dev.tablewright.engine.partiql.Expression.Path;
import dev.tablewright.engine.partiql.Expression.Step;
import dev.tablewright.engine.partiql.Expression.Value;
import dev.tablewright.engine.partiql.Statement.Change;
import dev.tablewright.engine.partiql.Statement.Ordering;
import dev.tablewright.engine.partiql.Statement.Returning;
import dev.tablewright.engine.partiql.Statement.Source;
import dev.tablewright.engine.partiql.Token.Kind;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.DynamoNumber;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads one statement, once, from left to right.
 *
 * <p>What is well formed and not of the dialect is told only when the end has been reached: that a
 * statement is malformed is the first thing that DynamoDB says.
 */
final class StatementParser {
    /** Bounds recursion; a document has 32 levels, and nobody writes more parentheses by hand. */
    private static final int MAX_DEPTH = 128;

    private static final Set<String> COMPARATORS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    private final String text;
    private final List<Token> tokens;
    private final List<AttributeValue> parameters;
    private int next;
    private int parametersUsed;
    private int depth;
    private @Nullable ValidationException notOfTheDialect;

    StatementParser(String text, List<AttributeValue> parameters) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
        this.parameters = parameters;
    }

    Statement parse() {
        Statement statement = statement();
        requireEnd();
        return statement;
    }

    /** Requires that nothing follows, and only then that all was of the dialect. */
    private void requireEnd() {
        acceptSymbol(";");
        if (current().kind() != Kind.END) {
            throw malformed();
        }
        if (notOfTheDialect != null) {
            throw notOfTheDialect;
        }
        if (parametersUsed > parameters.size()) {
            throw new ValidationException(
                    "Number of parameters in request and statement don't match.");
        }
    }

    private Statement statement() {
        Token first = current();
        if (first.kind() != Kind.KEYWORD) {
            throw malformed();
        }
        return switch (first.text()) {
            case "SELECT" -> select();
            case "INSERT" -> insert();
            case "UPDATE" -> update();
            case "DELETE" -> delete();
            case "EXISTS" -> exists();
            case "CREATE" -> throw unsupportedDefinition("Create");
            case "DROP" -> throw unsupportedDefinition("Drop");
            default -> throw malformed();
        };
    }

    private ValidationException unsupportedDefinition(String verb) {
        advance();
        String what = isKeyword("TABLE") ? "Table" : isKeyword("INDEX") ? "Index" : null;
        return what == null
                ? malformed()
                : new ValidationException("Unsupported operation: " + verb + what);
    }

    // Statements

    private Statement.Select select() {
        expectKeyword("SELECT");
        if (acceptKeyword("DISTINCT")) {
            outside("Unsupported token in expression: DISTINCT");
        }
        if (acceptKeyword("VALUE")) {
            outside("Select projection doesn't support value or pivot keywords");
        }
        List<Path> columns = columns();
        expectKeyword("FROM");
        Source source = source();
        alias();
        while (acceptSymbol(",")) {
            outside("Only select from a single table or index is supported.");
            source();
            alias();
        }
        Expression where = acceptKeyword("WHERE") ? expression() : null;
        if (acceptKeyword("GROUP")) {
            expectKeyword("BY");
            outside("Unsupported clause: GROUP BY");
            expressions();
        }
        if (acceptKeyword("HAVING")) {
            outside("Unsupported clause: HAVING");
            expression();
        }
        List<Ordering> orderings = orderings();
        if (acceptKeyword("LIMIT")) {
            outside("Unsupported clause: LIMIT at " + expression().at().place());
        }
        return new Statement.Select(source, columns, where, orderings);
    }

    private List<Path> columns() {
        List<Path> columns = new ArrayList<>();
        if (acceptSymbol("*")) {
            return columns;
        }
        do {
            Expression column = expression();
            if (column instanceof Path path) {
                columns.add(path);
            } else {
                outside("Unexpected path component at " + column.at().place());
            }
            alias();
        } while (acceptSymbol(","));
        return columns;
    }

    private void alias() {
        boolean named = acceptKeyword("AS");
        if (isName()) {
            advance();
            outside("Aliasing is not supported");
        } else if (named) {
            throw malformed();
        }
    }

    private List<Ordering> orderings() {
        List<Ordering> orderings = new ArrayList<>();
        if (acceptKeyword("ORDER")) {
            expectKeyword("BY");
            do {
                Expression by = expression();
                boolean descending = acceptKeyword("DESC");
                if (!descending) {
                    acceptKeyword("ASC");
                }
                orderings.add(new Ordering(by, !descending));
            } while (acceptSymbol(","));
        }
        return orderings;
    }

    private Statement insert() {
        expectKeyword("INSERT");
        expectKeyword("INTO");
        Source source = source();
        if (source.index() != null) {
            outside(
                    "FROM clause may only contain a single table name in data manipulation"
                            + " statements");
        }
        if (!acceptKeyword("VALUE")) {
            acceptKeyword("VALUES");
            outside("Unsupported operation: InsertOp");
        }
        Expression value = expression();
        while (acceptSymbol(",")) {
            expression();
        }
        if (isKeyword("RETURNING")) {
            returning();
            outside("RETURNING is not supported in INSERT");
        }
        if (!(value instanceof Collection tuple && tuple.form() == Form.TUPLE)) {
            outside(
                    "Unsupported format in item expression. Please use struct format {...} to"
                            + " express item values for insert statement. at "
                            + value.at().place());
            return new Statement.Insert(source, Item.EMPTY);
        }
        requireEnd();
        return new Statement.Insert(source, Literals.item(tuple));
    }

    private Statement update() {
        expectKeyword("UPDATE");
        Source source = table();
        List<Change> changes = new ArrayList<>();
        while (isKeyword("SET") || isKeyword("REMOVE")) {
            boolean set = acceptKeyword("SET");
            if (!set) {
                advance();
            }
            do {
                changes.add(change(set));
            } while (acceptSymbol(","));
        }
        if (changes.isEmpty()) {
            throw malformed();
        }
        Expression where = acceptKeyword("WHERE") ? expression() : null;
        return new Statement.Update(source, changes, where, returning());
    }

    private Change change(boolean set) {
        if (!isName()) {
            throw malformed();
        }
        Path target = path();
        if (!set) {
            return new Change(target, null);
        }
        if (!acceptSymbol("=")) {
            throw malformed();
        }
        return new Change(target, expression());
    }

    private Statement delete() {
        expectKeyword("DELETE");
        expectKeyword("FROM");
        Source source = table();
        Expression where = acceptKeyword("WHERE") ? expression() : null;
        Returning returning = returning();
        if (returning != Returning.NONE && returning != Returning.ALL_OLD) {
            outside(
                    "Invalid returning clause: "
                            + returning.clause()
                            + ". Only RETURNING ALL OLD * is allowed in DELETE statements.");
        }
        return new Statement.Delete(source, where, returning);
    }

    private Statement exists() {
        expectKeyword("EXISTS");
        expectSymbol("(");
        Statement.Select select = select();
        expectSymbol(")");
        return new Statement.Exists(select);
    }

    private Returning returning() {
        if (!acceptKeyword("RETURNING")) {
            return Returning.NONE;
        }
        boolean all = acceptKeyword("ALL");
        if (!all) {
            expectKeyword("MODIFIED");
        }
        boolean old = acceptKeyword("OLD");
        if (!old) {
            expectKeyword("NEW");
        }
        expectSymbol("*");
        if (all) {
            return old ? Returning.ALL_OLD : Returning.ALL_NEW;
        }
        return old ? Returning.MODIFIED_OLD : Returning.MODIFIED_NEW;
    }

    private Source table() {
        Source source = source();
        if (source.index() != null) {
            outside("This operation is not supported on an index");
        }
        return source;
    }

    private Source source() {
        String table = name();
        return new Source(table, acceptSymbol(".") ? name() : null);
    }

    // Expressions, from the loosest operator to the tightest

    private List<Expression> expressions() {
        List<Expression> expressions = new ArrayList<>();
        do {
            expressions.add(expression());
        } while (acceptSymbol(","));
        return expressions;
    }

    private Expression expression() {
        enter();
        Expression first = conjunction();
        Token at = current();
        if (!isKeyword("OR")) {
            leave();
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (acceptKeyword("OR")) {
            parts.add(conjunction());
        }
        leave();
        return new Or(at, parts);
    }

    private Expression conjunction() {
        Expression first = negation();
        Token at = current();
        if (!isKeyword("AND")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (acceptKeyword("AND")) {
            parts.add(negation());
        }
        return new And(at, parts);
    }

    private Expression negation() {
        Token at = current();
        if (acceptKeyword("NOT")) {
            enter();
            Expression part = negation();
            leave();
            return new Not(at, part);
        }
        return comparison();
    }

    private Expression comparison() {
        Expression left = sum();
        Token at = current();
        if (at.kind() == Kind.SYMBOL && COMPARATORS.contains(at.text())) {
            advance();
            return new Binary(at, at.text().equals("!=") ? "<>" : at.text(), left, sum());
        }
        if (acceptKeyword("IS")) {
            boolean not = acceptKeyword("NOT");
            boolean missing = acceptKeyword("MISSING");
            if (!missing) {
                expectKeyword("NULL");
            }
            return negated(not, at, new Is(at, left, missing));
        }
        boolean not = acceptKeyword("NOT");
        if (acceptKeyword("IN")) {
            return negated(not, at, new In(at, left, candidates(sum())));
        }
        if (acceptKeyword("BETWEEN")) {
            Expression low = sum();
            expectKeyword("AND");
            return negated(not, at, new Between(at, left, low, sum()));
        }
        if (acceptKeyword("LIKE")) {
            return new Binary(at, "like", left, sum());
        }
        if (not) {
            throw malformed();
        }
        return left;
    }

    private static Expression negated(boolean not, Token at, Expression expression) {
        return not ? new Not(at, expression) : expression;
    }

    /** What IN looks through: a list as written, or one that a parameter has. */
    private static List<Expression> candidates(Expression list) {
        return switch (list) {
            case Collection collection when collection.form() != Form.TUPLE ->
                    collection.entries().stream().map(Entry::value).toList();
            case Value(var at, AttributeValue.L(var elements)) ->
                    elements.stream().<Expression>map(each -> new Value(at, each)).toList();
            case Value value -> List.of(value);
            default -> List.of();
        };
    }

    private Expression sum() {
        Expression left = product();
        while (isSymbol("+") || isSymbol("-") || isSymbol("||")) {
            Token at = current();
            advance();
            left = new Binary(at, at.text(), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = sign();
        while (isSymbol("*") || isSymbol("/") || isSymbol("%")) {
            Token at = current();
            advance();
            left = new Binary(at, at.text(), left, sign());
        }
        return left;
    }

    private Expression sign() {
        Token at = current();
        if (acceptSymbol("-")) {
            enter();
            Expression operand = sign();
            leave();
            if (operand instanceof Value(_, AttributeValue.N(var number))) {
                return new Value(at, new AttributeValue.N(number.negate()));
            }
            return new Binary(at, "-", new Value(at, zero()), operand);
        }
        acceptSymbol("+");
        return primary();
    }

    private static AttributeValue zero() {
        return new AttributeValue.N(BigDecimal.ZERO);
    }

    private Expression primary() {
        Token at = current();
        return switch (at.kind()) {
            case STRING -> {
                advance();
                yield new Value(at, new AttributeValue.S(at.text()));
            }
            case NUMBER -> {
                advance();
                yield new Value(at, new AttributeValue.N(DynamoNumber.parse(at.text())));
            }
            case PARAMETER -> {
                advance();
                yield new Value(at, parameter());
            }
            case ION -> {
                advance();
                outside("Ion Literals are not supported at " + at.place());
                yield new Missing(at);
            }
            case NAME -> {
                if (tokens.get(next + 1).isSymbol("(")) {
                    yield call();
                }
                yield path();
            }
            case QUOTED -> path();
            case KEYWORD -> keyword(at);
            case SYMBOL -> grouped(at);
            case END -> throw malformed();
        };
    }

    private AttributeValue parameter() {
        int index = parametersUsed++;
        return index < parameters.size() ? parameters.get(index) : new AttributeValue.Null();
    }

    private Expression keyword(Token at) {
        if (tokens.get(next + 1).isSymbol("(")) {
            return call();
        }
        advance();
        return switch (at.text()) {
            case "TRUE", "FALSE" ->
                    new Value(at, new AttributeValue.Bool(at.text().equals("TRUE")));
            case "NULL" -> new Value(at, new AttributeValue.Null());
            case "MISSING" -> new Missing(at);
            default -> throw malformed();
        };
    }

    private Expression call() {
        Token at = current();
        advance();
        expectSymbol("(");
        List<Expression> arguments = new ArrayList<>();
        if (!acceptSymbol(")")) {
            if (acceptSymbol("*")) {
                arguments.add(new Missing(at));
            } else {
                arguments.addAll(expressions());
            }
            expectSymbol(")");
        }
        return new Call(at, at.text().toLowerCase(Locale.ROOT), arguments);
    }

    private Expression grouped(Token at) {
        advance();
        return switch (at.text()) {
            case "(" -> {
                Expression first = expression();
                if (!isSymbol(",")) {
                    expectSymbol(")");
                    yield first;
                }
                List<Entry> entries = new ArrayList<>(List.of(new Entry(first, first)));
                while (acceptSymbol(",")) {
                    entries.add(element());
                }
                expectSymbol(")");
                yield new Collection(at, Form.LIST, entries);
            }
            case "[" -> collection(at, Form.LIST, "]");
            case "<<" -> collection(at, Form.BAG, ">>");
            case "{" -> tuple(at);
            default -> throw malformed();
        };
    }

    private Expression collection(Token at, Form form, String close) {
        List<Entry> entries = new ArrayList<>();
        if (!acceptSymbol(close)) {
            do {
                entries.add(element());
            } while (acceptSymbol(","));
            expectSymbol(close);
        }
        return new Collection(at, form, entries);
    }

    private Entry element() {
        Expression element = expression();
        return new Entry(element, element);
    }

    private Expression tuple(Token at) {
        List<Entry> entries = new ArrayList<>();
        if (!acceptSymbol("}")) {
            do {
                Expression name = expression();
                expectSymbol(":");
                entries.add(new Entry(name, expression()));
            } while (acceptSymbol(","));
            expectSymbol("}");
        }
        return new Collection(at, Form.TUPLE, entries);
    }

    private Path path() {
        Token at = current();
        List<Step> steps = new ArrayList<>(2);
        steps.add(new Step.Field(name()));
        while (true) {
            if (acceptSymbol(".")) {
                steps.add(new Step.Field(name()));
            } else if (acceptSymbol("[")) {
                steps.add(bracketed());
                expectSymbol("]");
            } else {
                return new Path(at, steps);
            }
        }
    }

    private Step bracketed() {
        Token at = current();
        advance();
        switch (at.kind()) {
            case NUMBER -> {
                try {
                    return new Step.Element(Integer.parseInt(at.text()));
                } catch (NumberFormatException notAnIndex) {
                    outside("Unexpected path component at " + at.place());
                    return new Step.Element(0);
                }
            }
            case STRING -> {
                return new Step.Field(at.text());
            }
            default -> throw malformed();
        }
    }

    // Tokens

    private Token current() {
        return tokens.get(next);
    }

    private void advance() {
        if (current().kind() == Kind.END) {
            throw malformed();
        }
        next++;
    }

    private boolean isName() {
        return current().kind() == Kind.NAME || current().kind() == Kind.QUOTED;
    }

    private String name() {
        if (!isName()) {
            throw malformed();
        }
        String name = current().text();
        advance();
        return name;
    }

    private boolean isKeyword(String word) {
        return current().isKeyword(word);
    }

    private boolean isSymbol(String symbol) {
        return current().isSymbol(symbol);
    }

    private boolean acceptKeyword(String word) {
        boolean is = isKeyword(word);
        if (is) {
            advance();
        }
        return is;
    }

    private boolean acceptSymbol(String symbol) {
        boolean is = isSymbol(symbol);
        if (is) {
            advance();
        }
        return is;
    }

    private void expectKeyword(String word) {
        if (!acceptKeyword(word)) {
            throw malformed();
        }
    }

    private void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw malformed();
        }
    }

    private void enter() {
        depth++;
        if (depth > MAX_DEPTH) {
            throw malformed();
        }
    }

    private void leave() {
        depth--;
    }

    // Faults

    private ValidationException malformed() {
        return Lexer.malformed(text);
    }

    /** Keeps what is well formed but not of the dialect; the first such fault is told. */
    private void outside(String fault) {
        if (notOfTheDialect == null) {
            notOfTheDialect = new ValidationException(fault);
        }
    }
}
