package dev.tappet.operate;

/**
 * Which figures may be shown, since an endpoint that is exposed shows them too.
 *
 * @param backlog what is to be done
 * @param reasons why that is not known
 * @param meters the age of the oldest message, and the most in handlers at once
 * @param deadLetters how many dead letters there are
 */
public record ShownFigures(boolean backlog, boolean reasons, boolean meters, boolean deadLetters) {
}
