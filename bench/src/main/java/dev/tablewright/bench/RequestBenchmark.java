package dev.tablewright.bench;

import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.server.sigv4.SignedService;
import dev.tablewright.storage.InMemoryEngine;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The parts of a GetItem before its permission is asked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class RequestBenchmark {
    private final Workplace workplace = new Workplace(new InMemoryEngine());
    private final Operation<RequestReader, ?, ?, ?> getItem = workplace.operation("GetItem");

    private final HttpRequest signed = SignedGetItem.to(8000, workplace.role(false)).request();
    private final SignatureVerifier signatures =
            new SignatureVerifier(workplace.identities(), InstantSource.fixed(Workplace.NOW));

    /** Closes the place. */
    @TearDown
    public void close() {
        workplace.close();
    }

    /** From the bytes of the body to the decoded request. */
    @Benchmark
    public Object decodeGetItem() {
        return getItem.decode(Workplace.reader(workplace.root().caller(), SignedGetItem.BODY));
    }

    /** Who signed it, and whether rightly. */
    @Benchmark
    public Object verifySignature() {
        return signatures.verify(signed, SignedService.DYNAMODB);
    }
}
