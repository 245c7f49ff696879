package dev.muster.session;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where one thread waits and others wake it. A signal that came before the waiting counts. */
final class WakeUp {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private boolean isSignalled;

    void signal() {
        lock.lock();
        try {
            isSignalled = true;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return false if the time passed without a signal */
    boolean await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!isSignalled && left > 0) {
                left = signalled.awaitNanos(left);
            }
            boolean came = isSignalled;
            isSignalled = false;
            return came;
        } finally {
            lock.unlock();
        }
    }
}
