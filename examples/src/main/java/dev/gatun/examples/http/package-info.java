/**
 * An HTTP/1.1 server: {@link dev.gatun.examples.http.RequestParser} and {@link dev.gatun.examples.http.ChunkedBody}
 * read, {@link dev.gatun.examples.http.HttpConnection} keeps what lies between pieces, and {@link
 * dev.gatun.examples.http.Answers} has what is written.
 */
@NullMarked
package dev.gatun.examples.http;

import org.jspecify.annotations.NullMarked;
