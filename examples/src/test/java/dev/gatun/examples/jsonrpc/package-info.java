@NullMarked
package dev.gatun.examples.jsonrpc;

import org.jspecify.annotations.NullMarked;
