package dev.gatun.parts;

import dev.gatun.spi.Datagrams;

/** What an envelope tells. One thread: that of its system's calls. */
public abstract class EnvelopedDatagrams implements Datagrams {
    private final Envelope envelopes;
    private final ControlMessages controlMessages;

    protected EnvelopedDatagrams(Envelope envelopes, ControlMessages controlMessages) {
        this.envelopes = envelopes;
        this.controlMessages = controlMessages;
    }

    @Override
    public final int envelopeBytes(boolean withFacts) {
        return envelopes.bytes(withFacts);
    }

    @Override
    public final int sender(long envelope, long into) {
        return envelopes.copySender(envelope, into);
    }

    @Override
    public final int destination(long envelope, long into) {
        return controlMessages.destination(envelopes.control(envelope), envelopes.controlLength(envelope), into);
    }

    @Override
    public final long fact(long envelope, Fact fact) {
        if (fact == Fact.TRUNCATED) {
            return envelopes.isTruncated(envelope) ? 1 : 0;
        }
        return controlMessages.fact(envelopes.control(envelope), envelopes.controlLength(envelope), fact);
    }
}
