package dev.tablewright.server.operation.iam;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The deletions of service-linked roles since the server started, the newest thousand. Each is over
 * when it is noted: nothing here can still be using the role.
 */
final class DeletionTasks {
    private static final int MOST = 1000;

    private final Set<String> done =
            Collections.synchronizedSet(Collections.newSetFromMap(new Newest()));

    void note(String account, String task) {
        done.add(account + " " + task);
    }

    boolean contains(String account, String task) {
        return done.contains(account + " " + task);
    }

    private static final class Newest extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }
}
