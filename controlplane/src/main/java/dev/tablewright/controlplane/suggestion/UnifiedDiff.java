package dev.tablewright.controlplane.suggestion;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two texts in the form that {@code patch -p1} and {@code git apply} take.
 *
 * @see <a
 *     href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html">Detailed
 *     description of unified format</a>
 */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private record Line(char mark, String text) {}

    private UnifiedDiff() {}

    /**
     * Compares two texts.
     *
     * @param file path relative to where the patch will be applied
     * @return empty when they are the same
     */
    public static String of(String file, String before, String after) {
        List<Line> script = script(lines(before), lines(after));
        StringBuilder out = new StringBuilder();
        int oldLine = 1;
        int newLine = 1;
        int next = 0;
        while (next < script.size()) {
            int first = firstChange(script, next);
            if (first == script.size()) {
                break;
            }
            int from = Math.max(next, first - CONTEXT);
            int to = endOfHunk(script, first);
            oldLine += from - next;
            newLine += from - next;
            List<Line> hunk = script.subList(from, to);
            int removed = count(hunk, '+');
            int added = count(hunk, '-');
            header(out, oldLine, removed, newLine, added);
            hunk.forEach(line -> out.append(line.mark()).append(line.text()));
            oldLine += removed;
            newLine += added;
            next = to;
        }
        return out.isEmpty() ? "" : "--- a/" + file + "\n+++ b/" + file + "\n" + out;
    }

    private static void header(StringBuilder out, int oldLine, int old, int newLine, int fresh) {
        out.append("@@ -")
                .append(old == 0 ? oldLine - 1 : oldLine)
                .append(',')
                .append(old)
                .append(" +")
                .append(fresh == 0 ? newLine - 1 : newLine)
                .append(',')
                .append(fresh)
                .append(" @@\n");
    }

    /** Counts the lines that one side has: all but those of the other. */
    private static int count(List<Line> hunk, char marksOfOther) {
        return (int) hunk.stream().filter(line -> line.mark() != marksOfOther).count();
    }

    private static int firstChange(List<Line> script, int from) {
        int next = from;
        while (next < script.size() && script.get(next).mark() == ' ') {
            next++;
        }
        return next;
    }

    /** Changes that are so near that their contexts meet are one hunk. */
    private static int endOfHunk(List<Line> script, int firstChange) {
        int end = firstChange;
        int same = 0;
        while (end < script.size() && same <= 2 * CONTEXT) {
            same = script.get(end).mark() == ' ' ? same + 1 : 0;
            end++;
        }
        return end - Math.max(0, same - CONTEXT);
    }

    /** Lines with their ends, so that a last line without one shows. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            if (end < 0) {
                lines.add(text.substring(from) + "\n\\ No newline at end of file\n");
                break;
            }
            lines.add(text.substring(from, end + 1));
            from = end + 1;
        }
        return lines;
    }

    /** The longest common subsequence, of what lies between what both begin and end with. */
    private static List<Line> script(List<String> before, List<String> after) {
        int head = 0;
        int most = Math.min(before.size(), after.size());
        while (head < most && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head
                && before.get(before.size() - 1 - tail)
                        .equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Line> script = new ArrayList<>();
        before.subList(0, head).forEach(line -> script.add(new Line(' ', line)));
        middle(
                before.subList(head, before.size() - tail),
                after.subList(head, after.size() - tail),
                script);
        before.subList(before.size() - tail, before.size())
                .forEach(line -> script.add(new Line(' ', line)));
        return script;
    }

    private static void middle(List<String> before, List<String> after, List<Line> script) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] =
                        before.get(i).equals(after.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean same =
                    i < before.size() && j < after.size() && before.get(i).equals(after.get(j));
            if (same) {
                script.add(new Line(' ', before.get(i)));
                i++;
                j++;
            } else if (j == after.size()
                    || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                script.add(new Line('-', before.get(i++)));
            } else {
                script.add(new Line('+', after.get(j++)));
            }
        }
    }
}
