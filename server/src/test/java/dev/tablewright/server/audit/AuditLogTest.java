package dev.tablewright.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

class AuditLogTest {
    private static final String GET =
            "{\"TableName\":\"Orders\",\"Key\":{\"customer\":{\"S\":\"personal\"},\"number\":{\"N\":\"1\"}}}";

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.tablewright.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private LiveServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        server.close();
    }

    @Test
    void tellsWhoDidWhatAndHowItWent() throws IOException {
        String id = server.call("GetItem", GET).header("x-amzn-RequestId");

        assertThat(onlyLine())
                .contains("request=" + id)
                .contains("caller=arn:aws:iam::000000000000:root")
                .contains("operation=dynamodb:GetItem")
                .contains("resource=arn:aws:dynamodb:eu-west-1:000000000000:table/Orders")
                .contains("outcome=ok")
                .contains("micros=");
    }

    /** The caller is told nothing more than AWS tells; the platform team can read it here. */
    @Test
    void namesTheStatementThatDenied() throws IOException {
        AccessKey key =
                server.user(
                        "alice",
                        """
                        {"Version":"2012-10-17","Statement":[
                          {"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},
                          {"Effect":"Deny","Action":"dynamodb:GetItem","Resource":"*"}]}
                        """);
        var _ = server.call(key, "GetItem", GET);

        assertThat(onlyLine())
                .contains("outcome=AccessDeniedException")
                .contains("detail=denied by statement 2 of ");
    }

    /** The commonest mistake of all: the right table in the wrong region. */
    @Test
    void namesThePlaceWhereAMissingTableIs() throws IOException {
        var _ = server.call(server.root(), "us-east-1", "GetItem", GET);

        assertThat(onlyLine())
                .contains("outcome=ResourceNotFoundException")
                .contains(
                        "detail=a table of this name exists as"
                                + " arn:aws:dynamodb:eu-west-1:000000000000:table/Orders");
    }

    @Test
    void holdsNeitherKeysNorValues() throws IOException {
        var _ = server.call("GetItem", GET);
        var _ = server.call("GetItem", GET.replace("Orders", "Nothing"));

        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.stream().map(AuditLogTest::text))
                .noneMatch(line -> line.contains("personal"))
                .noneMatch(line -> line.contains(server.root().secret()));
    }

    private String onlyLine() {
        assertThat(lines.list).hasSize(1);
        return text(lines.list.getFirst());
    }

    private static String text(ILoggingEvent event) {
        List<KeyValuePair> pairs =
                event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
        return pairs.stream()
                        .map(pair -> pair.key + "=" + pair.value)
                        .collect(Collectors.joining(" "))
                + " "
                + event.getFormattedMessage();
    }
}
