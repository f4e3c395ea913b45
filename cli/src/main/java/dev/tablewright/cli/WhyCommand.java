package dev.tablewright.cli;

import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.server.audit.AuditLog;
import dev.tablewright.server.audit.AuditTrail;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Says why a request was denied, and what would have to change. */
@Command(
        name = "why",
        description =
                "Say why a request was denied: by which statement or for want of which, down to"
                        + " the line of the values file that grants or should grant it.")
final class WhyCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private ReleaseOptions release = new ReleaseOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "REQUEST_ID",
            description = "As the answer has it (x-amzn-RequestId); default: the newest denial.")
    private @Nullable String requestId;

    @Option(names = "--last", description = "The newest denial; so without REQUEST_ID.")
    private boolean last;

    @Option(names = "--json", description = "Print the whole record.")
    private boolean json;

    private final Console console;

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        if (last && requestId != null) {
            throw new CliException("--last and a request id exclude each other");
        }
        JsonNode record = record();
        if (json) {
            console.print(
                    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(record)
                            + "\n");
            return 0;
        }
        console.print(DenialText.of(record));
        List<Installed> installed = release.of(directory.get());
        console.print(
                installed.isEmpty()
                        ? "Values:  none known; name them with -f values.yaml --namespace NS\n"
                        : ValuesAdvice.of(record, installed));
        return 0;
    }

    /** From the server where one runs, else from what it wrote. */
    private JsonNode record() {
        DataDirectory data = directory.get();
        if (data.running().isPresent()) {
            Map<String, String> request =
                    requestId == null ? Map.of() : Map.of("RequestId", requestId);
            return Administration.of(data).call("ExplainRequest", request).path("Record");
        }
        return AuditTrail.keptRecord(new AuditLog(data.audit()), requestId)
                .map(record -> JsonMapper.shared().readTree(record))
                .orElseThrow(
                        () ->
                                new CliException(
                                        (requestId == null
                                                        ? "no denied request"
                                                        : "no denied request of the id "
                                                                + requestId)
                                                + " is in "
                                                + data.audit()
                                                + ", and no server is running on "
                                                + data.root()));
    }
}
