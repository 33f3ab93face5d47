package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.InstanceIdInUseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims the instance id on one Redis at the start: waits for the signs of life of an
 * earlier process to end, and no longer.
 */
public final class InstanceClaim {

	private static final Logger logger = LoggerFactory.getLogger(InstanceClaim.class);

	private static final long PATIENCE = Duration.ofSeconds(15).toNanos();

	private static final long AGAIN = Duration.ofMillis(250).toNanos();

	private final String place;

	private final Worker worker;

	private final Claim claim;

	public InstanceClaim(String place, Worker worker, Claim claim) {
		this.place = place;
		this.worker = worker;
		this.claim = claim;
	}

	public void make() {
		long until = System.nanoTime() + PATIENCE;
		boolean told = false;
		try {
			while (!this.claim.tryNow()) {
				if (System.nanoTime() - until > 0) {
					throw new InstanceIdInUseException(this.worker.instance(), this.place);
				}
				if (!told) {
					logger.info("Another process with the instance id '{}' shows signs of life on {}; waiting for them "
							+ "to end", this.worker.instance(), this.place);
					told = true;
				}
				LockSupport.parkNanos(AGAIN);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (InstanceIdInUseException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// The triggers will say that this Redis cannot be reached, and go on trying.
			logger.debug("The instance id could not be claimed on {}", this.place, ex);
		}
	}

}
