package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What to serve, from the command line. */
class ServerOptionsTest {
    private static ServerOptions parsed(String... arguments) {
        var options = new ServerOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
                .parseArgs(arguments);
        return options;
    }

    @Test
    void filesOfKeysBelongToIssuersAndReachABackgroundServer(@TempDir Path directory)
            throws IOException {
        String keys = Files.writeString(directory.resolve("jwks.json"), "{}").toString();
        String one = "https://127.0.0.1:6443";
        String two = "https://oidc.example.com/id/1";

        ServerOptions options =
                parsed("--oidc-jwks", one + "=" + keys, "--oidc-jwks", two + "=" + keys);
        var settings = options.settings(null);

        assertThat(settings.oidcKeys()).isEqualTo(Map.of(one, Path.of(keys), two, Path.of(keys)));
        String[] again = options.asArguments(settings).toArray(String[]::new);
        assertThat(parsed(again).settings(null).oidcKeys()).isEqualTo(settings.oidcKeys());
    }

    @Test
    void wrongFilesOfKeysAreRefusedBeforeAnythingStarts(@TempDir Path directory)
            throws IOException {
        String keys = Files.writeString(directory.resolve("jwks.json"), "{}").toString();

        for (String wrong : List.of("oidc.example.com=" + keys, "https://a=" + keys + "x")) {
            assertThatThrownBy(() -> parsed("--oidc-jwks", wrong).settings(null))
                    .as(wrong)
                    .isInstanceOf(CliException.class);
        }
    }
}
