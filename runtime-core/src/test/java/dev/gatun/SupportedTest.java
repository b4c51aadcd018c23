package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SupportedTest {
    private final Supported little = new Supported(
            0, "little", new Capabilities(Set.of(OperationKind.RECEIVE, OperationKind.SEND), Set.of(), 16, List.of()));

    @Test
    void whatABackendLacksIsRefusedWithWhatCouldBeDone() {
        assertEquals("little can't do ACCEPT", refusal(OperationKind.ACCEPT, 0));
        assertEquals(
                "little can't do RECEIVE many times in one arming; arm it again after each result",
                refusal(OperationKind.RECEIVE, Operation.MULTISHOT | Operation.POOL_BUFFER));
        assertEquals(
                "little can't do RECEIVE into buffers of the pool; bring a buffer",
                refusal(OperationKind.RECEIVE, Operation.POOL_BUFFER));
        assertEquals(
                "little can't do SEND without copying; send it with a copy",
                refusal(OperationKind.SEND, Operation.ZERO_COPY));
    }

    @Test
    void whatItHasIsNot() {
        little.check(OperationKind.RECEIVE, Operation.PEEK);
        little.check(OperationKind.TIMEOUT, 0);
        Supported much = new Supported(
                0, "much", new Capabilities(Capabilities.allOperations(), Set.of(Feature.values()), 16, List.of()));
        assertDoesNotThrow(() -> much.check(OperationKind.RECEIVE, Operation.MULTISHOT | Operation.POOL_BUFFER));
        assertThrows(UnsupportedHereException.class, () -> much.check(OperationKind.READ, Operation.MULTISHOT));
    }

    private String refusal(OperationKind kind, int flags) {
        return String.valueOf(assertThrows(UnsupportedHereException.class, () -> little.check(kind, flags))
                .getMessage());
    }
}
