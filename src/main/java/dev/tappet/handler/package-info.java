/**
 * What a user's bean implements and sees.
 */
@NullMarked
package dev.tappet.handler;

import org.jspecify.annotations.NullMarked;
