package dev.gatun.benchmarks.rivals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Netty's plain-text server as those write it who measure it for its own sake: its codecs with nothing validated,
 * headers by one append each, a date composed once a second, and one flush for all that came together. What its tally
 * counts are requests. The event loop's thread.
 */
final class NettyHttp extends ChannelInboundHandlerAdapter {
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);
    private static final AsciiString LENGTH = AsciiString.cached(String.valueOf(HELLO.length));
    private static final AsciiString SERVER = AsciiString.cached("netty");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** What all connections of the one event loop share. */
    private static final class Hello {
        private final ByteBuf body =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer(HELLO.length).writeBytes(HELLO));
        private AsciiString date = AsciiString.EMPTY_STRING;

        void refreshDate() {
            date = new AsciiString(DATE.format(Instant.now()));
        }

        DefaultFullHttpResponse answer() {
            HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                    .withValidation(false)
                    .newHeaders();
            headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                    .set(HttpHeaderNames.SERVER, SERVER)
                    .set(HttpHeaderNames.DATE, date)
                    .set(HttpHeaderNames.CONTENT_LENGTH, LENGTH);
            return new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.duplicate(), headers, EmptyHttpHeaders.INSTANCE);
        }
    }

    /** It is asked for each of our answers whether it takes them: by their class that is one comparison. */
    private static final class Encoder extends HttpResponseEncoder {
        @Override
        public boolean acceptOutboundMessage(Object message) throws Exception {
            return message.getClass() == DefaultFullHttpResponse.class || super.acceptOutboundMessage(message);
        }
    }

    private final Stage stage;
    private final Tally tally;
    private final Hello hello;

    private NettyHttp(Stage stage, Tally tally, Hello hello) {
        this.stage = stage;
        this.tally = tally;
        this.hello = hello;
    }

    static void serve(Stage stage, NettyTransport transport) throws Exception {
        Tally tally = stage.newTally();
        Hello hello = new Hello();
        transport.loop().submit(hello::refreshDate).sync();
        var _ = transport.loop().scheduleAtFixedRate(hello::refreshDate, 1, 1, TimeUnit.SECONDS);
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false))
                .setTrailersFactory(DefaultHttpHeadersFactory.trailersFactory().withValidation(false));
        ServerBootstrap server = new ServerBootstrap()
                .group(transport.group())
                .channelFactory(transport.servers())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new Encoder(),
                                        new HttpRequestDecoder(decoding),
                                        new NettyHttp(stage, tally, hello));
                    }
                });
        Channel listener =
                server.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        stage.serve(((InetSocketAddress) listener.localAddress()).getPort());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        tally.connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            tally.received(1);
            var _ = context.write(hello.answer(), context.voidPromise());
        } else {
            ReferenceCountUtil.release(message); // the end of a request, which has no body
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** A peer that has gone is no failure; the load misses what was not answered. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            var _ = context.close();
        } else {
            stage.fail(cause);
        }
    }
}
