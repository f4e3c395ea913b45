package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A range of IP addresses. Reads addresses itself: {@code InetAddress} would ask the name service
 * for what is no address.
 */
final class IpRange {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final byte[] first;
    private final int prefixBits;

    private IpRange(byte[] first, int prefixBits) {
        this.first = first;
        this.prefixBits = prefixBits;
    }

    /** Reads {@code address} or {@code address/bits}; null when {@code text} is neither. */
    static @Nullable IpRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] first = address(slash < 0 ? text : text.substring(0, slash));
        if (first == null) {
            return null;
        }
        int most = first.length * 8;
        int bits = slash < 0 ? most : decimal(text.substring(slash + 1), 3);
        return bits < 0 || bits > most ? null : new IpRange(first, bits);
    }

    /**
     * Whether {@code address}, 4 or 16 bytes, lies in the range. Bits after the prefix are free.
     */
    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        int whole = prefixBits / 8;
        if (!Arrays.equals(first, 0, whole, address, 0, whole)) {
            return false;
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((first[whole] ^ address[whole]) & 0xff) >> (8 - rest) == 0;
    }

    /** Reads an address: 4 or 16 bytes, or null when {@code text} is none. */
    static byte @Nullable [] address(String text) {
        return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
    }

    private static byte @Nullable [] ipv4(String text) {
        byte[] bytes = new byte[IPV4_BYTES];
        int start = 0;
        for (int i = 0; i < IPV4_BYTES; i++) {
            int dot = text.indexOf('.', start);
            boolean last = i == IPV4_BYTES - 1;
            if (last != (dot < 0)) {
                return null;
            }
            int value = decimal(text.substring(start, last ? text.length() : dot), 3);
            if (value < 0 || value > 255) {
                return null;
            }
            bytes[i] = (byte) value;
            start = dot + 1;
        }
        return bytes;
    }

    private static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all != null && all.length == IPV6_BYTES ? all : null;
        }
        byte[] head = groups(text.substring(0, gap));
        byte[] tail = groups(text.substring(gap + 2));
        // "::" stands for at least one group of two bytes.
        if (head == null || tail == null || head.length + tail.length > IPV6_BYTES - 2) {
            return null;
        }
        byte[] bytes = new byte[IPV6_BYTES];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, IPV6_BYTES - tail.length, tail.length);
        return bytes;
    }

    /** Reads groups of an IPv6 address; the last one may be an IPv4 address. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] bytes = new byte[parts.length * 2 + 2];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] ipv4 = ipv4(parts[i]);
                if (ipv4 == null) {
                    return null;
                }
                System.arraycopy(ipv4, 0, bytes, length, IPV4_BYTES);
                length += IPV4_BYTES;
            } else {
                int value = hexadecimal(parts[i]);
                if (value < 0) {
                    return null;
                }
                bytes[length++] = (byte) (value >> 8);
                bytes[length++] = (byte) value;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int decimal(String digits, int mostDigits) {
        return digits.length() > mostDigits ? -1 : number(digits, 10);
    }

    private static int hexadecimal(String digits) {
        return digits.length() > 4 ? -1 : number(digits, 16);
    }

    private static int number(String digits, int radix) {
        if (digits.isEmpty()) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
