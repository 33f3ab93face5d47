package dev.tappet.runtime;

import java.time.Clock;
import java.util.function.Supplier;

import dev.tappet.source.WishStore;
import dev.tappet.trigger.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * What a process knows of whoever wishes something of a trigger.
 *
 * @param shared keeps what is wished of triggers whose broker does not, if there is such
 * a place
 * @param instance named where it is not known who wishes
 * @param clock tells when something is wished that nobody keeps
 */
record Wishing(Supplier<@Nullable WishStore> shared, InstanceId instance, Clock clock) {
}
