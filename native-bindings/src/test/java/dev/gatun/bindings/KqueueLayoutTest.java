package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.bindings.kqueue.ClassicKevent;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.FreebsdDirent;
import dev.gatun.bindings.kqueue.FreebsdIfData;
import dev.gatun.bindings.kqueue.FreebsdKevent;
import dev.gatun.bindings.kqueue.Ifaddrs;
import dev.gatun.bindings.kqueue.LibkqueueConstants;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.MacosDirent;
import dev.gatun.bindings.kqueue.MacosIfData;
import dev.gatun.bindings.kqueue.MacosKevent;
import dev.gatun.bindings.kqueue.MacosKevent64;
import dev.gatun.bindings.kqueue.MacosXswUsage;
import dev.gatun.bindings.kqueue.SockaddrIn;
import org.junit.jupiter.api.Test;

/**
 * The three shapes of {@code struct kevent} and where the systems differ, in the numbers their manual pages and headers
 * give: no header of theirs is on the machines that build Gatun. docs/foreign-layouts.md says what else was compared.
 */
class KqueueLayoutTest {
    @Test
    void macosPacksItsKeventToFourBytes() {
        assertEquals(32, MacosKevent.sizeof());
        assertEquals(4, MacosKevent.layout().byteAlignment());
        assertEquals(0, MacosKevent.IDENT);
        assertEquals(8, MacosKevent.FILTER);
        assertEquals(10, MacosKevent.FLAGS);
        assertEquals(12, MacosKevent.FFLAGS);
        assertEquals(16, MacosKevent.DATA);
        assertEquals(24, MacosKevent.UDATA);
        assertEquals(48, MacosKevent64.sizeof());
    }

    @Test
    void freebsdHasSixtyFourBytesSinceTwelve() {
        assertEquals(64, FreebsdKevent.sizeof());
        assertEquals(16, FreebsdKevent.DATA);
        assertEquals(24, FreebsdKevent.UDATA);
        assertEquals(32, FreebsdKevent.EXT);
    }

    @Test
    void libkqueueAndOldFreebsdHaveTheClassicThirtyTwo() {
        assertEquals(32, ClassicKevent.sizeof());
        assertEquals(8, ClassicKevent.layout().byteAlignment());
        assertEquals(16, ClassicKevent.DATA);
        assertEquals(24, ClassicKevent.UDATA);
    }

    @Test
    void anEntryOfADirectoryHasSixtyFourBitsOfInode() {
        assertEquals(280, FreebsdDirent.sizeof());
        assertEquals(0, FreebsdDirent.D_FILENO);
        assertEquals(20, FreebsdDirent.D_NAMLEN);
        assertEquals(24, FreebsdDirent.D_NAME);
        assertEquals(1048, MacosDirent.sizeof());
        assertEquals(0, MacosDirent.D_INO);
        assertEquals(18, MacosDirent.D_NAMLEN);
        assertEquals(21, MacosDirent.D_NAME);
    }

    @Test
    void theUserFilterDiffers() {
        assertEquals(-10, MacosConstants.EVFILT_USER);
        assertEquals(-11, FreebsdConstants.EVFILT_USER);
        assertEquals(-11, LibkqueueConstants.EVFILT_USER);
    }

    @Test
    void aSocketAddressBeginsWithItsLength() {
        assertEquals(0, SockaddrIn.SIN_LEN);
        assertEquals(1, SockaddrIn.SIN_FAMILY);
        assertEquals(16, SockaddrIn.sizeof());
        assertEquals(30, MacosConstants.AF_INET6);
        assertEquals(28, FreebsdConstants.AF_INET6);
    }

    @Test
    void devicesTellTheirMtuAtTheSamePlaceAndTheirRateInDifferentWidths() {
        assertEquals(56, Ifaddrs.sizeof());
        assertEquals(24, Ifaddrs.IFA_ADDR);
        assertEquals(48, Ifaddrs.IFA_DATA);
        assertEquals(8, MacosIfData.IFI_MTU);
        assertEquals(8, FreebsdIfData.IFI_MTU);
        assertEquals(16, MacosIfData.IFI_BAUDRATE);
        assertEquals(20, MacosIfData.sizeof());
        assertEquals(16, FreebsdIfData.IFI_BAUDRATE);
        assertEquals(4, FreebsdIfData.IFI_LINK_STATE);
        assertEquals(16, MacosXswUsage.XSU_USED);
        assertEquals(32, MacosXswUsage.sizeof());
    }
}
