package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.file.AsyncFile;
import dev.gatun.spi.SocketOption;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection, of TCP or of UNIX streams: bytes in order, both ways. It comes from a {@link NetListener} or from
 * {@link #connect} and belongs to one Cpu, whose thread alone touches it, from within callbacks as well as between
 * them. Nobody is called back from within his own call, and nothing is called after the close callback. In steady state
 * it allocates nothing.
 *
 * <p>A buffer belongs to one at a time: what is received is the callback's, what was {@linkplain #send sent} is the
 * stream's. So {@code stream.send(buffer)} of a buffer received forwards the bytes without copying them.
 */
public final class NetStream extends StreamLife {
    private boolean receivesWhileFull;
    private @Nullable Object attachment;

    /** Of a connected socket; {@code sending} is its future from now on. */
    NetStream(NetCore core, long handle, StreamOrigin origin, IoFuture sending) {
        super(core, handle, origin, sending);
    }

    @Override
    NetStream self() {
        return this;
    }

    /**
     * Connects, within that time, trying each address of a name (RFC 8305). The callback is told exactly once, on the
     * Cpu's thread; whoever gives up before {@linkplain Connecting#cancel cancels}.
     *
     * @throws OptionsRefusedException where a strict configuration is not met; for names it is told later
     */
    public static Connecting connect(
            Cpu cpu, SocketAddress to, NetConfig config, Duration within, ConnectCallback callback) {
        return Connecting.begin(NetCore.of(cpu), to, config, within, callback);
    }

    /** Likewise to a host by its name, which the resolver looks up off the loop. */
    public static Connecting connect(
            Cpu cpu,
            String host,
            int port,
            NameResolver resolver,
            NetConfig config,
            Duration within,
            ConnectCallback callback) {
        return Connecting.begin(NetCore.of(cpu), host, port, resolver, config, within, callback);
    }

    // --- receiving --------------------------------------------------------------------------------------------------

    /** From now on, and what the system has already: each piece goes to the callback. */
    public NetStream onReceive(ReceiveCallback callback) {
        checkOpen();
        inbound.callback(callback);
        return this;
    }

    /** Some bytes into the room behind {@code into}'s writer index; it is the stream's until the callback. */
    public void receive(Buffer into, ReceiveIntoCallback callback) {
        inbound.own().some(into, callback);
    }

    /** Until {@code bytes} are readable in {@code into}; what is there counts. More may come, and stays there. */
    public void receiveExactly(Buffer into, int bytes, ReceiveIntoCallback callback) {
        inbound.own().count(into, bytes, callback);
    }

    /**
     * Until the byte {@code delimiter} is among the readable bytes of {@code into}; the result counts up to it. What
     * comes behind stays there, for the next call. MESSAGE_TOO_BIG: {@code into} is full without one.
     */
    public void receiveUntil(Buffer into, int delimiter, ReceiveIntoCallback callback) {
        inbound.own().delimiter(into, delimiter, callback);
    }

    /**
     * The receive callback is not called until {@link #resume}. The system fills its own buffers, and then the peer
     * must wait; what was on its way here is kept.
     */
    public void pause() {
        checkOwner();
        if (isOpen()) {
            inbound.pause(true);
        }
    }

    public void resume() {
        checkOwner();
        if (isOpen()) {
            inbound.pause(false);
        }
    }

    public boolean isPaused() {
        return inbound.isPaused();
    }

    /**
     * Whether the receive callback goes on being called when what it sends on this stream fills its output. It does
     * not, unless this says so: what the answers to a peer take that does not read them is bounded by the watermark.
     */
    public NetStream receiveWhileFull(boolean receives) {
        checkOwner();
        receivesWhileFull = receives;
        if (receives && isOpen()) {
            inbound.block(false);
        }
        return this;
    }

    // --- sending ----------------------------------------------------------------------------------------------------

    /** The readable bytes, behind those sent before. The answer says whose the buffer is now. */
    public Sent send(Buffer buffer) {
        checkOwner();
        if (!takesMore()) {
            core.taken(buffer);
            buffer.free();
            return Sent.CLOSED;
        }
        if (outbound.isFull()) {
            return full();
        }
        queue(buffer);
        return accepted();
    }

    /** The first {@code count} of them, in order: all are accepted, or none. */
    public Sent send(Buffer[] buffers, int count) {
        checkOwner();
        boolean takesMore = takesMore();
        if (takesMore && outbound.isFull()) {
            return full();
        }
        for (int i = 0; i < count; i++) {
            if (takesMore) {
                queue(buffers[i]);
            } else {
                core.taken(buffers[i]);
                buffers[i].free();
            }
        }
        return takesMore ? accepted() : Sent.CLOSED;
    }

    /**
     * So many bytes of the file from {@code offset} on, behind what was sent before; the file must stay open until the
     * callback, and what is in the range stay as it is until the peer has it, since the system may send its own pages.
     * They count as queued, but are read no further ahead than the peer takes them. Of answers
     * {@link Sent#ACCEPTED} alone means that the callback will be told.
     */
    public Sent sendFile(AsyncFile file, long offset, long length, SendFileCallback callback) {
        checkOwner();
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("offset " + offset + " and length " + length + " are not negative");
        }
        if (file.cpu() != core.cpu) {
            throw new IllegalArgumentException(file + " belongs to another Cpu than " + this + "; open it here, too");
        }
        if (!takesMore()) {
            return Sent.CLOSED;
        }
        if (outbound.isFull()) {
            return full();
        }
        outbound.accept(file, offset, length, callback);
        return accepted();
    }

    private void queue(Buffer buffer) {
        outbound.accept(buffer);
        core.taken(buffer);
    }

    private Sent accepted() {
        if (outbound.isFull()) {
            full();
        }
        if (!outbound.isArmed()) {
            later();
        }
        return Sent.ACCEPTED;
    }

    /** Only who answers what he receives is held back: two sides that both send first would wait for each other. */
    private Sent full() {
        if (isDelivering && !receivesWhileFull) {
            inbound.block(true);
        }
        return Sent.FULL;
    }

    /** Whether {@link #send} would accept. */
    public boolean isWritable() {
        return takesMore() && !outbound.isFull();
    }

    /** Bytes that were accepted and that the system does not have yet. */
    public long queuedBytes() {
        return outbound.queuedBytes();
    }

    /**
     * From {@code high} bytes queued on nothing is accepted, until at most {@code low} are left. 128 KiB and 512 KiB
     * unless told otherwise.
     */
    public NetStream watermarks(int low, int high) {
        checkOwner();
        outbound.watermarks(low, high);
        return this;
    }

    /** Told when there is room again after {@link Sent#FULL}, or after {@link #isWritable} became false. */
    public NetStream onWritable(NetStreamCallback callback) {
        checkOwner();
        onWritable = callback;
        return this;
    }

    // --- ends -------------------------------------------------------------------------------------------------------

    /** Told once, when the other side sends no more; this side may still. Without a callback the stream closes. */
    public NetStream onEnd(NetStreamCallback callback) {
        checkOwner();
        onEnd = callback;
        return this;
    }

    /** Told once, as the last thing of all. */
    public NetStream onClose(CloseCallback callback) {
        checkOwner();
        onClose = callback;
        return this;
    }

    /** Sends the end behind what is queued; receiving goes on. */
    public void shutdownOutput() {
        checkOwner();
        if (isOpen()) {
            outbound.endWhenEmpty();
            later();
        }
    }

    /** Sends what is queued, and ends. What the peer sends meanwhile is lost, and may break the connection off. */
    public void close() {
        close(Duration.ZERO);
    }

    /** Sends what is queued and the end, and waits at most so long for the peer's end, so that nothing is lost. */
    public void close(Duration linger) {
        checkOwner();
        if (linger.isNegative()) {
            throw new IllegalArgumentException("a linger of " + linger + " is negative");
        }
        if (isOpen()) {
            closeFor(CloseReason.HERE, linger.toNanos());
        }
    }

    /** Breaks the connection off at once: the peer sees a reset, and what was queued is lost. */
    public void abort() {
        checkOwner();
        breakOff();
    }

    /** False as soon as somebody began to end it, whoever it was. */
    @Override
    public boolean isOpen() {
        return super.isOpen();
    }

    /** Ends the stream with IDLE when for so long nothing was received or sent; zero: never. */
    public NetStream idleTimeout(Duration timeout) {
        checkOpen();
        timers().idleNanos(StreamTimers.nanos(timeout), core.cpu.nowNanos());
        return this;
    }

    /** Ends the stream with WRITE_STALLED when the system took nothing of what is queued for so long; zero: never. */
    public NetStream writeTimeout(Duration timeout) {
        checkOpen();
        limitWrites(StreamTimers.nanos(timeout));
        return this;
    }

    // --- about it ---------------------------------------------------------------------------------------------------

    public Cpu cpu() {
        return core.cpu;
    }

    /** Allocates nothing: 0, or a negated error, such as NOT_CONNECTED when the peer is gone. */
    public int remoteAddress(NativeAddress into) {
        checkOpen();
        return into.setToPeerOf(handle());
    }

    /** Allocates nothing: 0, or a negated error. */
    public int localAddress(NativeAddress into) {
        checkOpen();
        return into.setToLocalOf(handle());
    }

    /** Null when the peer is gone, or the stream closed. */
    public @Nullable SocketAddress remoteAddress() {
        checkOwner();
        return address(true);
    }

    public @Nullable SocketAddress localAddress() {
        checkOwner();
        return address(false);
    }

    /** What became of each option that its configuration names; read back now. */
    public List<OptionOutcome> options() {
        checkOpen();
        return OptionSetter.readAgain(sockets(), handle(), origin.options());
    }

    /** What the socket goes by now: a value, {@link SocketOption#NONE}, or a negated error. */
    public long option(SocketOption option) {
        checkOpen();
        return sockets().option(handle(), option);
    }

    /** What the application keeps with this stream. */
    public @Nullable Object attachment() {
        return attachment;
    }

    public void attachment(@Nullable Object attachment) {
        this.attachment = attachment;
    }
}
