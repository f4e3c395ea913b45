package dev.tablewright.operator.managed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A resource that a test describes, and that notes what is done to it. */
final class FakeExternal implements External {
    final List<String> calls = new ArrayList<>();
    Observation seen = new Observation.Missing();
    @Nullable String failure;
    @Nullable String given;
    @Nullable String derived;
    @Nullable String kept;
    @Nullable Instant next;

    static Observation.Present like(State state) {
        return new Observation.Present(
                state,
                Map.of("arn", "arn:x"),
                state == State.UP_TO_DATE
                        ? List.of()
                        : List.of(new Difference("ttl", "off", "by expires")));
    }

    @Override
    public @Nullable String externalName() {
        return derived;
    }

    @Override
    public @Nullable Instant nextLook() {
        return next;
    }

    @Override
    public Observation observe(boolean thoroughly) throws ExternalFailure {
        call(thoroughly ? "observe thoroughly" : "observe");
        return seen;
    }

    @Override
    public @Nullable String create() throws ExternalFailure {
        call("create");
        seen = like(State.UP_TO_DATE);
        return given;
    }

    @Override
    public void update() throws ExternalFailure {
        call("update");
    }

    @Override
    public @Nullable String keptFor() {
        return kept;
    }

    @Override
    public void delete() throws ExternalFailure {
        call("delete");
        seen = new Observation.Missing();
    }

    private void call(String what) throws ExternalFailure {
        calls.add(what);
        if (failure != null && what.startsWith(failure)) {
            throw new ExternalFailure(what + " is not allowed");
        }
    }
}
