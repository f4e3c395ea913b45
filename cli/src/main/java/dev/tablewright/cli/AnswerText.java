package dev.tablewright.cli;

import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.proof.Wording;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Denial;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says an answer in words, and as members of a JSON object. */
final class AnswerText {
    private AnswerText() {}

    /** One word: yes, no or depends. */
    static String word(Answer answer) {
        return switch (answer) {
            case Answer.Yes _ -> "yes";
            case Answer.No _ -> "no";
            case Answer.Depends _ -> "depends";
        };
    }

    /** Why: the statements, or what is missing. */
    static String reason(Answer answer, PrincipalFacts who, String action) {
        return switch (answer) {
            case Answer.Yes(var by) when by.isEmpty() -> "needs no policy";
            case Answer.Yes(var by) -> "by " + names(by, who);
            case Answer.Depends(var by, var keys) ->
                    "depending on " + String.join(", ", keys) + "; by " + names(by, who);
            case Answer.No no when !no.statements().isEmpty() ->
                    "denied by " + names(no.statements(), who);
            case Answer.No(var decision) -> Denial.reason(action, decision);
        };
    }

    private static String names(List<StatementRef> statements, PrincipalFacts who) {
        return String.join("; ", Wording.statements(statements, who));
    }

    static Map<String, Object> json(Answer answer, PrincipalFacts who, String action) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("principal", who.arn());
        members.put("answer", word(answer));
        members.put("reason", reason(answer, who, action));
        if (answer instanceof Answer.Depends(_, var keys)) {
            members.put("keys", List.copyOf(keys));
        }
        members.put("statements", answer.statements().stream().map(AnswerText::json).toList());
        return members;
    }

    static Map<String, Object> json(StatementRef statement) {
        @Nullable String sid = statement.statement().source().sid();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("policy", statement.policy().name());
        members.put("statement", statement.index() + 1);
        if (sid != null) {
            members.put("sid", sid);
        }
        members.put("line", statement.statement().source().position().line());
        members.put("column", statement.statement().source().position().column());
        return members;
    }
}
