package dev.gatun.backend.iocp;

import java.io.IOException;

/** Started by {@link GatewayTest}: says which process its gateway is, and waits to be killed. */
final class GatewayMain {
    private GatewayMain() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(Gateway.get().pid());
        System.out.flush();
        int ignored = System.in.read();
        System.exit(ignored < 0 ? 0 : 1);
    }
}
