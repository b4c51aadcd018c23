/**
 * A JSON-RPC 2.0 server: {@link dev.gatun.examples.jsonrpc.JsonReader} and {@link
 * dev.gatun.examples.jsonrpc.JsonWriter} know JSON, {@link dev.gatun.examples.jsonrpc.Dispatcher} the protocol, {@link
 * dev.gatun.examples.jsonrpc.RpcConnection} where a message begins and ends.
 */
@NullMarked
package dev.gatun.examples.jsonrpc;

import org.jspecify.annotations.NullMarked;
