package dev.tablewright.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose peer lets a time pass without a whole header section (counted from the
 * opening of the connection, or from the answer before), or without the whole body after it. So a
 * peer can neither drip a request byte by byte nor hold an idle connection for ever.
 */
final class SlowSenderGuard extends ChannelInboundHandlerAdapter {
    private final Duration patience;
    private @Nullable Future<?> deadline;

    SlowSenderGuard(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        restart(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            restart(context);
        }
        if (message instanceof LastHttpContent) {
            stop();
        }
        context.fireChannelRead(message);
    }

    /** Starts to wait anew: for the next request, or for the body of this one. */
    void restart(ChannelHandlerContext context) {
        stop();
        deadline =
                context.executor()
                        .schedule(
                                () -> giveUp(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void giveUp(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void stop() {
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }
}
