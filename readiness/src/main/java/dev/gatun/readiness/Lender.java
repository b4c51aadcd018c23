package dev.gatun.readiness;

import dev.gatun.spi.Operation;

/**
 * Sending without copying: the system borrows the operation's memory, and says later that it is done with it. Loans of
 * a handle are numbered from 0. The Cpu's thread alone.
 */
public interface Lender {
    /** The answer of {@link #attempt} where the system can't borrow more at the moment: copy. */
    long NO_ROOM = Long.MIN_VALUE + 2;

    /** Where nothing can be lent. */
    Lender NONE = new Lender() {
        @Override
        public boolean begin(int handle) {
            return false;
        }

        @Override
        public long attempt(Operation operation) {
            throw new IllegalStateException("nothing can be lent on " + operation.handle());
        }

        @Override
        public void takeReturned(int handle, Listener listener) {}
    };

    /** Told which loans are over. */
    interface Listener {
        /** All from {@code first} to {@code last}, as unsigned numbers that begin again at 0. */
        void onReturned(int handle, int first, int last);
    }

    /** Prepares a handle, once; false where it can only copy. */
    boolean begin(int handle);

    /** As {@link HandleCalls#attempt} of a SEND; more than 0 is a loan. */
    long attempt(Operation operation);

    /** Tells the loans that are over by now; their end is an event with {@link Poller#HANG_UP}. */
    void takeReturned(int handle, Listener listener);
}
