package dev.tablewright.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One connection. Answers its requests one after the other; what a pipelining client sends ahead
 * waits here, and nothing more is read from the socket meanwhile.
 */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /** IMF-fixdate of RFC 9110, which unlike the JDK's RFC 1123 format has two digits of day. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final HttpHandler handler;
    private final Executor blocking;
    private final Exchanges exchanges;
    private final InstantSource clock;
    private final boolean secure;

    /** Requests received while another one is being answered. Used by the event loop only. */
    private final Queue<Pending> waiting = new ArrayDeque<>();

    private boolean busy;

    HttpConnection(
            HttpHandler handler,
            Executor blocking,
            Exchanges exchanges,
            InstantSource clock,
            boolean secure) {
        this.handler = handler;
        this.blocking = blocking;
        this.exchanges = exchanges;
        this.clock = clock;
        this.secure = secure;
    }

    /**
     * A request to be answered.
     *
     * @param saysSo whether the client has to be told that its connection stays: one of HTTP/1.0
     */
    private record Pending(HttpRequest request, boolean keepAlive, boolean saysSo) {}

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        DecoderResult decoded = message.decoderResult();
        if (decoded.isFailure()) {
            refuse(context, decoded.cause());
            return;
        }
        var pending =
                new Pending(
                        read(context, message),
                        HttpUtil.isKeepAlive(message),
                        message.protocolVersion().equals(HttpVersion.HTTP_1_0));
        if (busy) {
            waiting.add(pending);
            context.channel().config().setAutoRead(false);
        } else {
            start(context, pending);
        }
    }

    private HttpRequest read(ChannelHandlerContext context, FullHttpRequest message) {
        List<HttpHeaders.Field> fields = new ArrayList<>(message.headers().size());
        var iterator = message.headers().iteratorAsString();
        while (iterator.hasNext()) {
            var field = iterator.next();
            fields.add(new HttpHeaders.Field(field.getKey(), field.getValue()));
        }
        byte[] body = ByteBufUtil.getBytes(message.content());
        var peer = (InetSocketAddress) context.channel().remoteAddress();
        return new HttpRequest(
                message.method().name(),
                originForm(message.uri()),
                HttpHeaders.of(fields),
                body,
                peer.getAddress().getHostAddress(),
                secure);
    }

    /** Every server has to take the form that is meant for proxies (RFC 9112, 3.2.2). */
    private static String originForm(String target) {
        int authority = target.startsWith("http://") ? "http://".length() : -1;
        if (authority < 0) {
            return target;
        }
        int path = target.indexOf('/', authority);
        return path < 0 ? "/" : target.substring(path);
    }

    private void start(ChannelHandlerContext context, Pending pending) {
        busy = true;
        exchanges.begin();
        HttpRequest request = pending.request();
        if (!handler.mayBlock(request)) {
            answer(context, pending, handle(context, request));
            return;
        }
        try {
            blocking.execute(() -> workOn(context, pending));
        } catch (RejectedExecutionException full) {
            answer(context, pending, handler.overloaded(request));
        }
    }

    private void workOn(ChannelHandlerContext context, Pending pending) {
        HttpResponse response = handle(context, pending.request());
        context.executor().execute(() -> answer(context, pending, response));
    }

    /** Handlers do not throw; should the machine itself fail them, the client must not wait. */
    private HttpResponse handle(ChannelHandlerContext context, HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException | Error fatal) {
            exchanges.end();
            var _ = context.close();
            LOG.error("request was not answered", fatal);
            throw fatal;
        }
    }

    private void answer(ChannelHandlerContext context, Pending pending, HttpResponse response) {
        boolean keepAlive = pending.keepAlive() && !exchanges.isDraining();
        var message = write(pending.request(), response);
        if (!keepAlive) {
            message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (pending.saysSo()) {
            message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        var _ =
                context.writeAndFlush(message)
                        .addListener(
                                (ChannelFutureListener)
                                        written -> {
                                            exchanges.end();
                                            if (!keepAlive || !written.isSuccess()) {
                                                var _ = context.close();
                                            }
                                        });
        busy = false;
        if (keepAlive) {
            next(context);
        }
    }

    private void next(ChannelHandlerContext context) {
        Pending pending = waiting.poll();
        if (pending != null) {
            // A fresh stack for each: a client may have sent thousands of small requests ahead.
            context.executor().execute(() -> start(context, pending));
            busy = true;
            return;
        }
        var guard = context.pipeline().get(SlowSenderGuard.class);
        guard.restart(context.pipeline().context(guard));
        context.channel().config().setAutoRead(true);
    }

    private DefaultFullHttpResponse write(HttpRequest request, HttpResponse response) {
        boolean head = request.method().equals(HttpMethod.HEAD.name());
        ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body());
        var message =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
        var headers = message.headers();
        headers.set(HttpHeaderNames.SERVER, "Server");
        headers.set(HttpHeaderNames.DATE, DATE.format(clock.instant()));
        for (HttpHeaders.Field field : response.headers()) {
            headers.add(field.name(), field.value());
        }
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        return message;
    }

    private static void refuse(ChannelHandlerContext context, Throwable cause) {
        HttpResponseStatus status =
                switch (cause) {
                    case TooLongHttpHeaderException _ ->
                            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
                    case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
                    default -> HttpResponseStatus.BAD_REQUEST;
                };
        var message =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        var _ = context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A peer that went away, mostly; nobody is left to be told.
        LOG.debug("connection failed", cause);
        var _ = context.close();
    }
}
