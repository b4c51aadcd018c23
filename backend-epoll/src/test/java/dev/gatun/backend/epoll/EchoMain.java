package dev.gatun.backend.epoll;

import java.io.IOException;

/** The contract's echo that allocates nothing, in a JVM of its own. */
final class EchoMain extends EpollContractTest {
    public static void main(String[] arguments) throws IOException {
        EchoMain contract = new EchoMain();
        contract.openGround();
        contract.anEchoAllocatesNothing();
        contract.leaveNothingBehind();
        System.out.println("echo: clean");
    }
}
