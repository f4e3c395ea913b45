package dev.tablewright.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on a TCP port and hands whole requests to a handler, one at a time per connection and
 * answered in order, so that pipelining clients are safe.
 *
 * <p>Refused here, before any handler sees them: bodies over 16 MiB (413), header sections over 64
 * KiB (431), what is not HTTP (400). A client that has sent 128 requests without waiting for an
 * answer is disconnected by Netty's own rule. A sender that does not complete a request in time is
 * disconnected.
 */
public final class HttpListener implements AutoCloseable {
    /** Most bytes of one body, AWS's own limit for DynamoDB. */
    public static final int MAX_BODY_BYTES = 16 << 20;

    private static final int MAX_HEADER_BYTES = 64 << 10;
    private static final int MAX_LINE_BYTES = 64 << 10;
    private static final int MAX_CONNECTIONS_WAITING = 1024;

    /** Writers wait for one flush together, so a batch is as large as the number of threads. */
    private static final int BLOCKING_THREADS = 64;

    private static final int MAX_REQUESTS_WAITING = 4096;

    private final MultiThreadIoEventLoopGroup eventLoops;
    private final ThreadPoolExecutor blocking;
    private final ChannelGroup connections;
    private final Exchanges exchanges;
    private final Channel server;

    private HttpListener(
            MultiThreadIoEventLoopGroup eventLoops,
            ThreadPoolExecutor blocking,
            ChannelGroup connections,
            Exchanges exchanges,
            Channel server) {
        this.eventLoops = eventLoops;
        this.blocking = blocking;
        this.connections = connections;
        this.exchanges = exchanges;
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param clock gives the Date header
     * @param slowSender how long a client may take for one whole request
     * @throws IOException if the address cannot be bound
     */
    public static HttpListener start(
            String host, int port, InstantSource clock, Duration slowSender, HttpHandler handler)
            throws IOException {
        return start(host, port, null, clock, slowSender, handler);
    }

    /**
     * Starts to listen, with TLS 1.2 and 1.3 and nothing else.
     *
     * @param tls what callers see; null for no TLS. A changed one holds from the next connection on
     * @throws IOException if the address cannot be bound
     */
    public static HttpListener start(
            String host,
            int port,
            @Nullable TlsCertificate tls,
            InstantSource clock,
            Duration slowSender,
            HttpHandler handler)
            throws IOException {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> channelType =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var eventLoops = new MultiThreadIoEventLoopGroup(loops(), threads("http"), io);
        var blocking = blockingPool();
        var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        var exchanges = new Exchanges();
        var bootstrap =
                new ServerBootstrap()
                        .group(eventLoops)
                        .channel(channelType)
                        .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS_WAITING)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        connections.add(channel);
                                        if (tls != null) {
                                            channel.pipeline()
                                                    .addLast(tls.handler(channel.alloc()));
                                        }
                                        channel.pipeline()
                                                .addLast(codec())
                                                .addLast(new SlowSenderGuard(slowSender))
                                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                                                .addLast(
                                                        new HttpConnection(
                                                                handler,
                                                                blocking,
                                                                exchanges,
                                                                clock,
                                                                tls != null));
                                    }
                                });
        var bound = bootstrap.bind(host, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            blocking.shutdown();
            throw new IOException("Cannot listen on " + host + ":" + port, bound.cause());
        }
        return new HttpListener(eventLoops, blocking, connections, exchanges, bound.channel());
    }

    private static HttpServerCodec codec() {
        return new HttpServerCodec(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES));
    }

    private static int loops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    private static ThreadPoolExecutor blockingPool() {
        var pool =
                new ThreadPoolExecutor(
                        BLOCKING_THREADS,
                        BLOCKING_THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_REQUESTS_WAITING),
                        threads("request"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory threads(String name) {
        var count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns the port that is listened on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /**
     * Stops: takes no more connections, answers the requests that have arrived, waits for at most
     * ten seconds for these answers, then closes every connection.
     */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        exchanges.drain(Duration.ofSeconds(10));
        connections.close().awaitUninterruptibly();
        blocking.shutdown();
        eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
