package dev.tablewright.server.protocol;

import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.model.json.SerializationException;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.sigv4.QueryString;

import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which requests are meant for an operation of a rest-json service, and which of its members stand
 * in path and query. Written as {@code GET /plans/{PlanId}/?MaxResults:number=maxResults&...}:
 * member, type (text, if none is named) and name in the query.
 */
public final class RestRoute {
    private final String method;
    private final List<String> segments;
    private final List<Parameter> query;

    private enum Type {
        TEXT,
        NUMBER,
        FLAG,
        TIME
    }

    private record Parameter(String member, Type type, String name) {}

    private RestRoute(String method, List<String> segments, List<Parameter> query) {
        this.method = method;
        this.segments = List.copyOf(segments);
        this.query = List.copyOf(query);
    }

    /** Reads a route as it stands in the source of an operation. */
    public static RestRoute of(String text) {
        int blank = text.indexOf(' ');
        int mark = text.indexOf('?');
        List<Parameter> query = new ArrayList<>();
        if (mark >= 0) {
            for (String part : text.substring(mark + 1).split("&", -1)) {
                int equals = part.indexOf('=');
                int colon = part.indexOf(':');
                String type = colon < 0 ? "text" : part.substring(colon + 1, equals);
                query.add(
                        new Parameter(
                                part.substring(0, colon < 0 ? equals : colon),
                                Type.valueOf(type.toUpperCase(Locale.ROOT)),
                                part.substring(equals + 1)));
            }
        }
        String path = text.substring(blank + 1, mark < 0 ? text.length() : mark);
        return new RestRoute(text.substring(0, blank), segmentsOf(path), query);
    }

    /** A slash at the end does not matter. */
    private static List<String> segmentsOf(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        segments.removeFirst();
        if (!segments.isEmpty() && segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return segments;
    }

    /** Whether a request of some method has such a path. */
    boolean hasPath(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        List<String> asked = segmentsOf(path);
        if (asked.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            String wanted = segments.get(i);
            if (asked.get(i).isEmpty() || (!isMember(wanted) && !wanted.equals(asked.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a request is meant for the operation. */
    boolean takes(HttpRequest request) {
        return method.equals(request.method()) && hasPath(request.path());
    }

    /** How many segments are fixed: of two routes that fit, the one with more is meant. */
    long precision() {
        return segments.stream().filter(segment -> !isMember(segment)).count();
    }

    private static boolean isMember(String segment) {
        return segment.startsWith("{");
    }

    /**
     * Returns the members of a request as one JSON object: those of the body, and those of path and
     * query, which count where both have one.
     *
     * @throws JsonSyntaxException if the body is not one JSON object
     * @throws SerializationException if a member of the query is not of its type
     */
    byte[] members(HttpRequest request) {
        String body =
                request.body().length == 0
                        ? "{}"
                        : new String(request.body(), StandardCharsets.UTF_8).strip();
        boolean empty = JsonMembers.parse(body.getBytes(StandardCharsets.UTF_8)).all().isEmpty();
        var json = new StringBuilder(body);
        json.setLength(json.length() - 1);
        for (var member : outsideBody(request).entrySet()) {
            json.append(empty ? "" : ",");
            json.append(quoted(member.getKey())).append(':').append(member.getValue());
            empty = false;
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> outsideBody(HttpRequest request) {
        Map<String, String> members = new LinkedHashMap<>();
        List<String> asked = segmentsOf(request.path());
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (isMember(segment)) {
                members.put(
                        segment.substring(1, segment.length() - 1),
                        quoted(QueryString.decoded(asked.get(i).replace("+", "%2B"))));
            }
        }
        QueryString sent = QueryString.parse(request.query());
        for (Parameter parameter : query) {
            String value = sent.first(parameter.name());
            if (value != null) {
                members.put(parameter.member(), json(parameter.type(), value));
            }
        }
        return members;
    }

    private static String json(Type type, String value) {
        return switch (type) {
            case TEXT -> quoted(value);
            case NUMBER -> {
                try {
                    yield Long.toString(Long.parseLong(value));
                } catch (NumberFormatException notANumber) {
                    throw new SerializationException(value + " can not be converted to an Integer");
                }
            }
            case FLAG -> value.equals("true") ? "true" : "false";
            case TIME -> seconds(value);
        };
    }

    /** ISO 8601, as the protocol says, or seconds since 1970. */
    private static String seconds(String value) {
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
        } catch (DateTimeParseException otherForm) {
            try {
                return new BigDecimal(value).toPlainString();
            } catch (NumberFormatException noTime) {
                throw new SerializationException(value + " can not be converted to a timestamp");
            }
        }
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
