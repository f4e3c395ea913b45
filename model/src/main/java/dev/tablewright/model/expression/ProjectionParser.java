package dev.tablewright.model.expression;

import java.util.ArrayList;
import java.util.List;

/** Reads projection expressions. */
final class ProjectionParser extends Parser {
    private ProjectionParser(ExpressionKind kind, String text) {
        super(kind, text);
    }

    /**
     * Parses {@code text}.
     *
     * @throws dev.tablewright.model.ValidationException if it is not a projection
     */
    static Syntax.ProjectionText parse(ExpressionKind kind, String text) {
        var parser = new ProjectionParser(kind, text);
        List<Syntax.Path> paths = new ArrayList<>();
        do {
            paths.add(parser.path());
        } while (parser.accept(Token.Kind.COMMA));
        parser.expect(Token.Kind.END);
        parser.refuseFaultyUpdate();
        return new Syntax.ProjectionText(paths);
    }

    @Override
    void checkFunction(String function) {
        throw new IllegalStateException("a projection has no calls: " + function);
    }

    @Override
    boolean isOperandFunction(String function) {
        return false;
    }
}
