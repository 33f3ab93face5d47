/**
 * What tests on a real server share: the servers, the service in this process, and a
 * record of the handlers' calls.
 */
@NullMarked
package dev.tappet.support;

import org.jspecify.annotations.NullMarked;
