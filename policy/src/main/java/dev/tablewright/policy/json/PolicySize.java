package dev.tablewright.policy.json;

/** Counts documents as IAM's quotas do. */
public final class PolicySize {
    /** Most characters of a managed policy, white space not counted. */
    public static final int MANAGED_POLICY = 6_144;

    private PolicySize() {}

    /**
     * Returns the characters of {@code document} without the white space between JSON tokens.
     *
     * <p>White space inside strings is counted: AWS does not say, and counting it never lets a
     * policy through that AWS refuses.
     */
    public static int withoutWhitespace(String document) {
        int count = 0;
        boolean inString = false;
        for (int i = 0; i < document.length(); i++) {
            char c = document.charAt(i);
            if (inString || !JsonReader.isWhitespace(c)) {
                count++;
            }
            if (inString && c == '\\' && i + 1 < document.length()) {
                i++;
                count++;
            } else if (c == '"') {
                inString = !inString;
            }
        }
        return count;
    }
}
