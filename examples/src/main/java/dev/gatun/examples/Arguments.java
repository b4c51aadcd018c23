package dev.gatun.examples;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The arguments of an example, by their places; immutable. What can't be used is told by a {@link UsageException}. */
public final class Arguments {
    private final String[] given;

    /** Of which there are so many. */
    public Arguments(String[] given, int atLeast, int atMost) {
        if (given.length < atLeast || given.length > atMost) {
            throw new UsageException("it takes "
                    + (atLeast == atMost ? "" + atMost : atLeast + " to " + atMost)
                    + " arguments, and got " + given.length);
        }
        this.given = given.clone();
    }

    int count() {
        return given.length;
    }

    String text(int place) {
        return given[place];
    }

    /** Where to listen: "PORT", at all addresses, or "HOST:PORT". */
    public InetSocketAddress listenAddress(int place, int otherwise) {
        if (place >= given.length) {
            return new InetSocketAddress(otherwise);
        }
        String text = given[place];
        return text.contains(":") ? address(place) : new InetSocketAddress(port(text, text));
    }

    /** "HOST:PORT"; an IPv6 address in brackets. */
    public InetSocketAddress address(int place) {
        String text = given[place];
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new UsageException(text + " is not HOST:PORT");
        }
        String host = text.substring(0, colon);
        int port = port(text.substring(colon + 1), text);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException _) {
            throw new UsageException(text + ": no address is known for the host " + host);
        }
    }

    private static int port(String digits, String whole) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new UsageException(whole + ": the port " + digits + " is not a number between 0 and 65535");
    }
}
