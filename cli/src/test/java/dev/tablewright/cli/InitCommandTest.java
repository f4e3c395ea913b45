package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code init} writes is good for {@code up}: it is checked by the contract as it is made. */
class InitCommandTest {
    @TempDir private Path temporary;

    private record Ran(int code, String out, String err) {}

    @Test
    void optionsAnswerEverything() throws IOException {
        Ran ran =
                init(
                        false,
                        "",
                        "--namespace",
                        "koa-dev",
                        "--table",
                        "Orders",
                        "--hash-key",
                        "CustomerId",
                        "--range-key",
                        "OrderedAt:N",
                        "--role",
                        "shop-koa-dev");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("in AWS koa-dev-Orders, which shop-koa-dev may read and write")
                .contains("./tablewright up -f " + file() + " --namespace koa-dev\n");
        assertThat(Files.readString(file()))
                .contains("  - name: Orders  # in AWS koa-dev-Orders\n")
                .contains("      - {name: CustomerId, type: 'S'}\n")
                .contains("      - {name: OrderedAt, type: 'N'}\n")
                .contains("    serviceAccountWriteRoles: [shop-koa-dev]");
    }

    @Test
    void enterTakesEveryProposal() throws IOException {
        Ran ran = init(true, "\n\n\n");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("1. Namespace")
                .contains("2. First table")
                .contains("3. IAM role");
        assertThat(Files.readString(file())).contains("name: Orders").contains("hashKey: Id");
    }

    /** A wrong answer costs one line, not the whole dialogue. */
    @Test
    void wrongAnswersAreAskedAgain() throws IOException {
        Ran ran = init(true, "Koa\nkoa-dev\nOrders\nOrders Id:X\nOrders Id at:N\n*\n-\n");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("\"Koa\" is no namespace")
                .contains("write the table's name, its partition key")
                .contains("\"X\" is no type of a key")
                .contains("\"*\" is not allowed");
        assertThat(Files.readString(file()))
                .contains("rangeKey: at")
                .contains("Nobody may touch it yet")
                .contains("# serviceAccountReadRoles: [my-app-koa-dev]");
    }

    /** Helm takes a bare N, y or no for a boolean; each must come back as it was told. */
    @Test
    void namesThatYamlTakesForSomethingElseAreQuoted() throws IOException {
        Ran ran = init(true, "koa-dev\nno y N\nnull\n");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(file()))
                .contains("- name: 'no'")
                .contains("hashKey: 'y'")
                .contains("rangeKey: 'N'")
                .contains("['null']");
    }

    @Test
    void aFileThatIsThereStays() throws IOException {
        Files.writeString(file(), "mine");

        Ran ran = init(false, "", "--yes");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("is there already and stays as it is");
        assertThat(Files.readString(file())).isEqualTo("mine");
    }

    @Test
    void withoutATerminalItSaysWhichOptionsAnswer() {
        Ran ran = init(false, "", "--namespace", "koa-dev");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains(
                        "no terminal to ask on; give --namespace, --table, --hash-key and --role");
        assertThat(init(false, "", "--hash-key", "Id", "--namespace", "a").err())
                .contains("--table is missing");
        assertThat(init(false, "", "--namespace", "Koa", "--yes").err())
                .contains("tablewright: --namespace: \"Koa\" is no namespace");
        assertThat(file()).doesNotExist();
    }

    private Path file() {
        return temporary.resolve("values.yaml");
    }

    private Ran init(boolean terminal, String input, String... options) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            String[] arguments = new String[options.length + 2];
            arguments[0] = "init";
            arguments[1] = file().toString();
            System.arraycopy(options, 0, arguments, 2, options.length);
            int code =
                    Main.run(
                            new Console(
                                    new PrintWriter(out),
                                    new PrintWriter(err),
                                    () -> terminal,
                                    false),
                            arguments);
            return new Ran(code, out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }
}
