/**
 * Native layouts and constants for I/O completion ports, Winsock and overlapped files, on 64-bit Windows. Written by
 * hand from Microsoft's documentation and compared with mingw-w64's headers: names and numbers are C's. HANDLE,
 * SOCKET, pointers, {@code SIZE_T} and ULONG_PTR are {@code long}; LARGE_INTEGER is a {@code long} in place.
 */
@NullMarked
package dev.gatun.bindings.windows;

import org.jspecify.annotations.NullMarked;
