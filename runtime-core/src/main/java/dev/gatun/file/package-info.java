/**
 * Files and directories as a service uses them: reading and writing at places, in sequence, and being told what changes
 * in a directory. It stands on the core ({@code dev.gatun}), which knows nothing of it.
 */
@NullMarked
package dev.gatun.file;

import org.jspecify.annotations.NullMarked;
