package dev.gatun.net;

import dev.gatun.CoreMessage;
import dev.gatun.Cpu;
import dev.gatun.IoRuntime;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets.Family;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Of those that the acceptor has asked to take one connection. Its own. */
    private final boolean[] refused;

    /** Each core's own: written before the acceptor starts, and by its core's thread when that starts again. */
    private final @Nullable AcceptedStreams[] takers;

    private NetServer(IoRuntime runtime, NetConfig config, Consumer<NetStream> onStream) {
        this.runtime = runtime;
        this.config = config;
        this.onStream = onStream;
        takers = new @Nullable AcceptedStreams[runtime.size()];
        refused = new boolean[runtime.size()];
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
        NetListener acceptor = onCore(0, cpu -> NetListener.open(NetCore.of(cpu), at, config, this::handOut));
        for (int i = 0; i < takers.length; i++) {
            int core = i;
            takers[core] = ask(core, cpu -> newTaker(NetCore.of(cpu), core));
        }
        ask(0, _ -> {
            acceptor.start();
            return acceptor;
        });
    }

    /** Of streams that have the acceptor's options; on its core's thread. */
    private AcceptedStreams newTaker(NetCore core, int index) {
        NetListener acceptor = listeners.getFirst();
        AcceptedStreams taker = new AcceptedStreams(core, onStream, loads[index]);
        Family family = ConnectAttempt.familyOf(acceptor.address());
        taker.like(
                new OptionSetter(core.cpu.backend().sockets(), config, SocketRole.LISTENER, family),
                acceptor.options());
        return taker;
    }

    private AcceptedStreams taker(int core) {
        return Objects.requireNonNull(takers[core], "an acceptor without its takers");
    }

    /** To the core that has the fewest; to the next one if its queue is full, or it has gone. Acceptor's thread. */
    private void handOut(long handle) {
        Cpu here = listeners.getFirst().cpu();
        Arrays.fill(refused, false);
        while (true) {
            int least = leastOfWilling();
            loads[least].incrementAndGet();
            if (least == 0) {
                taker(0).take(handle);
                return;
            }
            Cpu to = runtime.cpu(least);
            if (here.send(to, new HandOver(handle, least, to))) {
                return;
            }
            loads[least].decrementAndGet();
            refused[least] = true;
        }
    }

    /** The acceptor's own core never refuses. */
    private int leastOfWilling() {
        int least = 0;
        for (int i = 1; i < loads.length; i++) {
            if (!refused[i] && loads[i].get() < loads[least].get()) {
                least = i;
            }
        }
        return least;
    }

    /** A handle on its way to another core. */
    private final class HandOver implements CoreMessage {
        private final long handle;
        private final int core;
        private final Cpu to;

        HandOver(long handle, int core, Cpu to) {
            this.handle = handle;
            this.core = core;
            this.to = to;
        }

        @Override
        public void onMessage(Cpu here) {
            if (taker(core).isOn(here) || isTakenAgain(here)) {
                taker(core).take(handle);
            } else {
                onUndelivered();
            }
        }

        /** The core failed and runs again: another Cpu, whose streams are its own. False: it ends already. */
        private boolean isTakenAgain(Cpu here) {
            NetCore its = NetCore.ofOpen(here);
            if (its != null) {
                takers[core] = newTaker(its, core);
            }
            return its != null;
        }

        /** That core has stopped, and nobody else knows of the connection. */
        @Override
        public void onUndelivered() {
            loads[core].decrementAndGet();
            to.backend().sockets().requestClose(handle);
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
