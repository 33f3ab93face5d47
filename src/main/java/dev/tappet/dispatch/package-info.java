/**
 * One delivery to one handler: binding, permit, virtual thread, deadline, verdict.
 */
@NullMarked
package dev.tappet.dispatch;

import org.jspecify.annotations.NullMarked;
