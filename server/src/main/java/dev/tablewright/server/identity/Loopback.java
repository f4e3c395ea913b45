package dev.tablewright.server.identity;

import java.util.regex.Pattern;

/** Names and addresses that never leave this machine. */
public final class Loopback {
    private static final Pattern IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private Loopback() {}

    /** Whether a URL's host is this machine, told by its text: no name is looked up. */
    public static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || IPV4.matcher(host).matches();
    }
}
