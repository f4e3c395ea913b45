package dev.tablewright.model.json;

/** Standard base64 with padding, refused with AWS's texts where it is not exact. */
final class Base64 {
    private static final java.util.Base64.Decoder DECODER = java.util.Base64.getDecoder();

    private Base64() {}

    static byte[] decode(String text) {
        if (text.length() % 4 != 0) {
            throw new SerializationException(
                    "Base64 encoded length is expected a multiple of 4 bytes but found: "
                            + text.length());
        }
        int end = text.length();
        while (end > 0 && text.length() - end < 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        // A pad in the middle is answered like bits that should be zero, as the real service does.
        int unusedBits = (text.length() - end) * 2;
        boolean strayBits =
                unusedBits > 0 && (digit(text.charAt(end - 1)) & ((1 << unusedBits) - 1)) != 0;
        if (strayBits || text.lastIndexOf('=', end - 1) >= 0) {
            throw new SerializationException("Invalid last non-pad Base64 character dectected");
        }
        for (int i = 0; i < end; i++) {
            if (digit(text.charAt(i)) < 0) {
                throw new SerializationException(
                        "Invalid base 64 character: '" + text.charAt(i) + "'");
            }
        }
        return DECODER.decode(text);
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
