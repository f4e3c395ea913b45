package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks up the placeholders of one update and checks it. Faults are reported by kind: undefined
 * names, undefined values, paths that overlap or conflict, equal operands, operands of ADD and
 * DELETE, functions.
 */
final class UpdateBinder {
    private final Placeholders placeholders;
    private final Set<String> attributes = new LinkedHashSet<>();
    private final Set<String> nestedAttributes = new LinkedHashSet<>();
    private @Nullable ValidationException nameFault;
    private @Nullable ValidationException valueFault;
    private @Nullable ValidationException distinctFault;
    private @Nullable ValidationException operandFault;
    private @Nullable ValidationException functionFault;

    private UpdateBinder(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * Binds a parsed update.
     *
     * @throws ValidationException if it does not fit the placeholders
     */
    static BoundUpdate bind(Syntax.UpdateText text, Placeholders placeholders) {
        return new UpdateBinder(placeholders).bind(text);
    }

    private BoundUpdate bind(Syntax.UpdateText text) {
        List<DocumentPath> targets = new ArrayList<>(text.actions().size());
        List<Change> changes = new ArrayList<>(text.actions().size());
        for (Syntax.Action action : text.actions()) {
            targets.add(path(action.target()));
            changes.add(change(action));
        }
        refuse(nameFault);
        refuse(valueFault);
        PathTree tree = PathTree.of(ExpressionKind.UPDATE, targets);
        refuse(distinctFault);
        refuse(operandFault);
        refuse(functionFault);
        OperatorLimit.check(ExpressionKind.UPDATE, text.operators());
        return new BoundUpdate(
                tree,
                changes,
                Collections.unmodifiableSet(attributes),
                Collections.unmodifiableSet(nestedAttributes),
                false);
    }

    private static void refuse(@Nullable ValidationException fault) {
        if (fault != null) {
            throw fault;
        }
    }

    private Change change(Syntax.Action action) {
        return switch (action) {
            case Syntax.Action.Set(_, var assigned) -> new Change.Assign(newValue(assigned));
            case Syntax.Action.Remove _ -> new Change.Remove();
            case Syntax.Action.Add(_, var value) -> {
                AttributeValue operand = value(value);
                checkOperand("ADD", operand, operand instanceof AttributeValue.N);
                yield new Change.Add(operand, BoundUpdate.WRONG_TYPE);
            }
            case Syntax.Action.Delete(_, var value) -> {
                AttributeValue operand = value(value);
                checkOperand("DELETE", operand, false);
                yield new Change.Delete(operand, BoundUpdate.WRONG_TYPE);
            }
        };
    }

    private NewValue newValue(Syntax.Assigned assigned) {
        return switch (assigned) {
            case Syntax.Assigned.Plain(var operand) -> operand(operand);
            case Syntax.Assigned.Arithmetic(var left, var sign, var right) -> {
                var sum = new NewValue.Arithmetic(operand(left), sign, operand(right));
                checkType(sign.symbol(), sum.left(), "N");
                checkType(sign.symbol(), sum.right(), "N");
                yield sum;
            }
        };
    }

    private NewValue operand(Syntax.Operand written) {
        return switch (written) {
            case Syntax.Path path -> new NewValue.Located(path(path));
            case Syntax.Value value -> new NewValue.Fixed(value(value));
            case Syntax.Call call -> call(call);
        };
    }

    private NewValue call(Syntax.Call call) {
        String function = call.function();
        List<NewValue> operands = new ArrayList<>(2);
        for (Syntax.Operand operand : call.operands()) {
            operands.add(operand(operand));
        }
        if (operands.size() != 2) {
            functionFault(
                    "Incorrect number of operands for operator or function; operator or function: "
                            + function
                            + ", number of operands: "
                            + operands.size());
            return operands.getFirst();
        }
        return function.equals(Function.IF_NOT_EXISTS)
                ? ifNotExists(operands.get(0), operands.get(1))
                : listAppend(operands.get(0), operands.get(1));
    }

    private NewValue ifNotExists(NewValue first, NewValue otherwise) {
        if (!(first instanceof NewValue.Located(var path))) {
            functionFault(
                    "Operator or function requires a document path; operator or function: "
                            + Function.IF_NOT_EXISTS);
            return otherwise;
        }
        if (otherwise.equals(first) && distinctFault == null) {
            distinctFault =
                    ExpressionKind.UPDATE.invalid(
                            "The first operand must be distinct from the remaining operands for"
                                    + " this operator or function; operator: "
                                    + Function.IF_NOT_EXISTS
                                    + ", first operand: "
                                    + path);
        }
        return new NewValue.IfNotExists(path, otherwise);
    }

    private NewValue listAppend(NewValue head, NewValue tail) {
        checkType(Function.LIST_APPEND, head, "L");
        checkType(Function.LIST_APPEND, tail, "L");
        return new NewValue.ListAppend(head, tail);
    }

    // Placeholders; a fault is kept, and something stands in until it is reported

    private DocumentPath path(Syntax.Path written) {
        try {
            DocumentPath path = placeholders.path(ExpressionKind.UPDATE, written);
            attributes.add(path.attribute());
            if (path.isNested()) {
                nestedAttributes.add(path.attribute());
            }
            return path;
        } catch (ValidationException fault) {
            if (nameFault == null) {
                nameFault = fault;
            }
            return DocumentPath.topLevel("");
        }
    }

    private AttributeValue value(Syntax.Value written) {
        try {
            return placeholders.value(ExpressionKind.UPDATE, written);
        } catch (ValidationException fault) {
            if (valueFault == null) {
                valueFault = fault;
            }
            return new AttributeValue.Null();
        }
    }

    // Checks

    private void checkType(String operator, NewValue operand, String wanted) {
        if (operand instanceof NewValue.Fixed(var value) && !value.type().equals(wanted)) {
            functionFault(
                    "Incorrect operand type for operator or function; operator or function: "
                            + operator
                            + ", operand type: "
                            + value.type());
        }
    }

    private void functionFault(String reason) {
        if (functionFault == null) {
            functionFault = ExpressionKind.UPDATE.invalid(reason);
        }
    }

    private void checkOperand(String section, AttributeValue operand, boolean allowed) {
        String type =
                switch (operand) {
                    case AttributeValue.S _ -> "STRING";
                    case AttributeValue.N _ -> "NUMBER";
                    case AttributeValue.B _ -> "BINARY";
                    case AttributeValue.Bool _ -> "BOOLEAN";
                    case AttributeValue.Null _ -> "NULL";
                    case AttributeValue.L _ -> "LIST";
                    case AttributeValue.M _ -> "MAP";
                    case AttributeValue.Ss _, AttributeValue.Ns _, AttributeValue.Bs _ -> null;
                };
        if (type != null && !allowed && operandFault == null) {
            operandFault =
                    ExpressionKind.UPDATE.invalid(
                            "Incorrect operand type for operator or function; operator: "
                                    + section
                                    + ", operand type: "
                                    + type
                                    + ", typeSet: ALLOWED_FOR_"
                                    + section
                                    + "_OPERAND");
        }
    }
}
