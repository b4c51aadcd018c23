package dev.gatun.net;

import dev.gatun.CoreMessage;
import dev.gatun.Cpu;
import dev.gatun.IoRuntime;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens with all cores of a runtime. Where the configuration says REUSE_PORT and the system has it, each core has a
 * listener of its own at the same address, and the system spreads the connections. Else one core accepts, and hands
 * each connection to the core that has the fewest, by a message. Any thread but those of the cores may open one.
 */
public final class NetServer implements AutoCloseable {
    private final IoRuntime runtime;
    private final NetConfig config;
    private final Consumer<NetStream> onStream;
    private final List<NetListener> listeners = new ArrayList<>();
    private final AtomicInteger[] loads;

    /** Each core's own, written before the acceptor is told of them. */
    private final @Nullable AcceptedStreams[] takers;

    private NetServer(IoRuntime runtime, NetConfig config, Consumer<NetStream> onStream) {
        this.runtime = runtime;
        this.config = config;
        this.onStream = onStream;
        takers = new @Nullable AcceptedStreams[runtime.size()];
        loads = new AtomicInteger[runtime.size()];
        for (int i = 0; i < loads.length; i++) {
            loads[i] = new AtomicInteger();
        }
    }

    /**
     * Answers when every core that shall listen does. {@code onStream} is told of each connection, on the thread of the
     * core that has it.
     *
     * @throws NetException with the system's reason; then nobody listens
     * @throws OptionsRefusedException where a strict configuration is not met; then nobody listens
     */
    public static NetServer listen(IoRuntime runtime, SocketAddress at, NetConfig config, Consumer<NetStream> onStream)
            throws NetException {
        NetServer server = new NetServer(runtime, config, onStream);
        try {
            boolean sharesPort =
                    at instanceof InetSocketAddress && Long.valueOf(1).equals(config.number(SocketOption.REUSE_PORT));
            if (runtime.size() > 1 && (!sharesPort || !server.listenWithAll(at))) {
                server.listenWithOne(at);
            } else if (runtime.size() == 1) {
                server.onCore(0, cpu -> NetListener.open(cpu, at, config, onStream));
            }
            return server;
        } catch (NetException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens, with the port that was chosen. */
    public SocketAddress address() {
        return listeners.getFirst().address();
    }

    /** One for each core that listens; each belongs to its core's thread. */
    public List<NetListener> listeners() {
        return List.copyOf(listeners);
    }

    /** Each core stops accepting at its next turn. Connections that were accepted live on. */
    @Override
    public void close() {
        for (NetListener listener : listeners) {
            listener.cpu().requestRun(_ -> listener.close());
        }
    }

    // --- a listener for each core -----------------------------------------------------------------------------------

    /** False when the system does not share ports: then nobody listens yet. */
    private boolean listenWithAll(SocketAddress at) throws NetException {
        NetListener first = onCore(0, cpu -> NetListener.open(cpu, at, config, onStream));
        boolean isShared = first.options().stream()
                .anyMatch(outcome -> outcome.option() == SocketOption.REUSE_PORT && outcome.isAsAsked());
        if (!isShared) {
            close();
            listeners.clear();
            return false;
        }
        SocketAddress same = first.address();
        for (int i = 1; i < runtime.size(); i++) {
            onCore(i, cpu -> NetListener.open(cpu, same, config, onStream));
        }
        return true;
    }

    // --- one listener, and connections that travel ------------------------------------------------------------------

    private void listenWithOne(SocketAddress at) throws NetException {
        for (int i = 0; i < takers.length; i++) {
            int core = i;
            takers[core] = ask(core, cpu -> new AcceptedStreams(NetCore.of(cpu), onStream, loads[core]));
        }
        NetListener acceptor = onCore(0, cpu -> NetListener.open(NetCore.of(cpu), at, config, this::handOut));
        for (int i = 0; i < takers.length; i++) {
            AcceptedStreams taker = taker(i);
            ask(i, cpu -> {
                taker.like(
                        new OptionSetter(
                                cpu.backend().sockets(), config, SocketRole.LISTENER, ConnectAttempt.familyOf(at)),
                        acceptor.options());
                return taker;
            });
        }
        ask(0, _ -> {
            acceptor.start();
            return acceptor;
        });
    }

    private AcceptedStreams taker(int core) {
        return Objects.requireNonNull(takers[core], "an acceptor without its takers");
    }

    /** To the core that has the fewest; here if its queue is full. On the acceptor's thread. */
    private void handOut(long handle) {
        int least = 0;
        for (int i = 1; i < loads.length; i++) {
            if (loads[i].get() < loads[least].get()) {
                least = i;
            }
        }
        Cpu here = listeners.getFirst().cpu();
        loads[least].incrementAndGet();
        if (least == 0) {
            taker(0).take(handle);
        } else if (!here.send(runtime.cpu(least), new HandOver(handle, least))) {
            loads[least].decrementAndGet();
            loads[0].incrementAndGet();
            taker(0).take(handle);
        }
    }

    /** A handle on its way to another core. */
    private final class HandOver implements CoreMessage {
        private final long handle;
        private final int core;

        HandOver(long handle, int core) {
            this.handle = handle;
            this.core = core;
        }

        @Override
        public void onMessage(Cpu here) {
            taker(core).take(handle);
        }

        /** That core has stopped: the acceptor's closes it. */
        @Override
        public void onUndelivered() {
            loads[core].decrementAndGet();
            Cpu acceptor = listeners.getFirst().cpu();
            acceptor.requestRun(_ -> acceptor.backend().sockets().close(handle));
        }
    }

    // --- asking a core ----------------------------------------------------------------------------------------------

    private interface Question<T> {
        T answer(Cpu cpu) throws NetException;
    }

    private NetListener onCore(int core, Question<NetListener> open) throws NetException {
        NetListener listener = ask(core, open);
        listeners.add(listener);
        return listener;
    }

    private <T> T ask(int core, Question<T> question) throws NetException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean isTaken = runtime.cpu(core).requestRun(new CoreMessage() {
            @Override
            public void onMessage(Cpu here) {
                try {
                    answer.complete(question.answer(here));
                } catch (NetException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void onUndelivered() {
                answer.completeExceptionally(new NetException("listen on core " + core, IoError.CLOSED));
            }
        });
        if (!isTaken) {
            throw new NetException("listen on core " + core, IoError.QUEUE_FULL);
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NetException failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
