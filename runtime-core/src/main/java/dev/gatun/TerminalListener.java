package dev.gatun;

/** Told once, of the terminal result of one arming: futures of other libraries, waiting threads, chains. */
@FunctionalInterface
interface TerminalListener {
    void onTerminal(IoFuture future);

    default TerminalListener andThen(TerminalListener other) {
        return future -> {
            onTerminal(future);
            other.onTerminal(future);
        };
    }
}
